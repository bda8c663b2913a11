import { execFile } from 'node:child_process';

/** How a program ended: its exit code and everything it wrote. */
export type Ran = { readonly code: number; readonly output: string };

/** Runs a program of this machine to its end, whatever its exit code. */
export function tryRun(command: string, args: readonly string[], input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { encoding: 'utf8', maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const output = stdout + stderr;
      if (!error) resolve({ code: 0, output });
      else if (typeof error.code === 'number') resolve({ code: error.code, output });
      else reject(error);
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** Runs a program of this machine; throws with what it wrote when it fails. */
export async function run(command: string, args: readonly string[], input = ''): Promise<string> {
  const { code, output } = await tryRun(command, args, input);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
  return output;
}
