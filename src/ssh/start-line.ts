import type { Client, ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';
import { type OpenLine, openChannel } from './channel.js';
import { sendProgram } from './send-program.js';
import { createSpareLine, type SpareOptions } from './spare-line.js';
import { PERL_COMMAND, RUNNER_COMMAND } from './upload.js';

/** A line for a segment's first call: to Perl, unless the host is known to have none. */
export type StartLine = OpenLine & { readonly isPerl: boolean; readonly hasProgram: boolean };

/** Lines for first calls on a connection. */
export type StartLines = {
  /** Keeps one with the program that starts steps for the next start: what follows a start is something else. */
  want(): void;
  /** The one that is kept, or a new one. */
  open(): Promise<StartLine>;
  /** The host has no Perl that can do it: it is not tried again. */
  lacksPerl(): void;
  close(): void;
};

export function createStartLines(
  client: Client,
  { spareTime, openTimeout, seat }: Pick<SpareOptions, 'spareTime' | 'seat'> & { readonly openTimeout: Milliseconds },
): StartLines {
  let mayHavePerl = true;
  const toPerl = new WeakSet<ClientChannel>();
  const open = async () => {
    const isPerl = mayHavePerl;
    const channel = await openChannel(client, isPerl ? PERL_COMMAND : RUNNER_COMMAND, openTimeout);
    if (isPerl && !(channel instanceof Error)) toPerl.add(channel);
    return channel;
  };
  const spare = createSpareLine({
    ...{ spareTime, seat, open },
    async prepare(channel) {
      const isPerl = toPerl.has(channel);
      const hasProgram = await sendProgram(channel, isPerl, openTimeout);
      // Whatever it was, nothing was to begin on this line yet: a shell in its place.
      if (isPerl && !hasProgram) {
        mayHavePerl = false;
        spare.refill();
      }
      return hasProgram;
    },
  });
  const lineOf = (channel: ClientChannel | Error, hasProgram: boolean) => ({
    ...{ channel, wasSpare: hasProgram, hasProgram, isPerl: !(channel instanceof Error) && toPerl.has(channel) },
  });
  return {
    want: spare.want,
    async open() {
      await spare.settled;
      const kept = spare.take();
      if (kept && (await kept.isReady)) return lineOf(kept.channel, true);
      // Nobody knows what it has read.
      kept?.channel.close();
      return lineOf(await open(), false);
    },
    lacksPerl() {
      mayHavePerl = false;
    },
    close: spare.close,
  };
}
