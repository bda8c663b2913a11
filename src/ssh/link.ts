import type { Client } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { type OpenLine, openChannel } from './channel.js';
import { createSpareLine } from './spare-line.js';
import { createStartLines, type StartLines } from './start-line.js';
import { RUNNER_COMMAND } from './upload.js';

/** OpenSSH's default MaxSessions is 10; two stay free for people. */
export const CHANNELS_PER_CONNECTION = 8;

/** A place for a channel on a connection, until it is left. */
export type Seat = {
  /** A shell that waits for an upload: the one opened ahead, when there is one. */
  open(): Promise<OpenLine>;
  /** For a segment's first call. */
  readonly starts: Pick<StartLines, 'open' | 'lacksPerl'>;
  leave(): void;
};

/** A connection that is there, with the channels on it. */
export type Link = {
  /** How many more channels may be taken; a spare line is one of them. */
  readonly room: number;
  take(): Seat;
  /** Keeps lines open, so that the next call costs no round trip before it is sent. */
  keepSpare(): void;
  close(): void;
};

export type LinkOptions = {
  /** How long a host may take to open a channel. */
  readonly openTimeout: Milliseconds;
  /** How long after the last wish for it a spare line stays open. */
  readonly spareTime: Milliseconds;
};

export function createLink(client: Client, { openTimeout, spareTime }: LinkOptions): Link {
  let used = 0;
  const sit = () => {
    used += 1;
    return once(() => {
      used -= 1;
    });
  };
  const open = () => openChannel(client, RUNNER_COMMAND, openTimeout);
  const seat = () => (used < CHANNELS_PER_CONNECTION ? sit() : undefined);
  const spare = createSpareLine({ spareTime, seat, open });
  const starts = createStartLines(client, { spareTime, seat, openTimeout });
  return {
    get room() {
      return CHANNELS_PER_CONNECTION - used + (spare.isThere ? 1 : 0);
    },
    take() {
      const leave = sit();
      return {
        async open() {
          const kept = spare.take();
          return { channel: kept?.channel ?? (await open()), wasSpare: kept !== undefined };
        },
        starts,
        leave: once(() => {
          leave();
          spare.refill();
        }),
      };
    },
    keepSpare() {
      starts.want();
      spare.want();
    },
    close() {
      spare.close();
      starts.close();
      client.destroy();
    },
  };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
