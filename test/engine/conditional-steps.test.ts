import { describe, expect, it } from 'vitest';
import type { StepEnd } from '../../src/domain/step-end.js';
import type { RunState } from '../../src/run/state.js';
import { engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { exit, GONE, leftOut } from '../helpers/fake-remote.js';
import { change, restorableDeps } from '../helpers/restorable.js';
import { CTO, DIRECTOR } from '../helpers/story.js';

const when = { title: 'it is sick', run: 'is-sick', deadline: 1_000 };

/** An approved run whose second step asks first whether it is needed. */
async function running(end: StepEnd | undefined) {
  const deps = restorableDeps({ steps: [change('copy'), change('heal', { when }), change('warm')] });
  for (const id of ['copy', 'warm']) deps.remote.answers.set(id, exit(0));
  if (end) deps.remote.answers.set('heal', end);
  const run = await openRun(deps);
  await run.decide(DIRECTOR);
  return { ...run, deps };
}

const stepOf = (state: RunState, id: string) => state.steps.find((step) => step.id === id);

describe('a step that asks first whether it is needed', () => {
  it('is left out when it is not, and the rest of its segment goes on', async () => {
    const { engine, id, deps } = await running(leftOut('unneeded'));
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(stepOf(closed, 'heal')).toMatchObject({ status: 'succeeded', result: { kind: 'unneeded' } });
    expect(deps.remote.calls.filter((call) => call.startsWith('ensure'))).toEqual(['ensure copy heal warm']);
    expect(deps.remote.began[1]?.script).toMatchObject({ isConditional: true, env: { BACKOUT_WHEN: 'is-sick' } });
  });

  it('fails when nobody can tell; only what ran is taken back', async () => {
    const { engine, id, deps } = await running(leftOut('unclear'));
    const stopped = await until(engine, id, inPhase('stopped'));
    expect(stepOf(stopped, 'heal')).toMatchObject({ status: 'failed', result: { kind: 'unclear' } });
    deps.remote.answers.set('copy-undo', exit(0));
    await engine.choose({ runId: id, by: CTO, choice: { kind: 'restore', reason: 'sick' } });
    await until(engine, id, inPhase('closed'));
    expect(deps.remote.steps).toEqual(['copy', 'heal', 'copy-undo']);
  });

  it('is known to have been left out after a restart', async () => {
    const { engine, id, deps } = await running(undefined);
    await until(engine, id, (state) => stepOf(state, 'heal')?.status === 'running');
    await engine.stop();
    deps.remote.answers.set('heal', leftOut('unneeded'));
    const again = engineOf(deps);
    await again.start();
    const closed = await until(again, id, inPhase('closed'));
    expect([closed.outcome, stepOf(closed, 'heal')?.result?.kind]).toEqual(['succeeded', 'unneeded']);
    expect(deps.remote.steps).toEqual(['copy', 'heal', 'warm']);
  });

  it('is believed to have been left out when the host says so after its end was unknown', async () => {
    const { engine, id, deps } = await running(GONE);
    await until(engine, id, inPhase('needs-human'));
    deps.remote.answers.set('heal', leftOut('unneeded'));
    await engine.askAgain(id, CTO);
    const closed = await until(engine, id, inPhase('closed'));
    expect([closed.outcome, stepOf(closed, 'heal')?.result?.kind]).toEqual(['succeeded', 'unneeded']);
  });
});
