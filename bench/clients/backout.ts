import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { failed, ok } from '../../src/domain/result.js';
import type { StepEnd } from '../../src/domain/step-end.js';
import type { Target } from '../../src/domain/target.js';
import type { Remote, Segment } from '../../src/engine/ports.js';
import { createRemote, type RemoteLimits } from '../../src/ssh/ssh-remote.js';
import type { FarmHost } from '../hosts/farm.js';

export type KeyFiles = { readonly keyFile: string; readonly knownHostsFile: string };

/** Backout's own way to its hosts, as its engine uses it. */
export function openRemote({ keyFile, knownHostsFile }: KeyFiles, limits: Partial<RemoteLimits> = {}): Remote {
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

/** A run's steps on a host, and the lock that it takes there with them. */
export type HostRun = Segment & { readonly target: Target };

/** Each script as a step of a new run, which is a rollback of its own for the host. */
export function runOf(target: Target, scripts: readonly string[], deadline = 60_000): HostRun {
  const run = ulid();
  const orders = scripts.map((text, index) => ({
    token: `${run}.step-${index + 1}`,
    script: { text, env: { BACKOUT_RUN: run, BACKOUT_STEP: `step-${index + 1}` }, secrets: {}, deadline },
  }));
  return { target, orders, lock: { system: 'bench', run, by: 'bench', reason: 'measuring', since: Date.now() } };
}

/** Has the steps run in order, as the engine does; throws unless each of them ends with exit code 0. */
export async function carryOut(remote: Remote, { target, orders, lock }: HostRun): Promise<void> {
  const ends: StepEnd[] = [];
  const onEnd = (_: string, end: StepEnd) => ends.push(end);
  await remote.ensure(target, { orders, lock }, { signal: AbortSignal.timeout(120_000), onEnd });
  for (const end of ends) assertSuccess(end);
  if (ends.length < orders.length) throw new Error(`only ${ends.length} of ${orders.length} steps ended`);
}

/** Takes the run's lock off the host, as the end of a rollback does. */
export async function leave(remote: Remote, { target, lock }: HostRun): Promise<void> {
  const left = await remote.unlock(target, lock);
  if (!left.ok) throw new Error(`the lock stays: ${JSON.stringify(left.failure)}`);
}

/** Lets the remote get ready for what comes, as it does while a request waits for its decision. */
export async function warmUp(remote: Remote, target: Target): Promise<void> {
  remote.warm(target);
  await pause(500);
}

/** Carries out the runs at once over new connections; returns how long that took, to the last known end. */
export async function timeCold(files: KeyFiles, runs: readonly HostRun[]): Promise<number> {
  const remote = openRemote(files);
  const began = performance.now();
  await Promise.all(runs.map((run) => carryOut(remote, run)));
  const took = performance.now() - began;
  for (const run of runs) await leave(remote, run);
  await remote.close();
  return took;
}

export function assertSuccess(end: StepEnd): void {
  if (end.kind !== 'exited' || end.code !== 0)
    throw new Error(`a step did not succeed: ${JSON.stringify(end).slice(0, 500)}`);
}
