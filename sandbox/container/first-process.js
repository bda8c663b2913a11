// The first program of a container. Each line of its standard input is JSON: `start` a program or send a `signal` to its
// process group. It tells the number of each and how it ended, a line each. Without input it ends, and the container with it.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';

const pids = new Map();
const tell = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const { id, start, signal } = JSON.parse(line);
  if (start) begin(id, start);
  else send(id, signal);
}
process.exit();

function begin(id, { command, args, cwd, env, logFile }) {
  const log = logFile === undefined ? 'ignore' : openSync(logFile, 'a');
  // What ends with its parent has this process for one.
  const own = { ...process.env, ...env, BACKOUT_PARENT: `${process.pid}` };
  const child = spawn(command, args, { cwd, env: own, detached: true, stdio: ['ignore', log, log] });
  if (typeof log === 'number') closeSync(log);
  child.on('error', () => tell({ id, code: 127 }));
  child.on('exit', (code) => tell({ id, code }));
  if (child.pid === undefined) return;
  pids.set(id, child.pid);
  tell({ id, pid: child.pid });
}

function send(id, signal) {
  try {
    process.kill(-pids.get(id), signal);
  } catch {
    // Already gone.
  }
}
