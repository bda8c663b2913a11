import { describe } from 'vitest';
import { refuses } from './broken-copies.js';

const USERS = 'manual: { role: product-manager, within: 30m }\n    cites: [S2.75]';

describe('a name that is declared nowhere', () => {
  refuses('wechat', {
    'a backup source': [
      '{ source: release,',
      '{ source: releases,',
      'schemes.b.backup.source: there is no backup source releases; write release',
    ],
    'a bare backup source': [
      '{ source: release, cites: [S2.41] }',
      'releases',
      'schemes.b.backup: there is no backup source releases; write release',
    ],
    'a next scheme': [
      'next: { scheme: b,',
      'next: { scheme: x9,',
      'schemes.a.next.scheme: there is no scheme x9; known: b, c',
    ],
    'who answers': [
      USERS,
      USERS.replace('product-manager', 'qa'),
      'checks[10].manual.role: there is no role qa; known: cto',
    ],
    'who signs': [
      '- { role: tech-director, cites',
      '- { role: tech-directors, cites',
      'signOff[0].role: there is no role tech-directors; write tech-director',
    ],
    "a command's target": [
      "The service's state }, target: app",
      "The service's state }, target: ap",
      'commands[0].target: there is no target ap; write app',
    ],
    "a command's variable": [
      'tail -n 100 "$ERROR_LOG"\'',
      'tail -n 100 "$ERROR_LOGS"\'',
      'commands[2].run: there is no variable ERROR_LOGS; write $ERROR_LOG',
    ],
    'a backup in a command': [
      'curl -fsS "$API/api/version"',
      'ls "$BACKUP"',
      'commands[3].run: $BACKUP is chosen for a run; a command gets variables: only',
    ],
    "a location's variable": [
      'at: $APP_DIR/scripts/rollback',
      'at: $APP_DIRR/scripts',
      'locations[5].at: there is no variable APP_DIRR; write APP_DIR',
    ],
    'a backup as a location': [
      'at: $APP_DIR/scripts/rollback',
      'at: $BACKUP',
      'locations[5].at: $BACKUP is chosen for a run; here only variables: count',
    ],
    'a working directory': [
      'directory: APP_DIR\n        snapshot',
      'directory: APP_DIRS\n        snapshot',
      'schemes.b.steps[0].directory: there is no variable APP_DIRS; write APP_DIR',
    ],
    'an expected variable': [
      '{ variable: BACKUP_NAME }',
      '{ variable: BACKUP_NAMES }',
      'schemes.b.checks[2].http.requests[0].json.version: there is no variable BACKUP_NAMES; write BACKUP_NAME',
    ],
    "the backup's own name": [
      '  API: {',
      '  BACKUP_DIGEST: x\n  API: {',
      'variables.BACKUP_DIGEST: BACKUP_DIGEST belongs to the shell or to Backout',
    ],
  });
  refuses('meiyueart', {
    "a severity's scheme": [
      "scheme: '1'\n",
      "scheme: '7'\n",
      'severities.NOW.scheme: there is no scheme 7; known: "1", "2", "3"',
    ],
    'a file to compare': [
      '{ file: $ROUTES/user',
      '{ file: $ROUTE/user',
      'checks[0].checksum.same[0].file: there is no variable ROUTE; write ROUTES',
    ],
    'what to compare it with': [
      'as: $BACKUP/user',
      'as: $BACKUPS/user',
      'checks[0].checksum.same[0].as: there is no variable BACKUPS; write BACKUP',
    ],
    'a log': [
      'file: $ERROR_LOG',
      'file: $ERROR_LOGG',
      'checks[3].log.file: there is no variable ERROR_LOGG; write ERROR_LOG',
    ],
    "a log's target": [
      'log: { target: web',
      'log: { target: wen',
      'checks[3].log.target: there is no target wen; write web',
    ],
    'a disk': [
      'at: $ROUTES, free',
      'at: $ROUTESS, free',
      'prechecks[1].space.at: there is no variable ROUTESS; write ROUTES',
    ],
    'what is copied': [
      'copiesOf: [$ROUTES/user',
      'copiesOf: [$ROUTE/user',
      'prechecks[1].space.copiesOf[0]: there is no variable ROUTE; write ROUTES',
    ],
    'a value in a header': [
      "{ Authorization: 'Bearer {TOKEN}' }\n          json",
      "{ Authorization: 'Bearer {TOKENS}' }\n          json",
      'checks[5].http.requests[2].headers.Authorization: {TOKENS} is saved by no request before this one',
    ],
  });
});
