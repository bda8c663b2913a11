import { failed, type Result } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import { chooseBackup } from './choose-backup.js';
import type { Inside } from './deps.js';
import type { RequestInput } from './engine.js';
import { openRun } from './open-run.js';
import { pinRequest, readWish } from './pin-request.js';
import { requesterOf } from './requester-of.js';

/** How long after it was linked an incident thread still attracts new runs of its channel. */
export const INCIDENT_LASTS = 24 * 3_600_000;

/** Opens a run of a scheme with everything it needs, fixed as it is now. */
export async function openRequest(inside: Inside, input: RequestInput): Promise<Result<RunState>> {
  const { catalog, clock, journal } = inside;
  const system = catalog.systems().find(({ plan }) => plan.name === input.system);
  if (!system) return failed({ code: 'plan.unknown', at: input.system });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const wish = readWish(system, input);
  if (!wish.ok) return wish;
  const chosen = await chooseBackup(system, wish.value.scheme, input.backup, inside);
  if (!chosen.ok) return chosen;
  const at = clock.now();
  const linked = input.incident ?? (await journal.incidentOf(input.channel, at - INCIDENT_LASTS));
  const request = pinRequest(
    system,
    input,
    {
      ...wish.value,
      ...(chosen.value ? { backup: chosen.value } : {}),
      ...(linked ? { incident: { channel: linked.channel, thread: linked.thread } } : {}),
    },
    at,
  );
  return openRun(request, at, requester.value, inside);
}
