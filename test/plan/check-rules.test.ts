import { describe } from 'vitest';
import { asPrecheck, type Edit, refuses } from './broken-copies.js';

/** Puts a check before those of scheme A. */
function asCheck(question: string): Edit {
  const first = '    checks:\n      - id: version\n';
  return [first, first.replace('      -', () => `      - { id: added, title: x, ${question} }\n      -`)];
}

describe('a check', () => {
  refuses('wechat', {
    'asks people before the run': [
      ...asPrecheck('manual: { within: 5m }'),
      'schemes.a.prechecks[0].manual: before a run people tick boxes; make it an item of checklist:',
    ],
    'reads what is new in a log before the run': [
      ...asPrecheck('log: { target: app, file: $ERROR_LOG, without: error }'),
      'schemes.a.prechecks[0].log: what is new in a log is known only after the steps',
    ],
    'looks in a log for what grep does not understand': [
      ...asCheck("log: { target: app, file: $ERROR_LOG, without: 'error(' }"),
      'schemes.a.checks[0].log.without: this is no extended regular expression; close every ( and [',
    ],
    'looks in a log for digits in the words of Perl': [
      ...asCheck("log: { target: app, file: $ERROR_LOG, without: 'HTTP 5\\d\\d' }"),
      'schemes.a.checks[0].log.without: grep -E knows no \\d; write [0-9]',
    ],
    'looks in a log with the options of Perl': [
      ...asCheck("log: { target: app, file: $ERROR_LOG, without: '(?i)error' }"),
      'schemes.a.checks[0].log.without: grep knows no (?…); leave it out',
    ],
    'posts again and again': [
      '        cites: [S2.46, S2.49]',
      '        soak: { lasts: 3s, every: 1s }\n        cites: [S2.46, S2.49]',
      'schemes.b.checks[3].soak: a check that posts is asked once; put soak on a check that only reads',
    ],
    'runs on a backup that nobody chooses': [
      ...asPrecheck('command: { target: app, run: test -e "$BACKUP" }'),
      'schemes.a.prechecks[0].command.run: $BACKUP is not given here: scheme a names no backup',
    ],
    'asks room for a backup that nobody chooses': [
      ...asPrecheck('space: { target: app, at: $APP_DIR, backups: 1 }'),
      'schemes.a.prechecks[0].space.backups: scheme a names no backup whose size could be asked',
    ],
    'compares with a backup that nobody chooses': [
      ...asPrecheck('checksum: { target: app, same: [{ file: $BACKUP, as: $DATABASE }] }'),
      'schemes.a.prechecks[0].checksum.same[0].file: $BACKUP is not given here: scheme a names no backup',
    ],
    'asks a Prometheus that nobody declared': [
      ...asPrecheck('metric: { base: PROMETHEUS, query: up, above: 0 }'),
      'schemes.a.prechecks[0].metric.base: there is no variable PROMETHEUS',
    ],
    'wants a number above one and below another': [
      ...asPrecheck('metric: { base: API, query: up, above: 0, below: 2 }'),
      'schemes.a.prechecks[0].metric: write exactly one of above and below',
    ],
    'asks Prometheus for a range of values': [
      ...asPrecheck("metric: { base: API, query: 'up[5m]', above: 0 }"),
      'schemes.a.prechecks[0].metric.query: a range such as [5m] has many values',
    ],
    'asks Prometheus only for the hosts that are up whether they are up': [
      ...asPrecheck(`metric: { base: API, query: 'up{job=~"a|(b"} == 1', above: 0 }`),
      'schemes.a.prechecks[0].metric.query: a comparison leaves out the series that do not satisfy it',
    ],
    'asks sudo without being in the way': [
      ...asPrecheck('sudo: { target: app, commands: [systemctl restart wechat-backend] }'),
      'schemes.a.prechecks[0].blocking: a step that sudo refuses fails halfway; write blocking: true',
    ],
    'asks sudo when it is too late': [
      '    checks:\n      - id: version\n',
      '    checks:\n      - { id: may, title: x, sudo: { target: app, commands: [systemctl stop x] } }\n      - id: version\n',
      'schemes.a.checks[0].sudo: after the steps it is too late to ask; make it one of prechecks:',
    ],
    'asks sudo for a command with a variable that nobody declared': [
      ...asPrecheck('sudo: { target: app, commands: [systemctl restart $SERVICES] }', true),
      'schemes.a.prechecks[0].sudo.commands[0]: there is no variable SERVICES',
    ],
    'asks sudo for sudo': [
      ...asPrecheck('sudo: { target: app, commands: [sudo -n systemctl restart wechat-backend] }', true),
      'schemes.a.prechecks[0].sudo.commands[0]: write what stands behind sudo -n, e.g. systemctl restart $SERVICE',
    ],
    'asks sudo for what another account may': [
      ...asPrecheck('sudo: { target: app, commands: [-u postgres pg_dump] }', true),
      'schemes.a.prechecks[0].sudo.commands[0]: what is asked is what root may do; for another account write command: with run: sudo -n -u postgres env sh -c :',
    ],
    'asks sudo for a script': [
      ...asPrecheck('sudo: { target: app, commands: ["systemctl stop a; systemctl start a"] }', true),
      'schemes.a.prechecks[0].sudo.commands[0]: write the command with its arguments as sudo gets it',
    ],
    'expects the name of a backup that nobody chooses': [
      'json: { version: v2.0.0-phase1 } }]\n        retry',
      'json: { version: { variable: BACKUP_NAME } } }]\n        retry',
      'schemes.a.checks[0].http.requests[0].json.version: there is no variable BACKUP_NAME',
    ],
  });
});
