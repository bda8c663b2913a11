import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/domain/scheme.js';
import { segmentOf } from '../../src/run/segment.js';
import type { RunState } from '../../src/run/state.js';
import { isDone, isUnderWay } from '../../src/run/steps.js';
import { CHANGES, change, chosen, restorable, sent } from '../helpers/restorable.js';
import { approved, exited, lost, play, requested, type Untimed } from '../helpers/story.js';

const ids = (state: RunState) => segmentOf(state).map(({ id }) => id);

/** An approved run of these steps, after these events. */
function running(steps: readonly Step[], ...events: readonly Untimed[]): RunState {
  return play(requested({ scheme: restorable({ steps }) }), approved(), ...events);
}

describe('the steps that travel together', () => {
  const plain = CHANGES.map((id) => change(id));
  const last = change('drop', { effect: 'irreversible' });

  it.each([
    ['all of them on one host', plain, ['copy', 'switch', 'warm']],
    ['those before another host', [change('a'), change('b', { target: 'db' }), change('c')], ['a']],
    ['those before an irreversible one', [...plain, last], ['copy', 'switch', 'warm']],
    ['an irreversible one and what follows', [last, ...plain], ['drop', 'copy', 'switch', 'warm']],
    ['one of two irreversible ones', [last, change('purge', { effect: 'irreversible' })], ['drop']],
    ['one alone', [change('a')], ['a']],
  ])('are %s', (_what, steps, expected) => {
    expect(ids(running(steps))).toEqual(expected);
  });

  it.each([
    ['what is left after one that went well', [sent('copy'), exited('copy')], ['switch', 'warm']],
    ['all that was delivered and has not ended', [sent(...CHANGES), exited('copy')], ['switch', 'warm']],
    ['no more than what was delivered together', [sent('copy', 'switch'), exited('copy')], ['switch']],
    ['none once all are done', [sent(...CHANGES), ...CHANGES.map((id) => exited(id))], []],
    [
      'what follows a step that a person left out',
      [sent(...CHANGES), exited('copy', 1), skip('copy')],
      CHANGES.slice(1),
    ],
    [
      'what was delivered behind one that a person settled',
      [sent(...CHANGES), lost('copy'), settle('copy')],
      CHANGES.slice(1),
    ],
    ['undo steps, the last first', [...failAt('switch'), restore()], ['switch-undo', 'copy-undo']],
  ])('are %s', (_what, events, expected) => {
    expect(ids(running(plain, ...events))).toEqual(expected);
  });

  it('are at most 32', () => {
    expect(ids(running(Array.from({ length: 50 }, (_, index) => change(`step-${index}`))))).toHaveLength(32);
  });
});

const skip = (step: string) => chosen('step.skipped', { step });
const settle = (step: string) => chosen('step.settled', { step });
const restore = () => chosen('restore.started', { cause: 'step' });
const failAt = (step: string) => [sent(...CHANGES), exited('copy'), exited(step, 1)];

const steps = fc
  .array(
    fc.record({
      target: fc.constantFrom('app', 'app', 'db'),
      effect: fc.constantFrom('reversible', 'read-only', 'irreversible'),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((list) => list.map((each, index) => change(`step-${index}`, each)));

it('whatever the plan: one run of neighbours on one host, an irreversible one only at its beginning, no step left over', () => {
  fc.assert(
    fc.property(steps, fc.boolean(), (planned, isDelivered) => {
      const byId = new Map(planned.map((step) => [step.id, step]));
      let [state, events] = [running(planned), [] as Untimed[]];
      const travelled: string[] = [];
      for (;;) {
        const segment = ids(state);
        if (segment.length === 0) break;
        const [first = ''] = segment;
        const begin = planned.findIndex(({ id }) => id === first);
        expect(planned.slice(begin, begin + segment.length).map(({ id }) => id)).toEqual(segment);
        expect(new Set(segment.map((id) => byId.get(id)?.target)).size).toBe(1);
        expect(segment.slice(1).every((id) => byId.get(id)?.effect !== 'irreversible')).toBe(true);
        const following = planned[begin + segment.length];
        const mayFollow = following?.target === byId.get(first)?.target && following?.effect !== 'irreversible';
        expect(mayFollow).toBe(false);
        if (isDelivered) {
          const after = running(planned, ...events, sent(...segment));
          expect(segmentOf(after).every(isUnderWay)).toBe(true);
          expect(ids(after)).toEqual(segment);
        }
        travelled.push(...segment);
        events = [...events, sent(...segment), ...segment.map((id) => exited(id))];
        state = running(planned, ...events);
      }
      expect(travelled).toEqual(planned.map(({ id }) => id));
      expect(state.steps.every(isDone)).toBe(true);
    }),
    { numRuns: 100 },
  );
});
