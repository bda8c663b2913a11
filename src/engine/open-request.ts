import { ulid } from 'ulid';
import type { Person } from '../domain/person.js';
import type { RunRequest, Thread } from '../domain/request.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import type { Instant } from '../domain/time.js';
import { mayRequest } from '../run/authorize.js';
import { busyWith } from '../run/busy.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { requestDigest } from './digest.js';
import { readSecrets } from './dispatch-step.js';
import type { RequestInput } from './engine.js';
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
  const { systems, ledger, clock, journal } = inside;
  const system = systems.find(({ plan }) => plan.name === input.system);
  if (!system) return failed({ code: 'plan.unknown', at: input.system });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const busy = ledger.active().find(({ request }) => request.plan.name === input.system);
  if (busy) return failed(busyWith(busy));
  const at = clock.now();
  const linked = input.incident ?? (await journal.incidentOf(input.channel, at - INCIDENT_LASTS));
  const pinned = pin(system, input, linked && { channel: linked.channel, thread: linked.thread }, at);
  if (!pinned.ok) return pinned;
  const request = pinned.value;
  // Found out now, before a decider is asked: a secret that no step could read.
  const names = request.scheme.steps.flatMap(({ secrets }) => secrets);
  const { unreadable } = await readSecrets(request, names, inside.secrets);
  if (unreadable) return failed(unreadable);
  const event = { type: 'run.requested', at, by: input.by, name: requester.value.name, request } as const;
  return ledger.open(request.runId, event);
}

/** The person, if they may ask for a run of this system. */
async function requesterOf({ people }: Inside, system: System, by: string): Promise<Result<Person>> {
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  const roles = await fillRoles(system, rolesWithASay(system), people);
  const permission = mayRequest(person.value, roles, system.plan.name);
  return permission.allowed ? person : failed(permission.failure);
}

/** Everything the run needs, fixed as it is now. */
function pin(system: System, input: RequestInput, incident: Thread | undefined, at: Instant): Result<RunRequest> {
  const { plan } = system;
  const scheme = plan.schemes.find(({ key }) => key === input.scheme);
  if (!scheme) return failed({ code: 'scheme.unknown', at: input.scheme, facts: { system: plan.name } });
  const severity = plan.severities.find(({ key }) => key === input.severity);
  if (!severity) return failed({ code: 'severity.unknown', at: input.severity, facts: { system: plan.name } });
  if (severity.action === 'observe')
    return failed({ code: 'severity.observe-only', at: severity.key, facts: { system: plan.name } });
  const schemes = plan.schemes.map(({ key, title: words }) => ({ key, title: words }));
  const token = ulid(at);
  const { name, title, version, digest, timezone, deployedVersion, rollbackVersion, followUps } = plan;
  const pinned: Omit<RunRequest, 'digest'> = {
    runId: runIdOf(token, at, timezone),
    token,
    plan: { name, title, version, digest, timezone, deployedVersion, rollbackVersion, followUps, schemes },
    scheme,
    severity,
    deciders: severity.deciders.map((role) => ({ role, title: plan.roles[role] ?? role })),
    reason: input.reason,
    impact: input.impact,
    environment: system.environment,
    language: system.language,
    targets: system.targets,
    variables: system.variables,
    secrets: plan.secrets,
    backups: plan.backups,
    approvalValidFor: plan.approvalValidFor,
    channel: input.channel,
    ...(incident ? { incident } : {}),
  };
  return ok({ ...pinned, digest: requestDigest(pinned) });
}

/** `20261120-7kq2m`: the day in the plan's zone and five of the token's random characters, short enough to type. */
function runIdOf(token: string, at: Instant, timezone: string): string {
  const day = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
  return `${day.replaceAll('-', '')}-${token.slice(-5).toLowerCase()}`;
}
