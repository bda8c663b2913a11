import type { ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';

/** A line that was kept; `program` when the program went ahead on it: whether the shell has it. */
export type Kept = { readonly channel: ClientChannel; readonly program: Promise<boolean> | undefined };

/** A shell that waits on a host before anybody has anything to send. */
export type SpareLine = {
  readonly isThere: boolean;
  /**
   * Keeps one open from now on, and for `spareTime` after the last wish; opened anew as soon as there is room. The program
   * that starts steps goes ahead on the first: a wish comes before a start, what follows a start is something else.
   */
  want(): void;
  /** Opens one if it is wanted, not there, and there is room. */
  refill(): void;
  take(): Kept | undefined;
  close(): void;
};

export type SpareOptions = {
  readonly spareTime: Milliseconds;
  /** Keeps a place for a channel; undefined when there is none. */
  readonly seat: () => (() => void) | undefined;
  readonly open: () => Promise<ClientChannel | Error>;
  readonly sendProgram: (channel: ClientChannel) => Promise<boolean>;
};

export function createSpareLine({ spareTime, seat, open, sendProgram }: SpareOptions): SpareLine {
  let spare: { readonly channel: ClientChannel; readonly leave: () => void; program: Kept['program'] } | undefined;
  let isOpening = false;
  let isProgramDue = false;
  let wantedUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  const take = () => {
    const taken = spare;
    spare = undefined;
    clearTimeout(timer);
    taken?.leave();
    return taken;
  };
  const isWanted = () => performance.now() < wantedUntil;
  const keep = (channel: ClientChannel, leave: () => void) => {
    spare = { channel, leave, program: isProgramDue ? sendProgram(channel) : undefined };
    isProgramDue = false;
    channel.on('error', () => {}).once('close', () => spare?.channel === channel && take());
    timer = setTimeout(() => take()?.channel.close(), wantedUntil - performance.now()).unref();
  };
  const refill = () => {
    const leave = isWanted() && !spare && !isOpening ? seat() : undefined;
    if (!leave) return;
    isOpening = true;
    void open().then((channel) => {
      isOpening = false;
      if (channel instanceof Error) leave();
      else keep(channel, leave);
      if (!isWanted()) take()?.channel.close();
    });
  };
  return {
    get isThere() {
      return spare !== undefined;
    },
    refill,
    take,
    want() {
      wantedUntil = performance.now() + spareTime;
      if (spare) spare.program ??= sendProgram(spare.channel);
      isProgramDue = !spare;
      refill();
    },
    close() {
      wantedUntil = 0;
      take()?.channel.close();
    },
  };
}
