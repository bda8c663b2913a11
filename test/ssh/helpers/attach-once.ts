// Attaches to a step from a process of its own, so that a test can kill it: <root of the lab> <port> <token> <script>.
// Port `here` means a local target, whose home is the root.
import { join } from 'node:path';
import { ok } from '../../../src/domain/result.js';
import type { Target } from '../../../src/domain/target.js';
import { createRemote } from '../../../src/ssh/ssh-remote.js';
import { ensure, NEVER } from './remote.js';

const [root = '', port = '', token = '', text = ''] = process.argv.slice(2);
const settings = { keyFile: join(root, 'keys/client_ed25519'), knownHostsFile: join(root, 'known_hosts') };
const environment = { HOME: root, PATH: process.env.PATH ?? '' };
const clock = { now: () => Date.now() };
const remote = createRemote({
  connections: () => ok(settings),
  environments: () => ok(environment),
  clock,
  fence: { journal: 'test', epoch: 1 },
  log: { warn: () => {} },
});
const target: Target =
  port === 'here'
    ? { name: 'control', host: 'localhost', port: 0, user: 'backout', local: true }
    : { name: 'web-1', host: '127.0.0.1', port: Number(port), user: 'deploy' };
const order = { token, script: { text, env: {}, secrets: {}, deadline: 30_000 } };
const end = await ensure(remote, target, order, NEVER);
await remote.close();
process.stdout.write(JSON.stringify(end));
