import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import type { Instant } from '../domain/time.js';
import type { HostLock, Remote } from '../engine/ports.js';
import type { Journals } from './desk.js';
import { openStates } from './status.js';

/** Who keeps a system to themselves. */
export type Holder = {
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly since: Instant;
  /** The target on which the lock stands; absent when the journal says it. */
  readonly on?: string;
};

/** Who holds a system, and what could not be asked: while anything could not, nobody may call it free. */
export type LockLook = { readonly holders: readonly Holder[]; readonly unasked: readonly Failure[] };

/** Where a system's locks may stand, and the way there. */
export type Hosts = {
  readonly remote: Pick<Remote, 'locks' | 'unlock' | 'forbid'>;
  /** Undefined for a system that the inventory lacks. */
  readonly targetsOf: (system: string) => readonly Target[] | undefined;
};

/**
 * Who holds a system: a run that is open, from its request on; else whoever has a lock on one of its hosts, also the run of
 * another Backout.
 */
export async function lockOf(system: string, journals: Journals | undefined, hosts: Hosts): Promise<Result<LockLook>> {
  const targets = hosts.targetsOf(system);
  if (!targets) return failed({ code: 'plan.unknown', at: system });
  const told = journals ? await openRunsOf(system, journals) : { holders: [], unasked: [] };
  return ok(told.holders.length > 0 ? told : joined([told, ...(await lookAt(system, targets, hosts))]));
}

async function openRunsOf(system: string, journals: Journals): Promise<LockLook> {
  const { states, damaged } = await openStates(journals);
  const own = states.filter(({ request }) => request.plan.name === system);
  const holders = own.map(({ id, request, names, requestedBy, requestedAt }) => {
    return { run: id, by: names[requestedBy] ?? requestedBy, reason: request.reason, since: requestedAt };
  });
  return { holders, unasked: damaged.map((run) => ({ code: 'journal.damaged', at: run })) };
}

/** What stands on each target, asked at once. */
export function lookAt(system: string, targets: readonly Target[], { remote }: Hosts): Promise<readonly LockLook[]> {
  return Promise.all(
    targets.map(async (target): Promise<LockLook> => {
      const standing = await remote.locks(target);
      if (!standing.ok) return { holders: [], unasked: [standing.failure] };
      const own = standing.value.filter((lock) => lock.system === system);
      return { holders: own.map((lock) => holderOf(lock, target)), unasked: [] };
    }),
  );
}

function holderOf({ run, by, reason, since }: HostLock, { name }: Target): Holder {
  return { run, by, reason, since, on: name };
}

function joined(looks: readonly LockLook[]): LockLook {
  return {
    holders: looks.flatMap(({ holders }) => holders),
    unasked: looks.flatMap(({ unasked }) => unasked),
  };
}
