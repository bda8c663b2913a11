import { once } from 'node:events';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { connect as connectSocket, type Socket } from 'node:net';
import { NodeSSH } from 'node-ssh';
import ssh2, { type Algorithms, type Client, type KexAlgorithm } from 'ssh2';
import type { Failure } from '../domain/failure.js';
import { failed, ok, type Result } from '../domain/result.js';
import { addressOf, type Target } from '../domain/target.js';
import type { Milliseconds } from '../domain/time.js';
import {
  algorithmsOf,
  type HostKeyVerdict,
  judgeHostKey,
  type KnownHost,
  knownHostsOf,
  parseKnownHosts,
} from './known-hosts.js';

/** What a connection needs beside its address: both files by absolute path. No agent, no password, no forwarding. */
export type ConnectionSettings = { readonly keyFile: string; readonly knownHostsFile: string };

/** `connectTimeout` spans TCP, key exchange and authentication; `keepalive` the pause between two signs of life, of which three may be missing. */
export type ConnectionLimits = { readonly connectTimeout: Milliseconds; readonly keepalive: Milliseconds };

type Attempt = { readonly target: Target; readonly privateKey: string; readonly known: readonly KnownHost[] };

/**
 * One authenticated connection. The host's key is checked against known_hosts before anything secret is sent.
 * Fails with `ssh.key-unusable`, `ssh.host-key-unknown`, `ssh.host-key-changed`, `ssh.auth-refused`, `ssh.unreachable`.
 */
export async function connect(
  target: Target,
  settings: ConnectionSettings,
  limits: ConnectionLimits,
): Promise<Result<Client>> {
  const key = await readKey(settings.keyFile);
  if (!key.ok) return key;
  const pins = await readPins(settings.knownHostsFile, target);
  if (!pins.ok) return pins;
  const attempt = { target, privateKey: key.value, known: pins.value };
  const socket = connectSocket({ host: target.host, port: target.port, noDelay: true });
  const timer = setTimeout(() => socket.destroy(new Error('connecting took too long')), limits.connectTimeout);
  try {
    socket.on('error', () => {});
    await once(socket, 'connect');
    return await shakeHands(socket, attempt, limits);
  } catch (error) {
    socket.destroy();
    return failed({ code: 'ssh.unreachable', at: addressOf(target), detail: messageOf(error) });
  } finally {
    clearTimeout(timer);
  }
}

async function shakeHands(socket: Socket, attempt: Attempt, limits: ConnectionLimits): Promise<Result<Client>> {
  const { target, privateKey, known } = attempt;
  const ssh = new NodeSSH();
  let verdict: HostKeyVerdict | undefined;
  let fault: unknown;
  socket.on('error', (error) => {
    fault = error;
  });
  try {
    await ssh.connect({
      ...{ sock: socket, username: target.user, privateKey, authHandler: ['publickey'] },
      ...{ readyTimeout: limits.connectTimeout, keepaliveInterval: limits.keepalive, keepaliveCountMax: 3 },
      algorithms: offer(known),
      hostVerifier: (presented: Buffer) => {
        verdict = judgeHostKey(known, presented);
        return verdict.kind === 'pinned';
      },
    });
    // Never reached without a verdict; unknown is not success.
    if (ssh.connection && verdict?.kind === 'pinned') return ok(ssh.connection);
    throw new Error('the connection was lost at once');
  } catch (error) {
    socket.destroy();
    return failed(failureOf(attempt, fault ?? error, verdict));
  }
}

/**
 * Key exchanges by what they cost the host: OpenSSH has its own X25519, which takes it 2.4 ms, while OpenSSL's P-256 takes it a
 * fifth of one, for the same strength. A host that wants none of the first is asked for the next.
 */
const KEY_EXCHANGES: KexAlgorithm[] = [
  ...(['ecdh-sha2-nistp256', 'curve25519-sha256', 'curve25519-sha256@libssh.org'] as const),
  ...(['ecdh-sha2-nistp384', 'ecdh-sha2-nistp521', 'diffie-hellman-group-exchange-sha256'] as const),
  ...(['diffie-hellman-group14-sha256', 'diffie-hellman-group16-sha512', 'diffie-hellman-group18-sha512'] as const),
];

/** Only kinds of host key that are pinned, so that a host with several keys shows the one we know. */
function offer(known: readonly KnownHost[]): Algorithms {
  const serverHostKey = algorithmsOf(known);
  return { kex: KEY_EXCHANGES, ...(serverHostKey.length > 0 && { serverHostKey }) };
}

function failureOf({ target, known }: Attempt, error: unknown, verdict: HostKeyVerdict | undefined): Failure {
  const at = addressOf(target);
  const detail = messageOf(error);
  if (verdict && verdict.kind !== 'pinned') return hostKeyFailure(at, verdict);
  // The host has keys, but none of a kind that is pinned: for us it is another host.
  if (/no matching host key format/.test(detail)) {
    const expected = known.map(({ key }) => judgeHostKey(known, key).fingerprint).join(' ');
    return { code: 'ssh.host-key-changed', at, detail, facts: { expected, presented: 'a key of another kind' } };
  }
  const isRefused = error instanceof Error && 'level' in error && error.level === 'client-authentication';
  return { code: isRefused ? 'ssh.auth-refused' : 'ssh.unreachable', at, detail };
}

function hostKeyFailure(at: string, { kind, fingerprint, pinned }: HostKeyVerdict): Failure {
  if (kind === 'unknown') return { code: 'ssh.host-key-unknown', at, facts: { fingerprint } };
  const facts = { expected: pinned.join(' '), presented: fingerprint };
  return { code: 'ssh.host-key-changed', at, facts, ...(kind === 'revoked' && { detail: 'the key is revoked' }) };
}

async function readKey(file: string): Promise<Result<string>> {
  const unusable = (detail: string) => failed({ code: 'ssh.key-unusable', at: file, detail });
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, 'r');
    const { mode, uid } = await handle.stat();
    if ((mode & 0o077) !== 0) return unusable(`mode ${(mode & 0o777).toString(8)}: others may read it; chmod 600`);
    if (![0, process.getuid?.()].includes(uid)) return unusable('it belongs to another user');
    const text = await handle.readFile('utf8');
    const parsed = ssh2.utils.parseKey(text);
    return parsed instanceof Error ? unusable(parsed.message) : ok(text);
  } catch (error) {
    return unusable(messageOf(error));
  } finally {
    await handle?.close();
  }
}

async function readPins(file: string, { host, port, name }: Target): Promise<Result<readonly KnownHost[]>> {
  try {
    return ok(knownHostsOf(parseKnownHosts(await readFile(file, 'utf8')), host, port));
  } catch (error) {
    return failed({ code: 'ssh.host-key-unknown', at: name, detail: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
