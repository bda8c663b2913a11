import { describe, expect, it } from 'vitest';
import type { RunEvent, StoredEvent } from '../../src/domain/event.js';
import { unknownEnds } from './judge.js';

const stored = (...events: readonly object[]) => ({
  id: 'r1',
  events: events.map((event, index) => ({ seq: index + 1, event: event as RunEvent }) as StoredEvent),
});
const sent = (token: string) => ({ type: 'steps.sent', steps: [{ step: 'one', token }] });
const lost = { type: 'step.lost', step: 'one' };
const done = { type: 'step.finished', step: 'one', result: { kind: 'exited', code: 0 } };

describe('an unknown end', () => {
  it('counts once, however often the host was asked for it', () => {
    expect(unknownEnds([stored(sent('a'), lost, lost, lost)])).toEqual({ told: 1, known: 0 });
  });

  it('counts once for each attempt at the step', () => {
    expect(unknownEnds([stored(sent('a'), lost, sent('b'), lost)])).toEqual({ told: 2, known: 0 });
  });

  it('became known when the host told it later', () => {
    expect(unknownEnds([stored(sent('a'), lost, lost, done)])).toEqual({ told: 1, known: 1 });
  });
});
