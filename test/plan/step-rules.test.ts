import { describe, expect, it } from 'vitest';
import { type Edit, inReadingStep, problemsOf, refuses } from './broken-copies.js';

const STEP = '      - id: read-flags-back\n';
const SECRET = '        secrets: [ADMIN_KEY]\n';

describe('a step that contradicts itself', () => {
  refuses('wechat', {
    'reads only and can be undone': [
      ...inReadingStep('undo: { run: "true" }'),
      'schemes.a.steps[1].undo: a read-only step leaves nothing to undo; remove undo',
    ],
    'reads only and runs once': [
      ...inReadingStep('repeat: once'),
      'schemes.a.steps[1].repeat: a read-only step may run freely; write repeat: observe',
    ],
    'changes something and runs freely': [
      'repeat: converge',
      'repeat: observe',
      'schemes.c.steps[0].repeat: observe is for steps that change nothing; write effect: read-only',
    ],
    'hands a secret to another account': [
      SECRET,
      `${SECRET}        user: postgres\n`,
      "schemes.a.steps[0].user: another account cannot read this account's secret files",
    ],
    'gives a variable a second value': [
      ...inReadingStep('environment: { SERVICE: x }'),
      'schemes.a.steps[1].environment.SERVICE: SERVICE is a variable of the inventory already',
    ],
    'takes a name of the backup': [
      ...inReadingStep('environment: { BACKUP: x }'),
      'schemes.a.steps[1].environment.BACKUP: BACKUP belongs to the shell or to Backout',
    ],
    'takes the name of the mark': [
      ...inReadingStep('environment: { LOG_MARK: x }'),
      'schemes.a.steps[1].environment.LOG_MARK: LOG_MARK belongs to the shell or to Backout',
    ],
    "takes a secret's name": [
      ...inReadingStep('environment: { ADMIN_KEY_FILE: x }'),
      'schemes.a.steps[1].environment.ADMIN_KEY_FILE: ADMIN_KEY_FILE belongs to a secret',
    ],
    'is named like the confirmation': [
      STEP,
      '      - id: confirm-backup\n',
      'schemes.a.steps[1].id: confirm-backup is the name of a step that Backout adds itself',
    ],
    'is named like a mark': [
      STEP,
      '      - id: mark-logs-app\n',
      'schemes.a.steps[1].id: mark-logs-app is the name of a step that Backout adds itself',
    ],
    'is named like a snapshot': [
      STEP,
      '      - id: checkout-snapshot\n',
      'schemes.a.steps[1].id: checkout-snapshot is the name of a step that Backout adds itself',
    ],
  });
  refuses('meiyueart', {
    'reads only and takes a snapshot': [
      '        run: |\n          tries=0',
      '        snapshot: *saved\n        run: |\n          tries=0',
      'schemes.3.steps[2].snapshot: a read-only step changes nothing; remove snapshot',
    ],
  });
});

describe('what a step gives its scripts', () => {
  const flags = 'flags=$(curl -fsS --max-time 10';
  const use = 'ls "$ADMIN_KEY_FILE"';
  const secret: Edit = [
    '        directory: APP_DIR\n        snapshot:',
    `        directory: APP_DIR\n${SECRET}        snapshot:`,
  ];

  it('is its own environment', () => {
    const mine = inReadingStep('environment: { MODE: safe }');
    expect(problemsOf('wechat', mine, [flags, `echo "$MODE"; ${flags}`])).toEqual([]);
    expect(problemsOf('wechat', [flags, `echo "$MODE"; ${flags}`])).toHaveLength(1);
  });

  it('is its secrets for the undo', () => {
    const checkout = '            git checkout --quiet --force "$branch" --';
    expect(problemsOf('wechat', secret, [checkout, `            ${use}\n${checkout}`])).toEqual([]);
  });

  it('is no secret for the snapshot, a step of its own', () => {
    const save = '            git -C "$APP_DIR" rev-parse HEAD >';
    expect(problemsOf('wechat', secret, [save, `            ${use}\n${save}`])).toMatchObject([
      {
        path: 'schemes.b.steps[0].snapshot.run',
        message: expect.stringContaining('$ADMIN_KEY_FILE is not given to this step'),
      },
    ]);
  });

  it('is no mark of a log', () => {
    expect(problemsOf('wechat', [flags, `echo "$LOG_MARK"; ${flags}`])).toMatchObject([
      { message: '$LOG_MARK is given to log: checks only; write a check with log: instead' },
    ]);
  });
});
