import { describe, expect, it } from 'vitest';
import { type Edit, problemsOf, refuses } from './broken-copies.js';

const FLAGS = 'flags=$(curl -fsS --max-time 10';

describe('what a scheme leads to', () => {
  refuses('wechat', {
    'is a version or a backup': [
      '    version: v2.0.0-phase1\n',
      '',
      'schemes.a: nobody can tell what is live after this scheme; write version: v1.0.0, or backup: database',
    ],
    'names its backup before a script uses it': [
      FLAGS,
      `echo "$BACKUP_NAME"; ${FLAGS}`,
      'schemes.a.steps[1].run: $BACKUP_NAME is not given here: scheme a names no backup; add backup:',
    ],
    'does not go to itself': [
      'next: { scheme: b,',
      'next: { scheme: a,',
      'schemes.a.next.scheme: a scheme cannot come after itself; name another one',
    ],
  });

  refuses('meiyueart', {
    'is none of the plan, nor the scheme itself': [
      "next: { scheme: '3',",
      "next: { scheme: '22',",
      'schemes.2.next.scheme: there is no scheme 22; known: "1", "3"',
    ],
  });

  it('does not go round', () => {
    const said = problemsOf('meiyueart', ["next: { scheme: '3',", "next: { scheme: '1',"]).map(
      ({ message }) => message,
    );
    expect(said).toEqual([
      'the ladder 1 → 2 → 1 never ends; remove next: from the last scheme of it',
      'the ladder 2 → 1 → 2 never ends; remove next: from the last scheme of it',
    ]);
  });
});

describe('disk space', () => {
  const evidence: Edit = ['    blocking: true\n    space:', '    blocking: false\n    space:'];

  it('is asked before every scheme that takes a snapshot', () => {
    expect(problemsOf('meiyueart', evidence)).toMatchObject(
      ['1', '2', '3'].map((key) => ({
        path: `schemes.${key}`,
        message: expect.stringMatching(
          /^the step .* takes a snapshot, and no blocking pre-check asks for the disk space/,
        ),
      })),
    );
    const flags: Edit = [
      'blocking: true\n        space: { target: app, at: $HOME',
      'blocking: false\n        space: { target: app, at: $HOME',
    ];
    expect(problemsOf('wechat', flags)).toMatchObject([
      { path: 'schemes.a', message: expect.stringContaining('the step disable-v2-flags takes a snapshot') },
    ]);
  });

  it('is asked before every scheme that restores files', () => {
    expect(problemsOf('meiyueart', evidence, ['        snapshot: *saved\n', ''])).toContainEqual(
      expect.objectContaining({
        path: 'schemes.3',
        message: expect.stringContaining('files is restored from a directory'),
      }),
    );
  });
});

describe('a budget', () => {
  refuses('wechat', {
    'shorter than what its steps sleep': [
      FLAGS,
      `sudo sleep 40; sleep 0.5m; ${FLAGS}`,
      'schemes.a.budget: the budget of 1m is shorter than the waits: its steps sleep 70s; write a longer budget or wait less (retries and deadlines are not counted)',
    ],
  });

  it('shorter than that and the longest soak', () => {
    const soak: Edit = ['        retry: { times: 3, every: 1s }\n', '        soak: { lasts: 30s, every: 1s }\n'];
    expect(problemsOf('wechat', [FLAGS, `sleep 40; ${FLAGS}`], soak)).toMatchObject([
      {
        path: 'schemes.a.budget',
        message: expect.stringContaining('its steps sleep 40s, its longest soak lasts 30s, 70s in all'),
      },
    ]);
  });

  it('that suffices is told from one that does not, and words from waits', () => {
    expect(problemsOf('wechat', [FLAGS, `sleep 59; echo sleep 100; # sleep 100\n          ${FLAGS}`])).toEqual([]);
  });
});
