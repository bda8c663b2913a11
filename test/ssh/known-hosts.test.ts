import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { algorithmsOf, judgeHostKey, knownHostsOf, parseKnownHosts } from '../../src/ssh/known-hosts.js';

const KEY = randomBytes(51);
const OTHER = randomBytes(51);
const line = (hosts: string, key = KEY, type = 'ssh-ed25519') => `${hosts} ${type} ${key.toString('base64')} a comment`;

function verdict(text: string, host: string, port = 22, key = KEY): string {
  return judgeHostKey(knownHostsOf(parseKnownHosts(text), host, port), key).kind;
}

function hashed(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

test.each([
  ['a plain name', line('web-1'), 'web-1', 22, 'pinned'],
  ['one of several names', line('a,web-1,10.0.0.5'), '10.0.0.5', 22, 'pinned'],
  ['a name in other letters', line('Web-1'), 'WEB-1', 22, 'pinned'],
  ['a name with a port', line('[web-1]:2222'), 'web-1', 2222, 'pinned'],
  ['a bare name for another port', line('web-1'), 'web-1', 2222, 'unknown'],
  ['a port for the bare name', line('[web-1]:2222'), 'web-1', 22, 'unknown'],
  ['a hashed name', line(hashed('web-1')), 'web-1', 22, 'pinned'],
  ['a hashed name with a port', line(hashed('[web-1]:2222')), 'web-1', 2222, 'pinned'],
  ['another hashed name', line(hashed('web-2')), 'web-1', 22, 'unknown'],
  ['a wildcard', line('web-*'), 'web-1', 22, 'pinned'],
  ['one character', line('web-?'), 'web-12', 22, 'unknown'],
  ['a dot that is a dot', line('a.b'), 'axb', 22, 'unknown'],
  ['a negated name', line('web-*,!web-1'), 'web-1', 22, 'unknown'],
  ['a negated name, for another', line('web-*,!web-1'), 'web-2', 22, 'pinned'],
  ['a comment', `# ${line('web-1')}`, 'web-1', 22, 'unknown'],
  ['a certificate authority', `@cert-authority ${line('web-1')}`, 'web-1', 22, 'unknown'],
  ['another key', line('web-1', OTHER), 'web-1', 22, 'changed'],
  ['several keys', `${line('web-1', OTHER)}\n${line('web-1')}`, 'web-1', 22, 'pinned'],
  ['a revoked key', `@revoked ${line('*')}`, 'web-1', 22, 'revoked'],
  ['a revoked key that is pinned too', `${line('web-1')}\r\n@revoked ${line('web-1')}`, 'web-1', 22, 'revoked'],
  ['another revoked key', `@revoked ${line('*', OTHER)}`, 'web-1', 22, 'unknown'],
  ['an empty file', '', 'web-1', 22, 'unknown'],
  ['a broken line', 'web-1 ssh-ed25519', 'web-1', 22, 'unknown'],
])('%s', (_title, text, host, port, kind) => {
  expect(verdict(text, host, port)).toBe(kind);
});

test('offers the algorithms of the pinned keys, and of no revoked one', () => {
  const text = [line('h'), line('h', OTHER, 'ssh-rsa'), `@revoked ${line('h', OTHER, 'ecdsa-sha2-nistp256')}`].join(
    '\n',
  );
  const entries = knownHostsOf(parseKnownHosts(text), 'h', 22);
  expect(algorithmsOf(entries)).toEqual(['ssh-ed25519', 'rsa-sha2-512', 'rsa-sha2-256']);
});

test('offers no algorithm that cannot be spoken here, which would break the connection', () => {
  const types = ['sk-ssh-ed25519@openssh.com', 'ssh-ed25519-cert-v01@openssh.com', 'ssh-ed25519'];
  const text = types.map((type) => line('h', OTHER, type)).join('\n');
  expect(algorithmsOf(knownHostsOf(parseKnownHosts(text), 'h', 22))).toEqual(['ssh-ed25519']);
});
