import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { openChannel } from './channel.js';
import { sendProgram } from './send-program.js';
import { createSpareLine, type Kept } from './spare-line.js';

/** OpenSSH's default MaxSessions is 10; two stay free for people. */
export const CHANNELS_PER_CONNECTION = 8;

/** A place for a channel on a connection, until it is left. */
export type Seat = {
  /** A shell that waits for an upload: the one opened ahead, when there is one. */
  open(): Promise<Opened>;
  leave(): void;
};

/** `hasProgram`: its shell has the program that starts steps, so the rest of the upload is enough. */
export type Opened = {
  readonly channel: ClientChannel | Error;
  readonly wasSpare: boolean;
  readonly hasProgram: boolean;
};

/** A connection that is there, with the channels on it. */
export type Link = {
  /** How many more channels may be taken; a spare line is one of them. */
  readonly room: number;
  take(): Seat;
  /** Keeps a spare line open, so that the next call costs no round trip before it is sent. */
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
  const open = () => openChannel(client, openTimeout);
  const spare = createSpareLine({
    ...{ spareTime, open, sendProgram: (channel: ClientChannel) => sendProgram(channel, openTimeout) },
    seat: () => (used < CHANNELS_PER_CONNECTION ? sit() : undefined),
  });
  return {
    get room() {
      return CHANNELS_PER_CONNECTION - used + (spare.isThere ? 1 : 0);
    },
    take() {
      const ready = spare.take();
      const leave = sit();
      return {
        open: () => openOr(ready, open),
        leave: once(() => {
          leave();
          spare.refill();
        }),
      };
    },
    keepSpare: spare.want,
    close() {
      spare.close();
      client.destroy();
    },
  };
}

/** The line that was kept, unless nobody knows what its shell has read. */
async function openOr(kept: Kept | undefined, open: () => Promise<ClientChannel | Error>): Promise<Opened> {
  const hasProgram = (await kept?.program) ?? false;
  if (kept && (hasProgram || !kept.program)) return { channel: kept.channel, wasSpare: true, hasProgram };
  kept?.channel.close();
  return { channel: await open(), wasSpare: false, hasProgram: false };
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
