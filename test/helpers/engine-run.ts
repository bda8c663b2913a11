import { onTestFinished, vi } from 'vitest';
import { createEngine, type RunningEngine } from '../../src/engine/create-engine.js';
import type { EngineDeps } from '../../src/engine/deps.js';
import type { RequestInput } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { fakeDeps } from './fake-ports.js';
import { exit } from './fake-remote.js';
import { DIRECTOR, OPS, STEPS } from './story.js';

/** A request for S2's scheme A that everything allows. */
export const ask: RequestInput = {
  system: 'wechat-backend',
  scheme: 'a',
  severity: 'P0',
  reason: '诊断任务卡死',
  impact: '约 60% 用户',
  by: OPS,
  channel: 'C0INCIDENT',
};

/** An engine over these ports that stops with the test. */
export function engineOf(deps: EngineDeps): RunningEngine {
  const engine = createEngine(deps);
  onTestFinished(() => engine.stop());
  return engine;
}

/** Waits for a state of the run, without polling. */
export function until(engine: RunningEngine, runId: string, reached: (state: RunState) => boolean): Promise<RunState> {
  return new Promise((resolve) => {
    const look = (state: RunState | undefined) => {
      if (state?.id !== runId || !reached(state)) return;
      unsubscribe();
      resolve(state);
    };
    const unsubscribe = engine.subscribe(look);
    void engine.run(runId).then(look);
  });
}

export const inPhase = (phase: RunState['phase']) => (state: RunState) => state.phase === phase;

/** Asks for a run and waits until it can be decided. */
export async function openRun<Deps extends EngineDeps = ReturnType<typeof fakeDeps>>(
  deps: Deps = fakeDeps() as EngineDeps as Deps,
  changes: Partial<RequestInput> = {},
) {
  const engine = engineOf(deps);
  const opened = await engine.request({ ...ask, ...changes });
  if (!opened.ok) throw new Error(opened.failure.code);
  const { id } = opened.value;
  const state = await until(engine, id, inPhase('awaiting-approval'));
  const decide = (by: string, verdict: 'approved' | 'rejected' = 'approved', digest = state.request.digest) =>
    engine.decide({ runId: id, verdict, by, digest });
  return { engine, deps, id, decide, state };
}

/** A run whose first step is under way on the host. */
export async function runUnderWay(deps = fakeDeps()) {
  const run = await openRun(deps);
  await run.decide(DIRECTOR);
  await vi.waitUntil(() => deps.remote.began.length === 1, { interval: 1 });
  return run;
}

/** A run whose steps went well and that waits for people to answer its questions. */
export async function runAsking(deps: ReturnType<typeof fakeDeps>) {
  const run = await openRun(deps);
  for (const step of STEPS) deps.remote.answers.set(step, exit(0));
  await run.decide(DIRECTOR);
  await until(run.engine, run.id, inPhase('verifying'));
  return run;
}
