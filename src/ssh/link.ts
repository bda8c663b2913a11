import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { openChannel } from './channel.js';
import { sendProgram } from './send-program.js';
import { createSpareLine, type Kept } from './spare-line.js';
import { PERL_COMMAND, RUNNER_COMMAND } from './upload.js';

/** OpenSSH's default MaxSessions is 10; two stay free for people. */
export const CHANNELS_PER_CONNECTION = 8;

/** A place for a channel on a connection, until it is left. */
export type Seat = {
  /** A shell that waits for an upload: the one opened ahead, when there is one. Else, where Perl will do, Perl. */
  open(willPerlDo?: boolean): Promise<Opened>;
  /** The host has no Perl: it is not tried again on this connection. */
  lacksPerl(): void;
  leave(): void;
};

/** `hasProgram`: its shell has the program that starts steps, so the rest of the upload is enough. `isPerl`: it is no shell. */
export type Opened = {
  readonly channel: ClientChannel | Error;
  readonly wasSpare: boolean;
  readonly hasProgram: boolean;
  readonly isPerl: boolean;
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
  let mayHavePerl = true;
  const open = (command = RUNNER_COMMAND) => openChannel(client, command, openTimeout);
  const spare = createSpareLine({
    ...{ spareTime, open: () => open(), sendProgram: (channel: ClientChannel) => sendProgram(channel, openTimeout) },
    seat: () => (used < CHANNELS_PER_CONNECTION ? sit() : undefined),
  });
  return {
    get room() {
      return CHANNELS_PER_CONNECTION - used + (spare.isThere ? 1 : 0);
    },
    take() {
      let ready = spare.take();
      const leave = sit();
      return {
        async open(willPerlDo = false) {
          const kept = ready && (await readyOf(ready));
          ready = undefined;
          if (kept) return kept;
          const isPerl = willPerlDo && mayHavePerl;
          const channel = await open(isPerl ? PERL_COMMAND : RUNNER_COMMAND);
          return { channel, wasSpare: false, hasProgram: false, isPerl };
        },
        lacksPerl() {
          mayHavePerl = false;
        },
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
async function readyOf({ channel, program }: Kept): Promise<Opened | undefined> {
  const hasProgram = (await program) ?? false;
  if (hasProgram || !program) return { channel, wasSpare: true, hasProgram, isPerl: false };
  channel.close();
  return undefined;
}

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
