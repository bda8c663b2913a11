import type { App, Receiver } from '@slack/bolt';
import { backOff, createAlarm } from './pause.js';
import { openSocket, type Socket, type SocketOptions } from './socket.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** A Bolt receiver that holds several connections: while Slack refreshes one, another listens. */
export type Sockets = Receiver & { readonly connected: () => boolean };

const LINES = 2;

/** `start` resolves when the first connection is greeted or has failed once; connecting goes on until `stop`. */
export function createSockets(options: SocketOptions): Sockets {
  const open = new Set<Socket>();
  const alarms = Array.from({ length: LINES }, createAlarm);
  let app: App | undefined;
  let stopped = false;

  async function keepLine(line: number, tried: () => void): Promise<void> {
    let failures = 0;
    while (app && !stopped) {
      const socket = await openSocket(app, options).catch((error: unknown) => report(error, failures));
      tried();
      failures = socket ? 0 : failures + 1;
      if (socket) await useUntilItEnds(socket);
      // A short wait also after a good connection: one that Slack ends at once must not spin.
      await alarms[line]?.wait(socket ? 100 : backOff(failures, 500, 15_000));
    }
  }

  async function useUntilItEnds(socket: Socket): Promise<void> {
    open.add(socket);
    if (!stopped) await socket.ended;
    open.delete(socket);
    socket.close();
  }

  function report(error: unknown, failures: number): undefined {
    options.log.warn({ failures, detail: describeTrouble(troubleOf(error)) }, 'no connection to Slack; trying again');
  }

  return {
    connected: () => open.size > 0,
    init(bolt) {
      app = bolt;
    },
    async start() {
      const first = alarms.map((_, line) => new Promise<void>((tried) => void keepLine(line, tried)));
      await Promise.race(first);
    },
    async stop() {
      stopped = true;
      for (const socket of open) socket.close();
      for (const alarm of alarms) alarm.ring();
    },
  };
}
