import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Milliseconds } from '../domain/time.js';
import { createAlarm } from './alarm.js';
import { backOff } from './back-off.js';
import { heedDisconnect } from './disconnect.js';
import type { Hearing } from './hearing.js';
import { openSocket, type Socket, type SocketOptions, TurnedAwayError } from './socket.js';
import { describeTrouble, troubleOf } from './trouble.js';

const LINES = 2;

/**
 * Holds several connections: while one is renewed, another listens. A connection that Slack will end goes on listening
 * beside its successor, because what is on its way to it would be lost.
 * `start` settles when the first connection is greeted or has failed once, and rejects with the failure; connecting goes on until `stop`.
 */
export function createSockets(options: SocketOptions): Hearing {
  const open = new Set<Socket>();
  const alarms = Array.from({ length: LINES }, createAlarm);
  let app: App | undefined;
  let stopped = false;

  async function keepLine(line: number, tried: (error?: unknown) => void): Promise<void> {
    let failures = 0;
    while (app && !stopped) {
      let wait: Milliseconds;
      try {
        const socket = await openSocket(app, options);
        tried();
        failures = 0;
        wait = await useUntilItLeaves(socket);
      } catch (error) {
        tried(error);
        failures += 1;
        wait = Math.max(backOff(failures, 500, 15_000), sayWhy(error, failures, options.log));
      }
      // A short wait also after a good connection: one that Slack ends at once must not spin.
      await alarms[line]?.wait(Math.max(wait, 100));
    }
  }

  /** How long to wait before the next connection. */
  async function useUntilItLeaves(socket: Socket): Promise<Milliseconds> {
    open.add(socket);
    if (stopped) socket.close();
    void socket.ended.then(() => open.delete(socket));
    const reason = await Promise.race([socket.leaving, socket.ended]);
    return reason === undefined ? 0 : heedDisconnect(reason, options.log);
  }

  return {
    connections: () => open.size,
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

/** How long to wait at least before the next try. */
function sayWhy(error: unknown, failures: number, log: Logger): Milliseconds {
  if (error instanceof TurnedAwayError) return heedDisconnect(error.reason, log);
  log.warn({ failures, detail: describeTrouble(troubleOf(error)) }, 'no connection to Slack; trying again');
  return 0;
}
