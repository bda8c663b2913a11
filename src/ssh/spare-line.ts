import type { ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';

/** A line that was kept; `isReady` resolves with whether it can be used. */
export type Kept = { readonly channel: ClientChannel; readonly isReady: Promise<boolean> };

/** A program that waits on a host before anybody has anything to send. */
export type SpareLine = {
  readonly isThere: boolean;
  /** Resolves when none is being opened: what was wished for a moment ago is worth waiting for. */
  readonly settled: Promise<unknown>;
  /** Keeps one open from now on, and for `spareTime` after the last wish. */
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
  /** Gets a line ready as soon as it is open. */
  readonly prepare?: (channel: ClientChannel) => Promise<boolean>;
};

export function createSpareLine({ spareTime, seat, open, prepare = async () => true }: SpareOptions): SpareLine {
  let spare: (Kept & { readonly leave: () => void }) | undefined;
  let opening: Promise<void> | undefined;
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
    channel.on('error', () => {}).once('close', () => spare?.channel === channel && take());
    spare = { channel, leave, isReady: prepare(channel) };
    timer = setTimeout(() => take()?.channel.close(), wantedUntil - performance.now()).unref();
  };
  const refill = () => {
    const leave = isWanted() && !spare && !opening ? seat() : undefined;
    if (!leave) return;
    opening = open().then((channel) => {
      opening = undefined;
      if (channel instanceof Error) leave();
      else keep(channel, leave);
      if (!isWanted()) take()?.channel.close();
    });
  };
  return {
    get isThere() {
      return spare !== undefined;
    },
    get settled() {
      return opening ?? Promise.resolve();
    },
    refill,
    take,
    want() {
      wantedUntil = performance.now() + spareTime;
      refill();
    },
    close() {
      wantedUntil = 0;
      take()?.channel.close();
    },
  };
}
