import type { Engine } from '../src/engine/engine.js';
import type { RunState } from '../src/run/state.js';
import type { Call } from './command.js';
import { systemsIn } from './system.js';

const RECENT = 20;

/** The newest runs of the channel's systems, open and closed, newest first. */
export async function runsHere({ channel }: Pick<Call, 'channel'>, engine: Engine): Promise<readonly RunState[]> {
  const systems = systemsIn(channel, engine);
  const all = await Promise.all(systems.map(({ plan }) => engine.recent(RECENT, plan.name)));
  return all.flat().toSorted((a, b) => b.requestedAt - a.requestedAt);
}

/** A run of one of the channel's systems. One of another channel's is not shown: its output is not for everybody. */
export async function runNamed(
  id: string,
  { channel }: Pick<Call, 'channel'>,
  engine: Engine,
): Promise<RunState | undefined> {
  const state = await engine.run(id);
  const isHere = systemsIn(channel, engine).some(({ plan }) => plan.name === state?.request.plan.name);
  return isHere ? state : undefined;
}
