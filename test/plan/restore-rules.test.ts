import { describe, expect, it } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { inEnglish } from '../helpers/in-english.js';
import { type Edit, edited, problemsOf, refuses } from './broken-copies.js';

const KEPT = `kept: { target: app, run: 'test -s "$HOME/.backout/snapshots/$BACKOUT_RUN/flags"' }`;
const FLAGS =
  '        - id: flags\n          title: { zh-CN: v2 功能开关与回滚前一致, en: The v2 flags are as they were }\n';
const asked = (question: string): Edit => [FLAGS, `        - { id: added, title: x, ${question} }\n${FLAGS}`];
const START = '      - id: start\n';

describe('a step', () => {
  refuses('wechat', {
    'that cannot be undone has no undo': [
      '        secrets: [ADMIN_KEY]\n        effect: reversible',
      '        secrets: [ADMIN_KEY]\n        effect: irreversible',
      'schemes.a.steps[0].undo: what cannot be undone has no undo; remove undo, or write effect: reversible',
    ],
    'that only reads leaves no work to look for': [
      '        effect: read-only\n        deadline: 20s\n',
      '        effect: read-only\n        deadline: 20s\n        verify: { run: "true" }\n',
      'schemes.a.steps[1].verify: a read-only step leaves no work to look for; remove verify, or write effect: reversible',
    ],
    'gives its look no secrets': [
      'answer=$(curl -fsS --max-time 10 "$ADMIN_API/api/admin/feature-flags")\n            printf \'%s\\n\' "$answer"\n            case',
      'answer=$(curl -fsS -H @"$ADMIN_KEY_FILE" "$ADMIN_API/api/admin/feature-flags")\n            case',
      'schemes.a.steps[0].verify.run: $ADMIN_KEY_FILE is not given to this step',
    ],
    'is not named like an undo': [
      START,
      '      - id: start-undo\n',
      'schemes.c.steps[4].id: start-undo is the name of a step that Backout adds itself; choose another id',
    ],
    'is not named like a further attempt': [START, '      - id: start.2\n', 'schemes.c.steps[4].id: use lower-case'],
  });

  it('may look for its work with what it is given, and has half a minute for it', () => {
    const reading = readPlan(edited('wechat', []), 'x');
    const steps = reading.ok ? reading.plan.schemes.flatMap((scheme) => scheme.steps) : [];
    const looks = steps.flatMap(({ id, verify }) => (verify ? [[id, verify.deadline]] : []));
    expect(looks).toContainEqual(['checkout', 30_000]);
    expect(looks).toContainEqual(['disable-v2-flags', 15_000]);
  });
});

describe('a restore', () => {
  const whole =
    /^ {4}restore:\n {6}# People choose: with[\s\S]*?(?=^ {4}record:)/m.exec(edited('wechat', []))?.[0] ?? '';
  refuses('wechat', {
    'is there when a step has an undo': [
      whole,
      '',
      'schemes.a: the step disable-v2-flags has an undo, and nothing tells whether things are as they were after it; add restore: { checks: […] }',
    ],
    'says how it is seen that things are as they were': [
      whole,
      '    restore: { automatic: [step] }\n',
      'schemes.a.restore.checks: say how it is seen that things are as they were',
    ],
    'asks at least one thing': [
      whole,
      '    restore: { checks: [] }\n',
      'schemes.a.restore.checks: say how it is seen that things are as they were',
    ],
    'asks no person': [
      ...asked('manual: { role: cto }'),
      'schemes.a.restore.checks[0].manual: a restore is finished without waiting for people; ask what a machine can tell',
    ],
    'reads no new lines of a log': [
      ...asked('log: { target: app, file: $ERROR_LOG, without: error }'),
      'schemes.a.restore.checks[0].log: what is new in the log is of the rollback that failed',
    ],
    'asks nothing twice': [
      FLAGS,
      FLAGS.replace('flags', 'same') +
        "          command: { target: app, run: 'true' }\n" +
        FLAGS.replace('flags', 'same'),
      'schemes.a.restore.checks[1].id: the id same is used twice here; rename one',
    ],
    'asks something that counts': [
      '          title: { zh-CN: v2 功能开关与回滚前一致',
      '          required: false\n          title: { zh-CN: v2 功能开关与回滚前一致',
      'schemes.a.restore.checks: none of these is required, so a restore would always count as done',
    ],
    'asks where the plan says': [
      ...asked("command: { target: ap, run: 'true' }"),
      'schemes.a.restore.checks[0].command.target: there is no target ap; write app',
    ],
    'names no step': [
      ...asked(`command: { target: app, run: 'echo "$BACKOUT_STEP"' }`),
      'schemes.a.restore.checks[0].command.run: $BACKOUT_STEP is not given to a check, only to steps',
    ],
    'starts by itself for what can fail': [
      '      checks:\n        - id: flags\n',
      '      automatic: [steps]\n      checks:\n        - id: flags\n',
      'schemes.a.restore.automatic[0]: must be one of step, verification',
    ],
    'looks for what was kept where the plan says': [
      KEPT,
      KEPT.replace('app', 'ap'),
      'schemes.a.restore.kept.target: there is no target ap; write app',
    ],
    'looks for what was kept by what it is given': [
      KEPT,
      KEPT.replace('BACKOUT_RUN', 'BACKOUT_STEP'),
      'schemes.a.restore.kept.run: $BACKOUT_STEP is not given to a check, only to steps',
    ],
    'looks for what was kept with a script': [
      KEPT,
      'kept: { target: app }',
      'schemes.a.restore.kept.run: run is missing',
    ],
  });

  it('needs something to carry out', () => {
    const undo =
      /^ {8}# Undone last, so it restarts.*\n {8}undo: \*put-back\n/m.exec(edited('meiyueart', []))?.[0] ?? '';
    const other = /^ {8}undo:\n {10}title: { zh-CN: 放回 change_password.py, [\s\S]*?(?=^ {8}cites)/m;
    const text = edited('meiyueart', [[undo, '']]).replace(other, '');
    const reading = readPlan(text, 'x');
    expect(reading).toMatchObject({ ok: false });
    expect(reading.ok ? [] : inEnglish(reading.problems)).toMatchObject([
      { path: 'schemes.2.restore', message: expect.stringContaining('no step of this scheme has an undo') },
    ]);
  });

  it('is for people to choose when a step cannot be undone', () => {
    const automatic: Edit = [
      '      checks:\n        - id: flags\n',
      '      automatic: [step]\n      checks:\n        - id: flags\n',
    ];
    const final: Edit = [
      '      - id: read-flags-back\n',
      '      - { id: final, title: x, target: app, run: "true", effect: irreversible, deadline: 5s }\n      - id: read-flags-back\n',
    ];
    expect(problemsOf('wechat', automatic)).toEqual([]);
    expect(problemsOf('wechat', automatic, final)).toMatchObject([
      {
        path: 'schemes.a.restore.automatic',
        message: 'the step final cannot be undone, so taking back the others is for people to choose; remove automatic',
      },
    ]);
  });
});
