import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the program as a person would on a machine where nothing is set: no token, no configuration. */
export function backoutIn(home: string, ...args: readonly string[]): Promise<{ code: number; out: string }> {
  return backoutWith({ HOME: home }, ...args);
}

/** The same where this is set as well. */
export function backoutWith(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const options = { cwd: repository, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, ['bin/backout.js', ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out + err });
    });
  });
}
