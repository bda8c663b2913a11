import { ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import { type ConnectionLimits, type ConnectionSettings, connect } from './connect.js';
import { CHANNELS_PER_CONNECTION, createLink, type Link, type LinkOptions, type Seat } from './link.js';

/** A connection with one channel's place kept on it, until `leave`. */
export type Lease = Seat & {
  /** Whether the connection had been used before, and may have died unnoticed. */
  readonly isWarm: boolean;
  /** The connection is no good any more. */
  discard(): void;
};

export type ConnectionPool = {
  /** A place on a warm connection, or on a new one. Fails as `connect` does. */
  lease(target: Target): Promise<Result<Lease>>;
  /** Opens a connection and a line on it ahead of the next lease. Never fails. */
  warm(target: Target): Promise<void>;
  close(): void;
};

type Entry = { readonly link: Promise<Result<Link>>; waiting: number; ready?: Link };

export type PoolOptions = {
  readonly connections: (target: Target) => Result<ConnectionSettings>;
  readonly limits: ConnectionLimits & LinkOptions;
  /** Told of every connection that ends by an error. */
  readonly onLost: (address: string, error: Error) => void;
};

/** Keeps connections warm: one per address, and further ones while all channels of the first are taken. */
export function createConnectionPool(options: PoolOptions): ConnectionPool {
  const entries = new Map<string, Set<Entry>>();

  const find = (target: Target): Result<{ readonly entry: Entry; readonly key: string }> => {
    const settings = options.connections(target);
    if (!settings.ok) return settings;
    const key = JSON.stringify([addressOf(target), settings.value]);
    const siblings = entries.get(key) ?? new Set();
    entries.set(key, siblings);
    const free = [...siblings].find(({ ready, waiting }) => waiting < (ready?.room ?? CHANNELS_PER_CONNECTION));
    return ok({ entry: free ?? openEntry(target, settings.value, siblings, options), key });
  };
  return {
    async lease(target) {
      const found = find(target);
      if (!found.ok) return found;
      const { entry, key } = found.value;
      const isWarm = entry.ready !== undefined;
      entry.waiting += 1;
      const link = await entry.link;
      entry.waiting -= 1;
      if (!link.ok) return link;
      const seat = link.value.take();
      const discard = () => {
        entries.get(key)?.delete(entry);
        seat.leave();
        link.value.close();
      };
      return ok({ ...seat, isWarm, discard });
    },
    async warm(target) {
      const found = find(target);
      const link = found.ok ? await found.value.entry.link : found;
      if (link.ok) link.value.keepSpare();
    },
    close() {
      for (const { link } of [...entries.values()].flatMap((siblings) => [...siblings])) {
        void link.then((opened) => opened.ok && opened.value.close());
      }
      entries.clear();
    },
  };
}

function openEntry(
  target: Target,
  settings: ConnectionSettings,
  siblings: Set<Entry>,
  { limits, onLost }: PoolOptions,
): Entry {
  const forget = () => siblings.delete(entry);
  const link = connect(target, settings, limits).then((client) => {
    if (!client.ok) forget();
    if (!client.ok) return client;
    // For life: an idle connection that breaks without a listener would end the process.
    client.value.on('error', (error) => onLost(addressOf(target), error)).on('close', forget);
    entry.ready = createLink(client.value, limits);
    return ok(entry.ready);
  });
  const entry: Entry = { link, waiting: 0 };
  siblings.add(entry);
  return entry;
}
