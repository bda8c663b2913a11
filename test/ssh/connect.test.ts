import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeKeyPair } from '../../sandbox/host/keys.js';
import { ensure, type Lab, NEVER, openLab, order } from './helpers/remote.js';
import { read } from './helpers/runner.js';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(async () => {
  // Whatever was refused, nothing ran.
  expect(read(join(lab.box.home, 'runs'))).toBe('');
  await lab.close();
});

const STEP = order('echo run >>runs');
const authAttempts = () => lab.box.requests.filter(({ kind }) => kind === 'auth');

test('a host that is not there', async () => {
  await lab.box.refuseConnections(true);
  expect(await ensure(lab.remote, lab.target, STEP, NEVER)).toMatchObject({
    kind: 'not-started',
    failure: {
      code: 'ssh.unreachable',
      at: `deploy@127.0.0.1:${lab.box.port}`,
      detail: expect.stringContaining('ECONNREFUSED'),
    },
  });
  expect(await lab.remote.list(lab.target, '/')).toMatchObject({ ok: false, failure: { code: 'ssh.unreachable' } });
});

test('a host that says nothing', async () => {
  lab.box.freeze(true);
  const end = await ensure(lab.newRemote({ connectTimeout: 200 }), lab.target, STEP, NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'ssh.unreachable' } });
});

test('a host whose key is not pinned: refused with its fingerprint, before any key of ours is shown', async () => {
  writeFileSync(lab.knownHostsFile, '# nobody\n');
  expect(await ensure(lab.remote, lab.target, STEP, NEVER)).toMatchObject({
    kind: 'not-started',
    failure: { code: 'ssh.host-key-unknown', facts: { fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/) } },
  });
  expect(authAttempts()).toEqual([]);
});

test('a host with another key of the same kind: refused with both fingerprints, before any key of ours is shown', async () => {
  lab.box.rotateHostKey();
  const end = await ensure(lab.remote, lab.target, STEP, NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'ssh.host-key-changed' } });
  const facts = 'failure' in end ? end.failure.facts : undefined;
  expect(facts?.expected).toMatch(/^SHA256:/);
  expect(facts?.presented).toMatch(/^SHA256:/);
  expect(facts?.expected).not.toBe(facts?.presented);
  expect(authAttempts()).toEqual([]);
});

test('a host with a key of another kind only', async () => {
  const [host, , key] = lab.box.knownHosts.split(' ');
  writeFileSync(lab.knownHostsFile, `${host} ecdsa-sha2-nistp256 ${key}\n`);
  const end = await ensure(lab.remote, lab.target, STEP, NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'ssh.host-key-changed' } });
  expect(authAttempts()).toEqual([]);
});

test('a revoked key, though it is pinned as well', async () => {
  writeFileSync(
    lab.knownHostsFile,
    `${lab.box.knownHosts}\n@revoked * ${lab.box.knownHosts.split(' ').slice(1).join(' ')}\n`,
  );
  const end = await ensure(lab.remote, lab.target, STEP, NEVER);
  expect(end).toMatchObject({ failure: { code: 'ssh.host-key-changed', detail: 'the key is revoked' } });
  expect(authAttempts()).toEqual([]);
});

test('a key the host does not know', async () => {
  const { file } = makeKeyPair(join(lab.root, 'stranger'), 'stranger');
  const end = await ensure(lab.newRemote({}, { keyFile: file }), lab.target, STEP, NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'ssh.auth-refused' } });
});

test('a key file that others may read, that is no key, or that is not there', async () => {
  const file = join(lab.root, 'copy');
  copyFileSync(lab.box.clientKeyFile, file);
  chmodSync(file, 0o644);
  const end = await ensure(lab.newRemote({}, { keyFile: file }), lab.target, STEP, NEVER);
  expect(end).toMatchObject({
    failure: { code: 'ssh.key-unusable', at: file, detail: expect.stringContaining('644') },
  });
  writeFileSync(file, 'no key');
  chmodSync(file, 0o600);
  const broken = await ensure(lab.newRemote({}, { keyFile: file }), lab.target, STEP, NEVER);
  expect(broken).toMatchObject({ failure: { code: 'ssh.key-unusable' } });
  const missing = await ensure(lab.newRemote({}, { keyFile: `${file}-not` }), lab.target, STEP, NEVER);
  expect(missing).toMatchObject({ failure: { code: 'ssh.key-unusable', detail: expect.stringContaining('ENOENT') } });
  expect(lab.box.requests).toEqual([]);
});

test.each([
  ['what is cheapest for OpenSSH, by itself', undefined, 'ecdh-sha2-nistp256'],
  ['the next one, of a host that has switched that off', ['curve25519-sha256'], 'curve25519-sha256'],
  ['a group without curves, when it must be', ['diffie-hellman-group16-sha512'], 'diffie-hellman-group16-sha512'],
] as const)('the key exchange is %s', async (_, keyExchanges, expected) => {
  const other = await openLab(keyExchanges ? { keyExchanges } : {});
  expect((await ensure(other.remote, other.target, order('true'), NEVER)).kind).toBe('exited');
  expect(other.box.requests).toContainEqual({ kind: 'key exchange', detail: expected });
  await other.close();
});
