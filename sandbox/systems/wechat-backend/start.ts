import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { askThrough } from '../ask.js';
import type { Program } from '../findings.js';
import { freePort } from '../free-port.js';
import { serveManagers } from '../managers/serve.js';
import { systemctl } from '../managers/systemctl.js';
import { programBeside } from '../run-node.js';
import { type Service, supervise } from '../supervise.js';
import type { System, SystemHost } from '../system.js';
import { waitUntil } from '../wait-until.js';
import { actionsOf, type Breaks } from './actions.js';
import { historicId } from './database.js';
import { deployBadRelease, deployCrashingRelease, deployDamagingMigration } from './deploy.js';
import { createInspection } from './inspect.js';
import { type Observation, observe } from './observe.js';
import { type PreparedWechatBackend, prepareWechatBackend } from './prepare.js';
import { givePython } from './python.js';
import { title, toSight } from './sight.js';

export type WechatBackend = System &
  PreparedWechatBackend &
  Breaks & {
    readonly name: 'wechat-backend';
    /** The API, as users and the bot reach it. */
    readonly url: string;
    /** The backend's systemd unit. */
    readonly service: Service;
    /** What its users meet right now, seen from outside the bot. */
    observe(): Promise<Observation>;
  };

/** Prepares the wechat backend on the host and starts it with its users, broken by v2.0.0-phase1. */
export async function startWechatBackend(host: SystemHost, now = new Date()): Promise<WechatBackend> {
  const prepared = await prepareWechatBackend(host.root, now);
  const { files } = prepared;
  givePython(host);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { backend, programs, close } = await startServices(host, prepared, port);
  await untilItAnswers(url, backend).catch(async (error) => {
    await close();
    throw error;
  });

  const ask = askThrough(fetch);
  const look = () => observe(ask, url, files);
  const inspect = createInspection(files, programs);
  const breaks = {
    async breakDiagnosis() {
      await deployBadRelease(files, backend);
      await untilItAnswers(url, backend);
    },
    takeApiDown: () => deployCrashingRelease(files, backend),
    async damageData() {
      await deployDamagingMigration(files, backend);
      await untilItAnswers(url, backend);
    },
  };
  return {
    ...prepared,
    ...{ name: 'wechat-backend', title, url, service: backend },
    observe: look,
    look: async () => toSight(await look(), await inspect()),
    ...breaks,
    actions: actionsOf(breaks),
    close,
  };
}

/** The backend itself, its service manager, and the stand-ins for Redis and for its users. */
async function startServices(host: SystemHost, { files }: PreparedWechatBackend, port: number) {
  const redisPort = await freePort();
  const redisStandIn = programBeside(import.meta.url, './redis-stand-in.js');
  const usersStandIn = programBeside(import.meta.url, './users-stand-in.js');
  // First: when it fails, nothing has been started that would have to be stopped.
  const units: Service[] = [];
  const managers = await serveManagers(host, { systemctl: systemctl(units) });
  const redis = supervise(host, { name: 'redis', args: [redisStandIn, `${redisPort}`] });
  const env = {
    PORT: `${port}`,
    REDIS_PORT: `${redisPort}`,
    DATABASE: files.database,
    FLAGS_FILE: files.flags,
    ERROR_LOG: files.errorLog,
    ADMIN_KEY_FILE: files.adminKey,
    SQLITE_MODULE: dirname(createRequire(import.meta.url).resolve('libsql')),
  };
  const backend = supervise(host, { name: 'wechat-backend', args: [join(files.app, 'server.js')], env });
  units.push(backend);
  const wishes = [`http://127.0.0.1:${port}`, historicId(40), files.lastOutcomes];
  const users = supervise(host, { name: 'users', args: [usersStandIn, ...wishes] });
  const close = async () => {
    await managers.close();
    await Promise.all([users, backend, redis].map((service) => service.stop()));
  };
  const programs: Program[] = [
    { name: 'wechat-backend', service: backend },
    { name: { 'zh-CN': 'Redis（替身）', en: 'Redis (stand-in)' }, service: redis },
    { name: { 'zh-CN': '用户（替身）', en: 'users (stand-in)' }, service: users },
  ];
  return { backend, programs, close };
}

async function untilItAnswers(url: string, backend: Service): Promise<void> {
  const isUp = async () => (await fetch(`${url}/api/version`).catch(() => undefined))?.ok;
  try {
    await waitUntil(isUp, { what: `the wechat backend to answer at ${url}` });
  } catch (cause) {
    const log = await readFile(backend.logFile, 'utf8');
    throw new Error(`The wechat backend does not start. Its log ends with:\n${log.slice(-800)}`, { cause });
  }
}
