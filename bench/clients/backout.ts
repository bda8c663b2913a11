import { ulid } from 'ulid';
import { failed, ok } from '../../src/domain/result.js';
import type { StepEnd } from '../../src/domain/step-end.js';
import type { Target } from '../../src/domain/target.js';
import type { Remote, StepOrder } from '../../src/engine/ports.js';
import { createRemote, type RemoteLimits } from '../../src/ssh/ssh-remote.js';
import type { FarmHost } from '../hosts/farm.js';

/** Backout's own way to its hosts, as its engine uses it. */
export function openRemote(
  { keyFile, knownHostsFile }: { readonly keyFile: string; readonly knownHostsFile: string },
  limits: Partial<RemoteLimits> = {},
): Remote {
  return createRemote({
    connections: () => ok({ keyFile, knownHostsFile }),
    environments: ({ name }) => failed({ code: 'target.changed', at: name }),
    clock: { now: () => Date.now() },
    log: { warn: () => undefined },
    fence: { journal: 'bench', epoch: 1 },
    limits,
  });
}

export function targetOf({ name, user, port }: FarmHost, at = port): Target {
  return { name, host: '127.0.0.1', port: at, user };
}

/** Each script as a step of a new run, with the most that a plan gives it. */
export function stepsOf(scripts: readonly string[], deadline = 60_000): readonly StepOrder[] {
  const run = ulid();
  return scripts.map((text, index) => ({
    token: `${run}.step-${index + 1}`,
    script: { text, env: { BACKOUT_RUN: run, BACKOUT_STEP: `step-${index + 1}` }, secrets: {}, deadline },
  }));
}

/** All that is measured runs for one and the same run. */
const LOCK = { system: 'bench', run: 'bench', by: 'bench', reason: 'measuring', since: Date.now() };

/** Runs the steps in order, as one segment; throws unless each of them ends with exit code 0. Returns when each end was known. */
export async function runSteps(
  remote: Remote,
  target: Target,
  orders: readonly StepOrder[],
): Promise<readonly number[]> {
  const knownAt: number[] = [];
  const ends: StepEnd[] = [];
  const onEnd = (_: string, end: StepEnd) => {
    ends.push(end);
    knownAt.push(performance.now());
  };
  await remote.ensure(target, { orders, lock: LOCK }, { signal: AbortSignal.timeout(120_000), onEnd });
  for (const end of ends) assertSuccess(end);
  if (ends.length < orders.length) throw new Error(`only ${ends.length} of ${orders.length} steps ended`);
  return knownAt;
}

export function assertSuccess(end: StepEnd): void {
  if (end.kind !== 'exited' || end.code !== 0)
    throw new Error(`a step did not succeed: ${JSON.stringify(end).slice(0, 500)}`);
}
