import { describe, expect, it } from 'vitest';
import type { CommandCheck } from '../../src/domain/check.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import { MARK_TIME } from '../../src/domain/log-mark.js';
import type { BackupSource } from '../../src/domain/plan.js';
import type { Scheme, Step } from '../../src/domain/scheme.js';
import { undoStep } from '../../src/domain/undo-steps.js';
import { s2Request } from '../helpers/story.js';

const { scheme } = s2Request();
const [first, ...rest] = scheme.steps as [Step, ...Step[]];
const source: BackupSource = {
  ...{ name: 'database', title: 'database', target: 'db', kind: 'file', directory: 'DIR', pattern: '{timestamp}' },
  ...{ timestamp: 'YYYY', older: 'refuse', minBytes: 1, contains: [], safetyCopies: [], cites: [] },
};
const expand = (changes: Partial<Scheme>) => expandScheme({ ...scheme, ...changes }, [source]).steps;
const log = (id: string, target: string, marks?: string): CommandCheck => ({
  ...{ id, title: id, weight: 'required', area: 'service', retry: { times: 1, every: 0 }, cites: [] },
  ...{ kind: 'command', target, run: 'true', deadline: 1_000 },
  ...(marks === undefined ? {} : { marks }),
});

it('leaves a scheme as it is that needs nothing more', () => {
  expect(expandScheme(scheme, [source])).toEqual(scheme);
});

it('confirms the chosen backup where it lies, before anything else', () => {
  const steps = expand({ backup: { source: 'database', cites: ['S2.53'] } });
  expect(steps.map(({ id }) => id)).toEqual(['confirm-backup', ...scheme.steps.map(({ id }) => id)]);
  expect(steps[0]).toMatchObject({
    target: 'db',
    effect: 'read-only',
    repeat: 'observe',
    secrets: [],
    cites: ['S2.53'],
  });
});

it('marks the logs of each target once, before the first step of the plan', () => {
  const checks = [log('a', 'app', '$LOG'), log('b', 'web', '$OTHER'), log('c', 'app', '$LOG/x'), log('d', 'app')];
  const steps = expand({ checks, backup: { source: 'database', cites: [] } });
  expect(steps.slice(0, 3).map(({ id, target }) => [id, target])).toEqual([
    ['confirm-backup', 'db'],
    ['mark-logs-app', 'app'],
    ['mark-logs-web', 'web'],
  ]);
  expect(steps[1]?.run).toMatch(/\nmark a "\$LOG"\nmark c "\$LOG\/x"$/);
});

it('notes the time where a log is in the journal, and needs nothing to look at files with there', () => {
  const since = { since: true } as const;
  const checks = [{ ...log('a', 'web'), ...since }, { ...log('b', 'app'), ...since }, log('c', 'app', '$LOG')];
  const [first, second] = expand({ checks });
  expect(first).toMatchObject({ id: 'mark-logs-web', run: `${MARK_TIME}\nmark_time a` });
  expect(second?.run).toMatch(/\nmark c "\$LOG"\n[\s\S]*\nmark_time b$/);
});

describe('a snapshot', () => {
  const snapshot = { title: 'Save it', run: 'cp a b', deadline: 5_000, cites: ['S2.54'] };
  const undo = { title: 'Put it back', run: 'cp b a', deadline: 5_000, cites: [] };
  const verify = { run: 'cmp a b', deadline: 3_000 };
  const step: Step = {
    ...first,
    directory: 'DIR',
    user: 'app',
    effect: 'irreversible',
    repeat: 'converge',
    snapshot,
    verify,
    undo,
  };
  const [save, own, ...others] = expand({ steps: [step, ...rest] });

  it('is a step of its own just before the one it belongs to, in the same place and as the same account', () => {
    expect(save).toEqual({
      ...{ id: `${first.id}-snapshot`, title: 'Save it', run: 'cp a b', deadline: 5_000, cites: ['S2.54'] },
      ...{ target: first.target, directory: 'DIR', user: 'app', environment: first.environment },
      ...{ effect: 'reversible', repeat: 'fenced', secrets: [] },
    });
    expect(own?.id).toBe(first.id);
    expect(others).toEqual(rest);
  });

  it('has nothing to take back and no work to look for; the step keeps its own', () => {
    expect(save).not.toHaveProperty('undo');
    expect(save).not.toHaveProperty('verify');
    expect(own).toMatchObject({ undo, verify });
  });
});

it('names what it adds so that a token on a host holds it, also of a further attempt', () => {
  const longest = 'x'.repeat(41);
  const target = longest;
  const side = { title: 'x', run: 'true', deadline: 1, cites: [] };
  const step: Step = { ...first, id: longest, snapshot: side, undo: side };
  const planned = expand({ steps: [step], checks: [log('a', target, '$LOG')] });
  const ids = [...planned.map(({ id }) => id), undoStep(step)?.id];
  expect(ids).toEqual([`mark-logs-${target}`, `${longest}-snapshot`, longest, `${longest}-undo`]);
  for (const id of ids) expect(`${'0'.repeat(26)}.${id}.999`).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
});
