import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { Fence } from '../../../src/domain/fence.js';
import { Secret } from '../../../src/domain/secret.js';
import type { Script, StepOrder } from '../../../src/engine/ports.js';
import {
  type CallUpload,
  composeUpload,
  RUNNER_LIMITS,
  type RunnerCall,
  type RunnerLimits,
} from '../../../src/ssh/upload.js';
import { type Again, type Attach, attach, attachAhead, attachInPerl } from './attach.js';
import { LOCK } from './remote.js';

export { type Attach, attach, execute, type Reply } from './attach.js';

/** What the runner must pass under: the link target of a PATH's `sh`, and whether a segment's first call finds Perl. */
export const SHELLS = [
  { name: 'dash', program: 'dash', hasPerl: false },
  { name: 'busybox sh', program: 'busybox', hasPerl: false },
  { name: 'bash --posix', program: 'bash', hasPerl: false },
  { name: 'Perl before dash', program: 'dash', hasPerl: true },
  { name: 'Perl before busybox sh', program: 'busybox', hasPerl: true },
  { name: 'Perl before bash --posix', program: 'bash', hasPerl: true },
].map(({ name, program, hasPerl }) => ({
  ...{ name, hasPerl },
  file: hasPerl && !locate('perl') ? undefined : locate(program),
}));

export const FENCE: Fence = { journal: '01JQXJOURNAL', epoch: 1 };

/** A user's home on a host whose `sh` is the given shell. */
export type Host = {
  readonly home: string;
  readonly env: Record<string, string>;
  call(call: RunnerCall, limits?: Partial<RunnerLimits>, fence?: Fence): Attach;
  /** The same where the program that starts steps was given before. */
  callAhead(call: RunnerCall, meanwhile?: () => void | Promise<void>): Attach;
  /** Steps named after the keys, as one segment. */
  segment(scripts: Readonly<Record<string, string>>, more?: Partial<Script> & { offset?: number }): Attach;
  ensure(script: string, more?: Partial<Script> & { token?: string; offset?: number }): Attach;
  order(script: string, more?: Partial<Script> & { token?: string }): StepOrder;
  state(token?: string): string;
  close(): Promise<void>;
};

/** The same tests under every shell; one that this machine lacks is a visible skip. */
export function describeShells(define: (makeHost: () => Host, hasPerl: boolean) => void): void {
  for (const { name, file, hasPerl } of SHELLS) {
    describe.skipIf(!file)(file ? name : `${name} (not installed here)`, () =>
      define(() => makeHost(file ?? '', hasPerl), hasPerl),
    );
  }
}

export const TOKEN = '01JQXTESTTESTTESTTESTTESTT.restore-files';

export function makeHost(shell: string, hasPerl = true): Host {
  const root = mkdtempSync(join(tmpdir(), 'runner-'));
  const home = join(root, 'home dir');
  const bin = join(root, 'bin');
  mkdirSync(home);
  mkdirSync(bin);
  symlinkSync(shell, join(bin, 'sh'));
  const env = { HOME: home, PATH: `${bin}:${process.env.PATH}`, BACKOUT_BOX: root };
  const order: Host['order'] = (text, { token = TOKEN, ...more } = {}) => ({
    token,
    script: { text, env: {}, secrets: {}, deadline: 20_000, ...more },
  });
  const againOf = (request: RunnerCall, limits?: Partial<RunnerLimits>, fence?: Fence): Again | undefined => {
    if (!hasPerl || request.mode !== 'ensure') return undefined;
    return (answers, bytes) => {
      const offset = (answers === 0 ? request.offset : 0) + bytes;
      return compose({ ...request, orders: request.orders.slice(answers), offset, isFresh: false }, fence, limits);
    };
  };
  const call: Host['call'] = (request, limits = {}, fence = FENCE) => {
    const again = againOf(request, limits, fence);
    if (again) return attachInPerl(env, compose(fresh(request), fence, limits), countOf(request), again);
    return attach(env, compose(request, fence, limits), countOf(request));
  };
  return {
    home,
    env,
    call,
    callAhead: (request, meanwhile = () => {}) =>
      attachAhead(env, compose(fresh(request)), countOf(request), againOf(request), meanwhile),
    order,
    ensure: (text, { offset = 0, ...more } = {}) =>
      call({ mode: 'ensure', orders: [order(text, more)], offset, lock: LOCK }),
    segment: (scripts, { offset = 0, ...more } = {}) =>
      call({
        ...{ mode: 'ensure', offset, lock: LOCK },
        orders: Object.entries(scripts).map(([token, text]) => order(text, { token, ...more })),
      }),
    state: (token = TOKEN) => join(home, '.backout/steps', token),
    close: async () => {
      // Each look may find what was just being started at the last one.
      await until(() => processesOf(root).map((pid) => kill(pid)).length === 0);
      await rm(root, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function compose(request: RunnerCall, fence = FENCE, limits: Partial<RunnerLimits> = {}): CallUpload {
  return composeUpload(request, fence, { ...RUNNER_LIMITS, graceSeconds: 1, ...limits });
}

function fresh(request: RunnerCall): RunnerCall {
  return request.mode === 'ensure' ? { ...request, isFresh: true } : request;
}

/** How many answers end it. */
function countOf(request: RunnerCall): number {
  return request.mode === 'ensure' ? request.orders.length : 1;
}

export function secret(text: string): Secret {
  return new Secret(text);
}

export function processesOf(root: string): number[] {
  const marker = `BACKOUT_BOX=${root}`;
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      return readFileSync(`/proc/${name}/environ`, 'utf8').split('\0').includes(marker) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile.
  }
}

/** Waits for a condition; the test's own limit ends it. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What a file holds; nothing when it is not there, or is of a process that has ended meanwhile. */
export function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

export function locate(program: string, path = process.env.PATH): string | undefined {
  try {
    const command = 'command -v "$0"';
    return execFileSync('/bin/sh', ['-c', command, program], { encoding: 'utf8', env: { PATH: path } }).trim();
  } catch {
    return undefined;
  }
}

export function supervisorOf(host: Host): number {
  return supervisorAt(host.state());
}

/** The pid of the supervisor that owns a state directory. */
export function supervisorAt(state: string): number {
  return Number(read(join(state, 'claim')).split(' ')[2]);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export function isGroupAlive(host: Host): boolean {
  return isAlive(-groupOf(host));
}

/** The process group of a step, as noted in the lock of the supervisor that claimed it. */
export function groupOf(host: Host, token = TOKEN): number {
  const [, , , lock = ''] = read(join(host.state(token), 'claim'))
    .trim()
    .split(' ');
  const lines = read(join(host.home, '.backout/steps', lock)).split('\n');
  return Number(lines.findLast((line) => line.startsWith(`${token} `))?.split(' ')[1] ?? 0);
}

export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Argument lists and environments of all processes but this one. */
export function processTexts(): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => ['cmdline', 'environ'].map((name) => tryRead(`/proc/${pid}/${name}`)));
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
