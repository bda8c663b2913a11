import type { Failure } from '../domain/failure.js';
import type { Person } from '../domain/person.js';
import type { RunRequest } from '../domain/request.js';
import { failed, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import { mayRequest } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import { chooseBackup } from './choose-backup.js';
import type { Inside } from './deps.js';
import { readSecrets } from './dispatch-step.js';
import type { Engine, RequestInput } from './engine.js';
import { openUndo } from './open-undo.js';
import { pinRequest, readWish } from './pin-request.js';
import { fillRoles, rolesWithASay } from './roles.js';

/** How long after it was linked an incident thread still attracts new runs of its channel. */
export const INCIDENT_LASTS = 24 * 3_600_000;

/**
 * Opens runs, or says why not. Requests of one system come one after the other, so that two at once cannot both be the
 * first: whoever is later waits in its queue.
 */
export function createRequester(inside: Inside): Pick<Engine, 'request' | 'requestUndo'> {
  const last = new Map<string, Promise<unknown>>();
  const inTurn = <T>(system: string, work: () => Promise<T>): Promise<T> => {
    const turn = (last.get(system) ?? Promise.resolve()).then(work);
    last.set(
      system,
      turn.catch(() => undefined),
    );
    return turn;
  };
  return {
    request: (input) => inTurn(input.system, () => openRequest(inside, input)),
    requestUndo: async (input) => {
      const before = await inside.ledger.find(input.runId);
      if (!before) return failed({ code: 'run.unknown', at: input.runId });
      return inTurn(before.request.plan.name, () => openUndo(before, input, inside));
    },
  };
}

async function openRequest(inside: Inside, input: RequestInput): Promise<Result<RunState>> {
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
  return openRun(request, requester.value, inside);
}

/** Writes the request down, unless it is plain already that its steps could not run. */
export async function openRun(request: RunRequest, { id, name }: Person, inside: Inside): Promise<Result<RunState>> {
  const { ledger, secrets, clock } = inside;
  // Found out now, before a decider is asked: a secret that no step could read, a host that cannot keep the promise.
  const names = request.scheme.steps.flatMap((step) => step.secrets);
  const { unreadable } = await readSecrets(request, names, secrets);
  const unfit = unreadable ?? (await findUnfit(request, inside));
  if (unfit) return failed(unfit);
  const system = request.plan.name;
  const ahead = ledger.active().filter((run) => run.request.plan.name === system).length;
  const place = ahead > 0 ? { ahead } : {};
  return ledger.open(request.runId, { type: 'run.requested', at: clock.now(), by: id, name, request, ...place });
}

/** The first host that says of itself that it cannot run steps once and for all; one that does not answer says nothing. */
async function findUnfit({ scheme, targets }: RunRequest, { remote }: Inside): Promise<Failure | undefined> {
  const names = [...new Set(scheme.steps.map(({ target }) => target))];
  const inspected = await Promise.all(
    names.flatMap((name) => targets[name] ?? []).map((target) => {
      const wantsSecrets = scheme.steps.some((step) => step.target === target.name && step.secrets.length > 0);
      return remote.inspect(target, { secrets: wantsSecrets });
    }),
  );
  return inspected.flatMap((each) => (!each.ok && each.failure.code === 'host.unsuitable' ? [each.failure] : []))[0];
}

/** The person, if they may ask for a run of this system. */
export async function requesterOf({ people }: Inside, system: System, by: string): Promise<Result<Person>> {
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const roles = await fillRoles(system, rolesWithASay(system), people);
  const permission = mayRequest(person.value, roles, system.plan.name);
  return permission.allowed ? person : failed(permission.failure);
}
