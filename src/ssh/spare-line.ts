import type { ClientChannel } from 'ssh2';
import type { Milliseconds } from '../domain/time.js';

/** A shell that waits on a host before anybody has anything to send. */
export type SpareLine = {
  readonly isThere: boolean;
  /** Keeps one open from now on, and for `spareTime` after the last wish; opened anew as soon as there is room. */
  want(): void;
  /** Opens one if it is wanted, not there, and there is room. */
  refill(): void;
  take(): ClientChannel | undefined;
  close(): void;
};

export type SpareOptions = {
  readonly spareTime: Milliseconds;
  /** Keeps a place for a channel; undefined when there is none. */
  readonly seat: () => (() => void) | undefined;
  readonly open: () => Promise<ClientChannel | Error>;
};

export function createSpareLine({ spareTime, seat, open }: SpareOptions): SpareLine {
  let spare: { readonly channel: ClientChannel; readonly leave: () => void } | undefined;
  let isOpening = false;
  let wantedUntil = 0;
  let timer: NodeJS.Timeout | undefined;

  const take = () => {
    const taken = spare;
    spare = undefined;
    clearTimeout(timer);
    taken?.leave();
    return taken?.channel;
  };
  const isWanted = () => performance.now() < wantedUntil;
  const keep = (channel: ClientChannel, leave: () => void) => {
    spare = { channel, leave };
    channel.on('error', () => {}).once('close', () => spare?.channel === channel && take());
    timer = setTimeout(() => take()?.close(), wantedUntil - performance.now()).unref();
  };
  const refill = () => {
    const leave = isWanted() && !spare && !isOpening ? seat() : undefined;
    if (!leave) return;
    isOpening = true;
    void open().then((channel) => {
      isOpening = false;
      if (channel instanceof Error) leave();
      else keep(channel, leave);
      if (!isWanted()) take()?.close();
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
      refill();
    },
    close() {
      wantedUntil = 0;
      take()?.close();
    },
  };
}
