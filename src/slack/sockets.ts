import type { App, Receiver } from '@slack/bolt';
import { createAlarm } from './alarm.js';
import { backOff } from './back-off.js';
import { openSocket, type Socket, type SocketOptions } from './socket.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** A Bolt receiver that holds several connections: while Slack refreshes one, another listens. */
export type Sockets = Receiver & { readonly connected: () => boolean };

const LINES = 2;

/** `start` settles when the first connection is greeted or has failed once, and rejects with the failure; connecting goes on until `stop`. */
export function createSockets(options: SocketOptions): Sockets {
  const open = new Set<Socket>();
  const alarms = Array.from({ length: LINES }, createAlarm);
  let app: App | undefined;
  let stopped = false;

  async function keepLine(line: number, tried: (error?: unknown) => void): Promise<void> {
    let failures = 0;
    while (app && !stopped) {
      const socket = await openSocket(app, options).catch((error: unknown) => {
        report(error, failures);
        tried(error);
      });
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

  function report(error: unknown, failures: number): void {
    options.log.warn({ failures, detail: describeTrouble(troubleOf(error)) }, 'no connection to Slack; trying again');
  }

  return {
    connected: () => open.size > 0,
    init(bolt) {
      app = bolt;
    },
    async start() {
      const first = alarms.map(
        (_, line) =>
          new Promise<void>((resolve, reject) => {
            void keepLine(line, (error) => (error === undefined ? resolve() : reject(error)));
          }),
      );
      await Promise.any(first);
    },
    async stop() {
      stopped = true;
      for (const socket of open) socket.close();
      for (const alarm of alarms) alarm.ring();
    },
  };
}
