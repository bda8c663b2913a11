import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import ssh2, { type ServerHostKeyAlgorithm } from 'ssh2';
import { failed, ok, type Result } from '../domain/result.js';
import type { Milliseconds } from '../domain/time.js';
import { fingerprintOf, type HostAddress, knownHostsName } from './known-hosts.js';

/** The key that a host shows of itself, e.g. of type `ssh-ed25519`, with its `SHA256:…`. */
export type HostKey = { readonly type: string; readonly key: Buffer; readonly fingerprint: string };

/**
 * Asks a host for its key and hangs up before anybody logs in. With `algorithms` only a key of these kinds is asked for.
 * Fails with `ssh.unreachable`, also for a host without a key of that kind.
 */
export async function askHostKey(
  { host, port }: HostAddress,
  timeout: Milliseconds,
  algorithms: ServerHostKeyAlgorithm[] = [],
): Promise<Result<HostKey>> {
  const client = new ssh2.Client();
  const at = port === 22 ? host : `${host}:${port}`;
  return new Promise((resolve) => {
    let shown: Buffer | undefined;
    const end = (detail: string) => {
      client.destroy();
      resolve(shown ? ok(hostKeyOf(shown)) : failed({ code: 'ssh.unreachable', at, detail }));
    };
    client.on('error', (error) => end(error.message)).on('close', () => end('the host hung up'));
    client.connect({
      ...{ host, port, username: 'backout', authHandler: [], readyTimeout: timeout },
      ...(algorithms.length > 0 ? { algorithms: { serverHostKey: algorithms } } : {}),
      // Refusing it ends the handshake before anything of ours is sent.
      hostVerifier: (key: Buffer) => {
        shown = key;
        return false;
      },
    });
  });
}

/** A line of a known_hosts file, as OpenSSH writes it: `[host]:port` unless the port is 22. */
export function knownHostsLine({ host, port }: HostAddress, { type, key }: Pick<HostKey, 'type' | 'key'>): string {
  const name = knownHostsName({ host, port });
  return `${name} ${type} ${key.toString('base64')}`;
}

/** Adds a line to a known_hosts file; a file or folder that it creates is for this account alone. */
export async function addKnownHost(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = await readFile(file, 'utf8').catch(() => '');
  const isOpen = before !== '' && !before.endsWith('\n');
  await appendFile(file, `${isOpen ? '\n' : ''}${line}\n`, { mode: 0o600 });
}

function hostKeyOf(key: Buffer): HostKey {
  // A key begins with the length and the name of its type (RFC 4253, 6.6).
  const type = key.toString('latin1', 4, 4 + key.readUInt32BE(0));
  return { type, key, fingerprint: fingerprintOf(key) };
}
