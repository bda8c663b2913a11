import { execFile } from 'node:child_process';
import type { Box } from '../../../sandbox/host/box.js';

export type Ended = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a script as a step on the box would: in its environment, in its home, with nothing on standard input. */
export function shellOf({ env, home }: Pick<Box, 'env' | 'home'>) {
  return (script: string, more: Record<string, string> = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const options = { cwd: home, env: { ...env, ...more } };
      const child = execFile('/bin/sh', ['-eu', '-c', script], options, (error, out, err) => {
        resolve({ code: Number(error?.code ?? 0), out, err });
      });
      child.stdin?.end();
    });
}
