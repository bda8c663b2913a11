import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Box, type BoxOptions, startBox } from '../../../sandbox/host/box.js';
import { failed, ok } from '../../../src/domain/result.js';
import type { StepEnd } from '../../../src/domain/step-end.js';
import type { Target } from '../../../src/domain/target.js';
import type { HostLock, Remote, Script, StepOrder } from '../../../src/engine/ports.js';
import { createRemote, type RemoteLimits } from '../../../src/ssh/ssh-remote.js';

/** A host in a box with a remote that reaches it. */
export type Lab = {
  readonly box: Box;
  readonly root: string;
  readonly target: Target;
  readonly knownHostsFile: string;
  remote: Remote;
  /** How often a remote asked for the time: it does for every piece of output it hears. */
  heard(): number;
  /** How many connections a remote has noticed to be lost. */
  lost(): number;
  /** Another remote for the same host; all are closed with the lab. */
  newRemote(limits?: Partial<RemoteLimits>, files?: { keyFile?: string; knownHostsFile?: string }): Remote;
  close(): Promise<void>;
};

export async function openLab(options: Partial<BoxOptions> = {}): Promise<Lab> {
  const root = mkdtempSync(join(tmpdir(), 'lab-'));
  const box = await startBox({ name: 'web-1', root, ...options });
  const knownHostsFile = join(root, 'known_hosts');
  writeFileSync(knownHostsFile, `${box.knownHosts}\n`);
  const remotes: Remote[] = [];
  let heard = 0;
  let lost = 0;
  const clock = {
    now: () => {
      heard += 1;
      return Date.now();
    },
  };
  const log = {
    warn: () => {
      lost += 1;
    },
  };
  const newRemote: Lab['newRemote'] = (limits = {}, files = {}) => {
    const settings = { keyFile: box.clientKeyFile, knownHostsFile, ...files };
    const remote = createRemote({
      ...{ connections: () => ok(settings), environments: noLocalTargets },
      ...{ fence: { journal: 'test', epoch: 1 }, clock, log, limits },
    });
    remotes.push(remote);
    return remote;
  };
  return {
    ...{ box, root, knownHostsFile, newRemote, remote: newRemote({ graceSeconds: 1 }) },
    heard: () => heard,
    lost: () => lost,
    target: { name: 'web-1', host: box.host, port: box.port, user: box.user },
    close: async () => {
      for (const remote of remotes) await remote.close();
      await box.close();
      await rm(root, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

export const noLocalTargets = () => failed({ code: 'target.changed', at: 'web-1' });

export function script(text: string, more: Partial<Script> = {}): Script {
  return { text, env: {}, secrets: {}, deadline: 20_000, ...more };
}

export function order(text: string, more: Partial<Script> & { token?: string } = {}): StepOrder {
  const { token = '01JQXTESTTESTTESTTESTTESTT.step', ...rest } = more;
  return { token, script: script(text, rest) };
}

export const LOCK: HostLock = {
  system: 'web',
  run: '20261120-7kq2m',
  by: 'U0LI4',
  reason: '诊断卡死',
  since: 1_795_156_200_000,
};

/** Ensures one step as a segment of its own; resolves to its end. */
export async function ensure(remote: Remote, target: Target, step: StepOrder, signal: AbortSignal): Promise<StepEnd> {
  const ends: StepEnd[] = [];
  await remote.ensure(target, { orders: [step], lock: LOCK }, { signal, onEnd: (_, end) => void ends.push(end) });
  if (!ends[0]) throw new Error('no end');
  return ends[0];
}

/** A signal that never comes. */
export const NEVER = new AbortController().signal;
