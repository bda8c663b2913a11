import type { ChildProcessByStdio } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Box } from '../host/box.js';
import { type BoxProcess, stop } from '../host/spawn-process.js';

/** A container whose first program is `first-process.js`. */
export type Running = ChildProcessByStdio<Writable, Readable, null>;

/** What the first program tells of another: its number, and later how it ended. */
type Told = { readonly id: number; readonly pid?: number; readonly code?: number | null };

type Program = { pid: number | undefined; readonly ended: (code: number | null) => void };

/** Starts programs in a container through its first one; paths below its root are told by their names in there. */
export function startsIn(container: Running, inside: Box['inside']): Box['spawn'] {
  const programs: Program[] = [];
  createInterface({ input: container.stdout }).on('line', (line) => {
    const { id, pid, code } = JSON.parse(line) as Told;
    const program = programs[id];
    if (program && pid !== undefined) program.pid = pid;
    if (code !== undefined) program?.ended(code);
  });
  // Whatever ends the container ends all of them; then nobody reads what is told.
  container.on('exit', () => {
    for (const { ended } of programs) ended(null);
  });
  container.stdin.on('error', () => undefined);
  const tell = (what: object) => container.stdin.write(`${JSON.stringify(what)}\n`);

  return (command, args, { cwd = '/', env = {}, logFile } = {}): BoxProcess => {
    const id = programs.length;
    const exited = new Promise<number | null>((ended) => programs.push({ pid: undefined, ended }));
    const known = Object.entries(env).map(([name, value]) => [name, inside(value)]);
    const start = { command, args: args.map(inside), cwd: inside(cwd), env: Object.fromEntries(known) };
    tell({ id, start: { ...start, logFile: logFile && inside(logFile) } });
    return {
      exited,
      get pid() {
        return programs[id]?.pid;
      },
      stop: () => stop((signal) => tell({ id, signal }), exited),
    };
  };
}
