import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTeardown } from '../../../sandbox/demo/teardown.js';
import type { Lab } from '../../../sandbox/lab/lab.js';
import { startPrometheus } from '../../../sandbox/lab/prometheus.js';
import { liveEngine } from '../../e2e/live-engine.js';
import { writeOneSystem } from '../../e2e/one-system.js';
import { type LabStage, raiseLabStage } from '../lab/lab-stage.js';
import { BACKUPS } from './ground.js';

export type ServerName = 'app-1' | 'app-2' | 'app-3';
const SERVERS: readonly ServerName[] = ['app-1', 'app-2', 'app-3'];

/** Three servers and the host that watches them. */
export type PointsLab = Lab<ServerName | 'monitor'>;

/** The engine beside three servers, with a load balancer before them and a Prometheus that looks at them. */
export async function raisePoints(lab: PointsLab) {
  const teardown = createTeardown();
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'backout-points-')));
  teardown.add(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  const front = await serveFront(SERVERS.map((name) => lab.hosts[name].address));
  teardown.add(front.close);
  const variables = variablesOf(front.url, await watch(lab));
  const live = await liveEngine({ inventoryFile: await writeInventory(directory, lab, variables) });
  teardown.add(live.close);
  return {
    live,
    /** The bot and a Slack beside the same servers, for whoever wants to click. */
    async raiseBot(): Promise<LabStage> {
      const { monitor: _, ...servers } = lab.hosts;
      const plans = join(directory, 'plans');
      const common = { ...OPERATORS, variables, name: 'points-app', channel: 'C0INCIDENT', plans };
      const targets = { app: { hosts: servers }, archive: servers['app-1'] };
      const bot = await raiseLabStage(lab, { ...common, targets });
      teardown.add(bot.close);
      return bot;
    },
    close: teardown.run,
  };
}

const OPERATORS = { roles: { 'tech-lead': ['U0LI4'], 'ops-lead': ['U0ZHAO6'] }, requesters: ['ops-lead'] };

function variablesOf(url: string, prometheus: string) {
  return {
    APP_DIR: '/opt/points-app',
    BACKUP_DIR: BACKUPS,
    ARCHIVE_FROM: `user@app-1:${BACKUPS}`,
    PROGRAM: 'points-app',
    HEALTH: 'http://127.0.0.1:3000/health',
    PUBLIC: `${url}/api`,
    PROMETHEUS: prometheus,
  };
}

/** A Prometheus of its own host, as the document has it. */
function watch({ hosts }: PointsLab): Promise<string> {
  const sites = SERVERS.map((name) => `http://${hosts[name].address}:3000`);
  const exporters = [`http://${hosts['app-1'].address}`];
  return startPrometheus(
    hosts.monitor,
    { job: 'points-app', sites, path: '/metrics' },
    { job: 'exporters', sites: exporters, path: '/exporters' },
  );
}

/** Answers from one server after the other. */
async function serveFront(addresses: readonly string[]) {
  let turn = 0;
  const server = createServer(async ({ url = '' }, answer) => {
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
    .replaceAll('times: 12, every: 10s', 'times: 12, every: 2s')
    .replaceAll('[1m]', '[10s]')
    .replaceAll('"$tries" -lt 30', '"$tries" -lt 3')
    .replaceAll('for again in 1 2 3 4 5', 'for again in 1 2');
}

async function writeInventory(
  directory: string,
  { hosts, image }: PointsLab,
  variables: ReturnType<typeof variablesOf>,
): Promise<string> {
  await copyFile(image.keyFile, join(directory, 'id_ed25519'));
  await writeFile(join(directory, 'known_hosts'), SERVERS.map((name) => `${hosts[name].knownHosts}\n`).join(''));
  const access = { user: 'user', key: './id_ed25519', knownHosts: './known_hosts' };
  const group = Object.fromEntries(SERVERS.map((name) => [name, { host: hosts[name].address }]));
  const targets = { app: { hosts: group, ...access }, archive: { host: hosts['app-1'].address, ...access } };
  const system = { ...OPERATORS, variables, channels: ['C0INCIDENT'], targets };
  return writeOneSystem(directory, { name: 'points-app', plan: await shorterPlan(), system });
}
