import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a program to its end and returns how long that took; throws with what it said when it fails or takes too long. */
export async function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  { env, timeoutMs = 120_000 }: { readonly env?: Record<string, string>; readonly timeoutMs?: number } = {},
): Promise<number> {
  const began = performance.now();
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: timeoutMs,
    ...(env && { env: { PATH: process.env.PATH, ...env } }),
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  // `exit`, not `close`: a master that stays in the background keeps standard error open.
  const [code, signal] = await once(child, 'exit');
  const took = performance.now() - began;
  child.stderr.destroy();
  if (code !== 0) throw new Error(`${command} ended with ${signal ?? code}: ${said.trim()}`);
  return took;
}

/** Runs a script with `sh`, as `runProgram` does. */
export function runScript(text: string, options: { readonly timeoutMs?: number } = {}): Promise<number> {
  return runProgram(['/bin/sh', '-euc', text], options);
}
