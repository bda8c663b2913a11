import { readFileSync } from 'node:fs';
import type { Target } from '../../src/domain/target.js';
import { assertSuccess, carryOut, leave, openRemote, runOf } from '../clients/backout.js';

/** What the process of the bot's part is to do: print so many bytes on the host, and how the host hands them over. */
export type Delivery = {
  readonly keyFile: string;
  readonly knownHostsFile: string;
  readonly target: Target;
  readonly bytes: number;
  /** `observed`: straight from the script. `kept`: by a detached step whose host keeps everything. `capped`: only what hosts keep. */
  readonly how: 'observed' | 'kept' | 'capped';
};

/** `startMb`: the peak before anything was delivered, which loading the program costs. */
export type Delivered = { readonly tookMs: number; readonly startMb: number; readonly peakMb: number };

/** Prints so many bytes in lines of text. */
export function printing(bytes: number): string {
  return `yes 'a line of output as programs print them, again and again' | head -c ${bytes}`;
}

/** A process's largest memory so far, in MB. */
export function peakMemory(pid: number | 'self'): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

async function deliver({ keyFile, knownHostsFile, target, bytes, how }: Delivery): Promise<Delivered> {
  const remote = openRemote({ keyFile, knownHostsFile }, how === 'kept' ? { outputCap: 1_000_000_000 } : {});
  const startMb = peakMemory('self');
  const run = runOf(target, [printing(bytes)]);
  const began = performance.now();
  if (how === 'observed') {
    const script = { text: printing(bytes), env: {}, secrets: {}, deadline: 60_000 };
    assertSuccess(await remote.observe(target, script));
  } else await carryOut(remote, run);
  const tookMs = performance.now() - began;
  await leave(remote, run);
  await remote.close();
  return { tookMs, startMb, peakMb: peakMemory('self') };
}

// As a process of its own, whose memory is nobody else's: deliver.ts <what, as JSON>
if (process.send) process.send(await deliver(JSON.parse(process.argv[2] ?? '') as Delivery));
