import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/domain/scheme.js';
import { nextEffect } from '../../src/run/next-effect.js';
import type { RunState } from '../../src/run/state.js';
import { engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { GUEST } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { change, RESTORE, restorableDeps } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

/** A person purges the cache between two scripts. */
function purge(changes: Partial<Step> = {}): Step {
  const { undo: _, ...step } = change('purge');
  const manual = { within: 60_000, instructions: ['Sign in at the CDN', 'Purge the cache'] };
  return { ...step, target: '', run: '', repeat: 'converge', manual, ...changes };
}

function deps(step = purge(), restore = RESTORE) {
  const made = restorableDeps({ steps: [change('copy'), step, change('warm')], restore });
  for (const id of ['copy', 'warm']) made.remote.answers.set(id, exit(0));
  return made;
}

const stepOf = (state: RunState, id: string) => state.steps.find((step) => step.id === id);
const isAsked = (state: RunState) => stepOf(state, 'purge')?.status === 'running';

/** An approved run that waits for a person. */
async function waiting(made = deps()) {
  const run = await openRun(made);
  await run.decide(DIRECTOR);
  const state = await until(run.engine, run.id, isAsked);
  const say = (verdict: 'pass' | 'fail', note = '', by = OPS) =>
    run.engine.answer({ runId: run.id, by, answers: [{ check: 'purge', verdict, note }] });
  return { ...run, state, say };
}

describe('a step that a person does', () => {
  it('holds everything behind it until that person said that it is done', async () => {
    const { engine, id, state, say } = await waiting();
    expect(stepOf(state, 'warm')?.status).toBe('pending');
    expect((await say('pass', 'ticket 42')).ok).toBe(true);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(stepOf(closed, 'purge')).toMatchObject({ status: 'succeeded', answered: { by: OPS, reason: 'ticket 42' } });
    const earlier = stepOf(closed, 'purge')?.answered?.at ?? Number.POSITIVE_INFINITY;
    expect(stepOf(closed, 'warm')?.startedAt).toBeGreaterThanOrEqual(earlier);
  });

  it('stops the run when it could not be done, with the reason; without one nothing is believed', async () => {
    const { engine, id, say } = await waiting();
    expect(await say('fail')).toMatchObject({ ok: false, failure: { code: 'input.invalid' } });
    await say('fail', 'the account is locked');
    const stopped = await until(engine, id, inPhase('stopped'));
    expect(stepOf(stopped, 'purge')).toMatchObject({
      status: 'failed',
      answered: { by: OPS, reason: 'the account is locked' },
    });
    // Again is harmless: one person is enough.
    await engine.choose({ runId: id, by: CTO, choice: { kind: 'rerun', reason: 'the account was unlocked' } });
    const again = await until(engine, id, isAsked);
    expect(stepOf(again, 'purge')).toMatchObject({ attempt: 2 });
    await say('pass');
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
  });

  it('waits on after a restart, and is asked for once', async () => {
    const { engine, id, deps: made } = await waiting();
    await engine.stop();
    const again = engineOf(made);
    await again.start();
    await again.answer({ runId: id, by: OPS, answers: [{ check: 'purge', verdict: 'pass', note: '' }] });
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
    const asked = (made.journal.streams.get(id) ?? []).filter(({ event }) => event.type === 'step.asked');
    expect(asked).toHaveLength(1);
  });

  it('counts as failed when nobody said so in time', async () => {
    const { engine, id } = await waiting(deps(purge({ manual: { within: 30, instructions: ['Purge'] } })));
    const stopped = await until(engine, id, inPhase('stopped'));
    expect(stepOf(stopped, 'purge')).toMatchObject({ status: 'failed', result: { kind: 'unanswered' } });
  });

  it('that nobody did while the bot was away takes nothing back by itself: the approval is as old as that', async () => {
    let away = 0;
    const clock = { now: () => Date.now() + away };
    const { engine, id, deps: made } = await waiting({ ...deps(purge(), { ...RESTORE, automatic: ['step'] }), clock });
    await engine.stop();
    away = 10 * 3_600_000;
    const again = engineOf(made);
    await again.start();
    const stopped = await until(again, id, inPhase('stopped'));
    expect(nextEffect(stopped, clock.now()).kind).toBe('wait');
  });

  it('is called for again, once, however many calls the bot missed while it was away', async () => {
    let away = 0;
    const clock = { now: () => Date.now() + away };
    const made = { ...deps(purge({ manual: { within: 30 * 60_000, instructions: ['Purge'] } })), clock };
    const { engine, id } = await waiting(made);
    await engine.stop();
    away = 6 * 60_000;
    const again = engineOf(made);
    await again.start();
    const called = await until(again, id, ({ reminders }) => reminders.length > 0);
    expect(nextEffect(called, clock.now())).toEqual({ kind: 'wait', until: expect.any(Number) });
    await again.answer({ runId: id, by: OPS, answers: [{ check: 'purge', verdict: 'pass', note: '' }] });
    expect((await until(again, id, inPhase('closed'))).reminders).toHaveLength(1);
  });

  it('is asked for no more once somebody said stop', async () => {
    const { engine, id, say } = await waiting();
    await engine.abort(id, DIRECTOR);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('aborted');
    expect(stepOf(closed, 'purge')).toMatchObject({ status: 'failed', result: { kind: 'cancelled' } });
    expect(stepOf(closed, 'warm')?.status).toBe('pending');
    expect(await say('pass')).toMatchObject({ ok: false, failure: { code: 'check.closed' } });
  });

  it('is a duty of those who may say so, and of nobody else', async () => {
    const { engine, say } = await waiting();
    expect(await say('pass', '', GUEST)).toMatchObject({ ok: false, failure: { code: 'person.guest' } });
    const duties = await engine.duties(OPS);
    expect(duties).toMatchObject({ ok: true, value: [{ kind: 'answer' }] });
  });
});
