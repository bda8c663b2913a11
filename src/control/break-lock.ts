import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Target } from '../domain/target.js';
import { tokensLeft } from '../engine/tokens.js';
import { replay } from '../run/reduce.js';
import type { RunState } from '../run/state.js';
import { JournalDamaged } from '../store/chain.js';
import type { DeskDeps, Journals } from './desk.js';
import { lookAt } from './locks.js';

/** Why a lock was not broken. */
export type Refusal =
  /** The bot that runs here carries the run out: people end it in Slack. */
  | 'carried-out'
  /** No bot runs here, and the journal says that the run is open. */
  | 'open'
  /** The journal does not know the run, or cannot read it. */
  | 'unknown'
  | 'other-system';

export type Broken =
  | { readonly kind: 'refused'; readonly why: Refusal }
  | {
      readonly kind: 'done';
      /** Targets from which the lock was taken off. */
      readonly targets: readonly string[];
      /** What could not be asked or done. */
      readonly left: readonly Failure[];
    };

export type BreakOrder = {
  readonly system: string;
  readonly run: string;
  readonly by: string;
  readonly reason: string;
  readonly force: boolean;
};

/** Takes the lock of a run that will never do so itself off its hosts; who did it and why is written down before. */
export async function breakLock(order: BreakOrder, deps: DeskDeps): Promise<Result<Broken>> {
  const { hosts, store, clock, isBot } = deps;
  const { system, run, by, reason, force } = order;
  const inventoried = hosts.targetsOf(system);
  if (!inventoried) return failed({ code: 'plan.unknown', at: system });
  const state = await readRun(run, store);
  const why = refusalOf(state, system, isBot);
  const mayForce = why === 'open' || why === 'unknown';
  if (why !== undefined && !(force && mayForce)) return ok({ kind: 'refused', why });
  const targets = targetsOf(inventoried, state);
  const looks = await lookAt(system, targets, hosts);
  const standing = targets.filter((_, index) => looks[index]?.holders.some((holder) => holder.run === run));
  const unasked = looks.flatMap((look) => look.unasked);
  if (standing.length === 0) return ok({ kind: 'done', targets: [], left: unasked });
  const names = standing.map(({ name }) => name);
  await store.archive.note({
    ...{ type: 'lock.broken', at: clock.now(), by, system, run, reason },
    ...{ targets: names, forced: why !== undefined },
  });
  const ends = await Promise.all(standing.map((target) => letGo(target, { system, run }, state, hosts)));
  return ok({
    kind: 'done',
    targets: names.filter((_, index) => ends[index]?.ok),
    left: [...unasked, ...ends.flatMap((end) => (end.ok ? [] : [end.failure]))],
  });
}

/** What the run left to be done on the host must not begin beside whoever comes next. */
async function letGo(
  target: Target,
  lock: { readonly system: string; readonly run: string },
  state: RunState | undefined,
  { remote }: DeskDeps['hosts'],
): Promise<Result<void>> {
  const tokens = state ? tokensLeft(state, target.name) : [];
  const forbidden = tokens.length === 0 ? ok(undefined) : await remote.forbid(target, tokens);
  return forbidden.ok ? remote.unlock(target, lock) : forbidden;
}

function refusalOf(state: RunState | undefined, system: string, isBot: boolean): Refusal | undefined {
  if (!state) return 'unknown';
  if (state.request.plan.name !== system) return 'other-system';
  if (state.phase === 'closed') return undefined;
  return isBot ? 'carried-out' : 'open';
}

/** A run that cannot be read is as good as unknown: only force goes past it. */
async function readRun(run: string, { journal }: Journals): Promise<RunState | undefined> {
  try {
    return replay(await journal.read(run));
  } catch (error) {
    if (error instanceof JournalDamaged) return undefined;
    throw error;
  }
}

/** The hosts that the inventory names now, and those that the run was pinned to. */
function targetsOf(inventoried: readonly Target[], state: RunState | undefined): readonly Target[] {
  const pinned = Object.values(state?.request.targets ?? {});
  const isNew = (target: Target) =>
    !inventoried.some(({ host, port, user }) => host === target.host && port === target.port && user === target.user);
  return [...inventoried, ...pinned.filter(isNew)];
}
