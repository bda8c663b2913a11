import { describe, expect, it } from 'vitest';
import { hasTouched, stepsToUndo } from '../../src/run/touched.js';
import { CHANGES, change, chosen, restorable, sent } from '../helpers/restorable.js';
import { approved, exited, lost, play, requested, type Untimed } from '../helpers/story.js';

const refused = (step: string): Untimed => ({
  ...({ type: 'step.finished', step, output: { text: '', bytes: 0, cut: false }, durationMs: 0 } as const),
  result: { kind: 'not-started', failure: { code: 'host.locked', at: 'app' }, facts: '' },
});
const [copy, switched] = CHANGES;
const after = (...events: readonly Untimed[]) => play(requested({ scheme: restorable() }), approved(), ...events);
const undone = (...events: readonly Untimed[]) => stepsToUndo(after(...events)).map(({ id }) => id);

describe('what is to be taken back', () => {
  it.each<readonly [string, readonly Untimed[], readonly string[]]>([
    ['nothing before anything was sent', [], []],
    [
      'every step that may have run, the last first',
      CHANGES.flatMap((id) => [sent(id), exited(id)]),
      ['warm', 'switch', 'copy'],
    ],
    [
      'also the one that failed in the middle',
      [sent(...CHANGES), exited(copy), exited(switched, 1)],
      ['switch', 'copy'],
    ],
    ['also the one whose end is unknown', [sent(copy, switched), exited(copy), lost(switched)], ['switch', 'copy']],
    [
      'also what was delivered behind it: its host may have gone on',
      [sent(copy, switched), lost(copy)],
      ['switch', 'copy'],
    ],
    ['not the ones that never began behind it', [sent(...CHANGES), exited(copy, 1)], ['copy']],
    ['not one that could not start', [sent(copy), exited(copy), refused(switched)], ['copy']],
    [
      'one that ran before and could not start again',
      [sent(...CHANGES), exited(copy, 1), chosen('rerun.asked', { step: copy }), again(copy), refused(copy)],
      ['copy'],
    ],
    [
      'one that a person left out after it failed',
      [sent(...CHANGES), exited(copy, 1), chosen('step.skipped', { step: copy })],
      ['copy'],
    ],
  ])('is %s', (_what, events, expected) => {
    expect(undone(...events)).toEqual(expected.map((id) => `${id}-undo`));
  });
});

const WHEN = { title: 'sick', run: 'is-sick', deadline: 1_000 };

it.each(['unneeded', 'unclear'] as const)('is nothing of a step of which only the condition ran: %s', (kind) => {
  const steps = [change(copy), change(switched, { when: WHEN })];
  const end: Untimed = { ...exited(switched), result: { kind } } as Untimed;
  const state = play(requested({ scheme: restorable({ steps }) }), approved(), sent(copy, switched), exited(copy), end);
  expect(stepsToUndo(state).map(({ id }) => id)).toEqual(['copy-undo']);
  expect(state.phase).toBe(kind === 'unneeded' ? 'verifying' : 'stopped');
});

it('was nothing when the only step was not needed, or nobody could tell', () => {
  const scheme = restorable({ steps: [change(copy, { when: WHEN })] });
  for (const kind of ['unneeded', 'unclear'] as const) {
    const end = { ...exited(copy), result: { kind } } as Untimed;
    const state = play(requested({ scheme }), approved(), sent(copy), end);
    expect(hasTouched(state)).toBe(false);
  }
});

function again(step: string): Untimed {
  return { type: 'rerun.granted', step, by: 'U0LI4', voided: [] };
}

it('leaves out steps that nothing takes back', () => {
  const [first = change('x'), ...others] = restorable().steps;
  const { undo: _, ...forGood } = first;
  const steps = [forGood, ...others];
  const events = CHANGES.flatMap((id) => [sent(id), exited(id)]);
  const state = play(requested({ scheme: restorable({ steps }) }), approved(), ...events);
  expect(stepsToUndo(state).map(({ id }) => id)).toEqual(['warm-undo', 'switch-undo']);
});

it('calls a host touched by a step that changes something and may have run, and by no other', () => {
  const steps = [change('look', { effect: 'read-only' }), change('copy')];
  const run = (...events: readonly Untimed[]) =>
    hasTouched(play(requested({ scheme: restorable({ steps }) }), approved(), ...events));
  expect(run()).toBe(false);
  expect(run(sent('look', 'copy'), exited('look', 1))).toBe(false);
  expect(run(sent('look', 'copy'), exited('look'), refused('copy'))).toBe(false);
  expect(run(sent('look', 'copy'), exited('look'), exited('copy', 1))).toBe(true);
});
