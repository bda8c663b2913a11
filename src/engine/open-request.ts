import type { Person } from '../domain/person.js';
import { failed, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import { mayRequest } from '../run/authorize.js';
import { busyWith } from '../run/busy.js';
import type { RunState } from '../run/state.js';
import { chooseBackup } from './choose-backup.js';
import type { Inside } from './deps.js';
import { readSecrets } from './dispatch-step.js';
import type { RequestInput } from './engine.js';
import { pinRequest, readWish } from './pin-request.js';
import { fillRoles, rolesWithASay } from './roles.js';

/** How long after it was linked an incident thread still attracts new runs of its channel. */
export const INCIDENT_LASTS = 24 * 3_600_000;

/** Opens a run, or says why not. The system is taken from the first check to the durable event, so that two requests at once cannot both pass. */
export function createRequester(inside: Inside): (input: RequestInput) => Promise<Result<RunState>> {
  const taken = new Set<string>();
  return async (input) => {
    if (taken.has(input.system)) return failed({ code: 'run.busy', at: input.system });
    taken.add(input.system);
    try {
      return await openRequest(inside, input);
    } finally {
      taken.delete(input.system);
    }
  };
}

async function openRequest(inside: Inside, input: RequestInput): Promise<Result<RunState>> {
  const { catalog, ledger, clock, journal } = inside;
  const system = catalog.systems().find(({ plan }) => plan.name === input.system);
  if (!system) return failed({ code: 'plan.unknown', at: input.system });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const busy = ledger.active().find(({ request }) => request.plan.name === input.system);
  if (busy) return failed(busyWith(busy));
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
  // Found out now, before a decider is asked: a secret that no step could read.
  const names = request.scheme.steps.flatMap(({ secrets }) => secrets);
  const { unreadable } = await readSecrets(request, names, inside.secrets);
  if (unreadable) return failed(unreadable);
  const event = { type: 'run.requested', at, by: input.by, name: requester.value.name, request } as const;
  return ledger.open(request.runId, event);
}

/** The person, if they may ask for a run of this system. */
export async function requesterOf({ people }: Inside, system: System, by: string): Promise<Result<Person>> {
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const roles = await fillRoles(system, rolesWithASay(system), people);
  const permission = mayRequest(person.value, roles, system.plan.name);
  return permission.allowed ? person : failed(permission.failure);
}
