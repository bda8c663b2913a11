import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { programBeside, runNode } from '../../sandbox/systems/run-node.js';
import { median } from '../statistics.js';

/** A line to a host through a process of its own, which delays what it carries and can be cut. */
export type Line = {
  readonly port: number;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Takes connections again. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

/** What the process of the line is told, and says when it is done. */
export type Order = 'cut' | 'mend';

/** Opens a line to a loopback port. */
export async function openLine(upstream: number, delayMs: number): Promise<Line> {
  const node = runNode([
    '--import',
    'tsx',
    programBeside(import.meta.url, './line-process.ts'),
    `${upstream}`,
    `${delayMs}`,
  ]);
  const child = spawn(node.command, node.args, {
    env: { PATH: process.env.PATH, ...node.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the process of a line ended');
  });
  ended.catch(() => undefined);
  const told = async () => {
    const [answer] = await Promise.race([once(child, 'message'), ended]);
    return Number(answer);
  };
  const order = async (what: Order) => {
    child.send(what);
    await told();
  };
  const port = await told();
  return {
    port,
    cut: () => order('cut'),
    mend: () => order('mend'),
    async close() {
      child.kill('SIGKILL');
      await ended.catch(() => undefined);
    },
  };
}

/** What a round trip over a line with this delay really takes: a timer never fires early, and often a little late. */
export async function measureRoundTrip(delayMs: number, times = 20): Promise<number> {
  const echo = createServer({ noDelay: true }, (socket) => socket.on('error', () => {}).pipe(socket)).listen(
    0,
    '127.0.0.1',
  );
  await once(echo, 'listening');
  const line = await openLine((echo.address() as AddressInfo).port, delayMs);
  const socket = connect({ port: line.port, host: '127.0.0.1', noDelay: true });
  const trips: number[] = [];
  for (let trip = -1; trip < times; trip += 1) {
    const began = performance.now();
    socket.write('ping');
    await once(socket, 'data');
    // The first one carries the connection's own round trips.
    if (trip >= 0) trips.push(performance.now() - began);
  }
  socket.destroy();
  await line.close();
  echo.close();
  return median(trips);
}
