import { describe, expect, it } from 'vitest';
import { ImpossibleEvent } from '../../src/run/possible.js';
import { QUESTIONS, told, withQuestions } from '../helpers/manual.js';
import {
  answered,
  approved,
  CTO,
  exited,
  OPS,
  play,
  prechecked,
  requested,
  STEPS,
  started,
  T0,
  verified,
} from '../helpers/story.js';

const [first, second] = STEPS;
const steps = [approved(), started(first), exited(first), started(second), exited(second)];

describe('questions that only people can answer', () => {
  const [one, two] = QUESTIONS.map(({ id }) => id) as [string, string];
  const asked = [requested(withQuestions()), ...prechecked(), ...steps];
  const waiting = [...asked, ...verified()];

  it('keep the run open until each is answered, with who and when', () => {
    expect(play(...waiting, told(one, 'pass', OPS)).phase).toBe('verifying');
    const state = play(...waiting, told(one, 'pass', OPS), told(two, 'pass', CTO));
    expect(state).toMatchObject({ phase: 'closing', outcome: 'succeeded' });
    const answeredAt = T0 + (waiting.length + 1) * 1000;
    expect(state.checks.at(-1)).toMatchObject({ id: two, answeredBy: CTO, answeredAt });
  });

  it('are unknown when nobody answered', () => {
    const state = play(...waiting, told(one, 'pass', OPS), told(two, 'unknown'));
    expect(state).toMatchObject({ phase: 'closing', outcome: 'partial' });
  });

  it('can be answered while others are still asked, and the run can be stopped', () => {
    expect(play(...asked, told(one, 'fail', OPS)).phase).toBe('verifying');
    const abort = { type: 'abort.requested', by: OPS } as const;
    expect(play(...waiting, abort)).toMatchObject({ phase: 'closing', outcome: 'aborted' });
  });

  it('are not waited for once a required check has failed: their answers could change nothing', () => {
    const failed = verified().map((event) =>
      'check' in event && event.check === 'health' ? answered('verify', 'health', 'fail') : event,
    );
    expect(play(...asked, ...failed.slice(0, -1)).phase).toBe('verifying');
    const state = play(...asked, ...failed);
    expect(state).toMatchObject({ phase: 'stopped', stopped: { cause: 'verification' } });
    expect(state.checks.filter(({ status }) => status === 'pending').map(({ id }) => id)).toEqual([one, two]);
    // A journal from before that rule has them all the same.
    expect(play(...asked, ...failed, told(one, 'pass', OPS), told(two, 'unknown')).phase).toBe('stopped');
    const abort = { type: 'abort.requested', by: OPS } as const;
    expect(play(...asked, ...failed, told(one, 'pass', OPS), abort)).toMatchObject({ outcome: 'aborted' });
    // What people ended themselves nobody stops any more.
    const givenUp = { type: 'run.given-up', by: OPS, reason: 'Enough' } as const;
    expect(() => play(...asked, ...failed, givenUp, abort)).toThrow('abort.requested while run');
    const again = play(...asked, ...failed, { type: 'checks.asked-again', by: OPS });
    expect(again.checks.filter(({ status }) => status === 'pending').map(({ id }) => id)).toEqual(['health', one, two]);
  });

  it('are answered by people alone, and other checks never by people', () => {
    expect(() => play(...asked, told(one, 'pass'))).toThrow(ImpossibleEvent);
    expect(() => play(...asked, told('health', 'pass', OPS))).toThrow(ImpossibleEvent);
  });
});
