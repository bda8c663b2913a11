import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeardown } from '../../../sandbox/demo/teardown.js';
import type { Lab } from '../../../sandbox/lab/lab.js';
import { liveEngine } from '../../e2e/live-engine.js';
import { writeOneSystem } from '../../e2e/one-system.js';
import { type LabStage, raiseLabStage } from '../lab/lab-stage.js';
import { BACKUPS } from './ground.js';

export type ServerName = 'app-1' | 'app-2' | 'app-3';
const SERVERS: readonly ServerName[] = ['app-1', 'app-2', 'app-3'];

/** The engine beside three servers, with a load balancer before them and what stands in for Prometheus. */
export async function raisePoints(lab: Lab<ServerName>) {
  const teardown = createTeardown();
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'backout-points-')));
  teardown.add(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const front = await serveFront(SERVERS.map((name) => lab.hosts[name].address));
  teardown.add(front.close);
  const live = await liveEngine({ inventoryFile: await writeInventory(directory, lab, front.url) });
  teardown.add(live.close);
  return {
    live,
    /** The bot and a Slack beside the same servers, for whoever wants to click. */
    async raiseBot(): Promise<LabStage> {
      const { 'app-1': archive } = lab.hosts;
      const plans = join(directory, 'plans');
      const common = { ...operators(front.url), name: 'points-app', channel: 'C0INCIDENT', plans };
      const bot = await raiseLabStage(lab, { ...common, targets: { app: { hosts: lab.hosts }, archive } });
      teardown.add(bot.close);
      return bot;
    },
    close: teardown.run,
  };
}

/** What the inventory says beside the hosts. */
function operators(url: string) {
  return {
    roles: { 'tech-lead': ['U0LI4'], 'ops-lead': ['U0ZHAO6'] },
    requesters: ['ops-lead'],
    variables: {
      APP_DIR: '/opt/points-app',
      BACKUP_DIR: BACKUPS,
      ARCHIVE_FROM: `user@app-1:${BACKUPS}`,
      PROGRAM: 'points-app',
      HEALTH: 'http://127.0.0.1:3000/health',
      PUBLIC: `${url}/api`,
      PROMETHEUS: url,
    },
  };
}

/** Answers `/api/` from one server after the other, and queries as a Prometheus does that sees no trouble. */
async function serveFront(addresses: readonly string[]) {
  let turn = 0;
  const server = createServer(async ({ url = '' }, answer) => {
    if (url.startsWith('/api/v1/query')) {
      const value = /query=(up|mysql_up|redis_up)/.test(url) ? '1' : '0.01';
      answer.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: {}, value: [0, value] }] },
        }),
      );
      return;
    }
    turn += 1;
    const got = await fetch(`http://${addresses[turn % addresses.length]}${url}`).catch(() => undefined);
    answer.writeHead(got?.status ?? 502);
    answer.end(await got?.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The product's own plan, with shorter patience: what is watched for minutes is watched for seconds. */
async function shorterPlan(): Promise<string> {
  const text = await readFile(new URL('../../../plans/points-app.yaml', import.meta.url), 'utf8');
  return text
    .replaceAll(/lasts: \w+, every: \w+/g, 'lasts: 2s, every: 1s')
    .replaceAll('"$tries" -lt 30', '"$tries" -lt 3')
    .replaceAll('for again in 1 2 3 4 5', 'for again in 1 2');
}

async function writeInventory(directory: string, { hosts, image }: Lab<ServerName>, url: string): Promise<string> {
  await copyFile(image.keyFile, join(directory, 'id_ed25519'));
  await writeFile(join(directory, 'known_hosts'), SERVERS.map((name) => `${hosts[name].knownHosts}\n`).join(''));
  const access = { user: 'user', key: './id_ed25519', knownHosts: './known_hosts' };
  const group = Object.fromEntries(SERVERS.map((name) => [name, { host: hosts[name].address }]));
  const targets = { app: { hosts: group, ...access }, archive: { host: hosts['app-1'].address, ...access } };
  const system = { ...operators(url), channels: ['C0INCIDENT'], targets };
  return writeOneSystem(directory, { name: 'points-app', plan: await shorterPlan(), system });
}
