import type { Client } from 'ssh2';
import { ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import { type ConnectionLimits, type ConnectionSettings, connect } from './connect.js';

/** OpenSSH's default MaxSessions is 10; two stay free for people. */
const CHANNELS_PER_CONNECTION = 8;

/** A connection with one channel's place kept on it, until `release`. */
export type Lease = {
  readonly client: Client;
  /** Whether the connection had been used before, and may have died unnoticed. */
  readonly isWarm: boolean;
  release(): void;
  /** The connection is no good any more. */
  discard(): void;
};

export type ConnectionPool = {
  /** A place on a warm connection, or on a new one. Fails as `connect` does. */
  lease(target: Target): Promise<Result<Lease>>;
  close(): void;
};

type Link = { readonly client: Promise<Result<Client>>; used: number; isWarm: boolean };

export type PoolOptions = {
  readonly connections: (target: Target) => Result<ConnectionSettings>;
  readonly limits: ConnectionLimits;
  /** Told of every connection that ends by an error. */
  readonly onLost: (address: string, error: Error) => void;
};

/** Keeps connections warm: one per address, and further ones while all channels of the first are taken. */
export function createConnectionPool({ connections, limits, onLost }: PoolOptions): ConnectionPool {
  const links = new Map<string, Set<Link>>();

  const open = (target: Target, settings: ConnectionSettings, key: string): Link => {
    const siblings = links.get(key) ?? new Set();
    links.set(key, siblings);
    const client = connect(target, settings, limits);
    const link: Link = { client, used: 0, isWarm: false };
    siblings.add(link);
    const forget = () => siblings.delete(link);
    client.then((result) => {
      if (!result.ok) return forget();
      // For life: an idle connection that breaks without a listener would end the process.
      result.value.on('error', (error) => onLost(addressOf(target), error)).on('close', forget);
      return undefined;
    }, forget);
    return link;
  };
  return {
    async lease(target) {
      const settings = connections(target);
      if (!settings.ok) return settings;
      const key = JSON.stringify([addressOf(target), settings.value]);
      const free = [...(links.get(key) ?? [])].find(({ used }) => used < CHANNELS_PER_CONNECTION);
      const link = free ?? open(target, settings.value, key);
      const { isWarm } = link;
      link.used += 1;
      const client = await link.client;
      if (!client.ok) return client;
      link.isWarm = true;
      const leave = once(() => {
        link.used -= 1;
      });
      const discard = () => {
        links.get(key)?.delete(link);
        leave();
        client.value.destroy();
      };
      return ok({ client: client.value, isWarm, release: leave, discard });
    },
    close() {
      for (const link of [...links.values()].flatMap((siblings) => [...siblings])) {
        void link.client.then((client) => client.ok && client.value.destroy());
      }
      links.clear();
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
