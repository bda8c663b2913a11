import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeardown } from '../../sandbox/demo/teardown.js';
import { type Box, startBox } from '../../sandbox/host/box.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';
import { liveEngine } from './live-engine.js';
import { writeOneSystem } from './one-system.js';

const NAMES = ['web', 'app-1', 'app-2', 'app-3'] as const;
export type HostName = (typeof NAMES)[number];

/** A load balancer and three application hosts that speak SSH, with version 2 live on each, and the engine that rolls them back. */
export async function raiseGroup() {
  const teardown = createTeardown();
  const root = await realpath(await mkdtemp(join(tmpdir(), 'backout-group-')));
  teardown.add(() => rm(root, { recursive: true, force: true, maxRetries: 5 }));
  const boxes = {} as Record<HostName, Box>;
  for (const name of NAMES) {
    boxes[name] = await startBox({ name, root: join(root, name) });
    teardown.add(boxes[name].close);
    const live = join(boxes[name].home, 'app');
    await mkdir(live);
    await writeFile(join(live, 'old'), 'v1\n');
    await writeFile(join(live, 'live'), 'v2\n');
  }
  const site = createServer((_, answer) => answer.end('{}')).listen(0, '127.0.0.1');
  teardown.add(() => new Promise<void>((resolve) => void site.close(() => resolve())));
  await once(site, 'listening');
  const inventoryFile = await writeInventory(root, boxes, `http://127.0.0.1:${(site.address() as AddressInfo).port}`);
  const live = await liveEngine({ inventoryFile });
  teardown.add(live.close);
  const at = (name: HostName, file: string) => join(boxes[name].home, file);
  return {
    live,
    /** Where a file of the account lies. */
    at,
    /** What each application host serves. */
    versions: () =>
      Promise.all(NAMES.slice(1).map(async (name) => (await readFile(at(name, 'app/live'), 'utf8')).trim())),
    close: teardown.run,
  };
}

/** The folder of the application is below the home of each host's account: they all stand on one machine. */
async function writeInventory(root: string, boxes: Record<HostName, Box>, API: string): Promise<string> {
  await writeFile(join(root, 'known_hosts'), NAMES.map((name) => `${boxes[name].knownHosts}\n`).join(''));
  const entry = ({ host, port, user, clientKeyFile: key }: Box) => ({ host, port, user, key });
  const { web, ...group } = boxes;
  const hosts = Object.fromEntries(Object.entries(group).map(([name, box]) => [name, entry(box)]));
  const system = {
    channels: ['C0INCIDENT'],
    roles: { 'ops-lead': ['U0ZHAO6', 'U0LI4'] },
    requesters: ['ops-lead'],
    targets: { web: { ...entry(web), knownHosts: './known_hosts' }, app: { hosts, knownHosts: './known_hosts' } },
    variables: { APP_DIR: 'app', API },
  };
  return writeOneSystem(root, { name: 'points-app', plan: GROUP_PLAN, system });
}
