import type { UserId } from '../../domain/person.js';
import type { System } from '../../domain/system.js';
import type { Milliseconds } from '../../domain/time.js';
import type { RunState } from '../../run/state.js';
import type { Desk } from '../desk.js';

// Home is not drawn anew when Slack answers late; a dialog that is late comes as a message.
const PATIENCE: Milliseconds = 5_000;

/** The systems that this person may read of: those of the channels they are in. What Slack does not tell does not count. */
export async function systemsOf(
  by: UserId,
  { engine, places }: Pick<Desk, 'engine' | 'places'>,
): Promise<readonly System[]> {
  const channels = await places.of(by, PATIENCE);
  return engine.systems().filter((system) => system.channels.some((channel) => channels.includes(channel)));
}

/** Whether a run is about one of these systems. */
export function isOf(systems: readonly System[], { request }: RunState): boolean {
  return systems.some(({ plan }) => plan.name === request.plan.name);
}
