import { createHash, createHmac } from 'node:crypto';
import type { ServerHostKeyAlgorithm } from 'ssh2';

/** Where a host listens. */
export type HostAddress = { readonly host: string; readonly port: number };

/** One line of a known_hosts file that pins or revokes a key. */
export type KnownHost = {
  readonly hosts: readonly string[];
  readonly type: string;
  readonly key: Buffer;
  readonly revoked: boolean;
};

/** What known_hosts says of a host's key. `pinned`: fingerprints that would have been right. */
export type HostKeyVerdict = {
  readonly kind: 'pinned' | 'unknown' | 'changed' | 'revoked';
  readonly fingerprint: string;
  readonly pinned: readonly string[];
};

/** Reads a known_hosts file. Lines of certificate authorities are left out: ssh2 knows no host certificates. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [hosts = '', type = '', key = ''] = words;
    const isUsable = hosts !== '' && !hosts.startsWith('#') && key !== '' && marker !== '@cert-authority';
    if (!isUsable) return [];
    return [{ hosts: hosts.split(','), type, key: Buffer.from(key, 'base64'), revoked: marker === '@revoked' }];
  });
}

/** The lines that speak of a host, as OpenSSH finds them: by `[host]:port`, and by the bare name only for port 22. */
export function knownHostsOf(entries: readonly KnownHost[], host: string, port: number): KnownHost[] {
  const name = knownHostsName({ host, port });
  return entries.filter(({ hosts }) => {
    // One negated match takes the whole line away.
    const isNegated = hosts.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), name));
    return !isNegated && hosts.some((pattern) => matches(pattern, name));
  });
}

/** What a host is called in known_hosts: `[host]:port` unless the port is 22. */
export function knownHostsName({ host, port }: HostAddress): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

/** Judges the key a host shows by the lines that speak of it. */
export function judgeHostKey(entries: readonly KnownHost[], key: Buffer): HostKeyVerdict {
  const same = entries.filter((entry) => entry.key.equals(key));
  const pins = entries.filter(({ revoked }) => !revoked);
  const facts = { fingerprint: fingerprintOf(key), pinned: pins.map((entry) => fingerprintOf(entry.key)) };
  if (same.some(({ revoked }) => revoked)) return { kind: 'revoked', ...facts };
  if (same.length > 0) return { kind: 'pinned', ...facts };
  return { kind: pins.length > 0 ? 'changed' : 'unknown', ...facts };
}

/** How a key of this type may be proved. OpenSSH knows more types, e.g. keys on a security token; ssh2 throws at those. */
const PROOFS: ReadonlyMap<string, readonly ServerHostKeyAlgorithm[]> = new Map([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256']],
  ['ssh-dss', ['ssh-dss']],
]);

/** The host key algorithms worth offering: those of pinned keys, or none in particular. */
export function algorithmsOf(entries: readonly KnownHost[]): ServerHostKeyAlgorithm[] {
  const types = new Set(entries.filter(({ revoked }) => !revoked).map(({ type }) => type));
  return [...types].flatMap((type) => PROOFS.get(type) ?? []);
}

/** `SHA256:…` as `ssh-keygen -l` prints it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function matches(pattern: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(pattern) ?? [];
  if (salt !== undefined && hash !== undefined) {
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
  }
  const source = pattern
    .toLowerCase()
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
