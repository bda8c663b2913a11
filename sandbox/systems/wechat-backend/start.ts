import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { freePort } from '../free-port.js';
import { programBeside } from '../run-node.js';
import { type Service, supervise } from '../supervise.js';
import type { System, SystemHost } from '../system.js';
import { waitUntil } from '../wait-until.js';
import { historicId } from './database.js';
import { deployBadRelease } from './deploy.js';
import { type Observation, observe, toSight } from './observe.js';
import { type PreparedWechatBackend, prepareWechatBackend } from './prepare.js';

export type WechatBackend = System &
  PreparedWechatBackend & {
    /** The API, as users and the bot reach it. */
    readonly url: string;
    /** What its users meet right now, seen from outside the bot. */
    observe(): Promise<Observation>;
    /** Deploys the bad release again: v2.0.0-phase1 with every v2 flag on. */
    breakDiagnosis(): Promise<void>;
  };

const breakLabel = { 'zh-CN': '再次弄坏诊断功能', en: 'Break the diagnosis again' };

/** Prepares the wechat backend on the host and starts it with its users, broken by v2.0.0-phase1. */
export async function startWechatBackend(host: SystemHost, now = new Date()): Promise<WechatBackend> {
  const prepared = await prepareWechatBackend(host.root, now);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { backend, close } = await startServices(host, prepared, port);
  await untilItAnswers(url, backend).catch(async (error) => {
    await close();
    throw error;
  });

  const look = () => observe(url, prepared.files);
  const breakDiagnosis = async () => {
    await deployBadRelease(prepared.files, backend);
    await untilItAnswers(url, backend);
  };
  return {
    ...prepared,
    name: 'wechat-backend',
    title: { 'zh-CN': '微信后端', en: 'WeChat backend' },
    url,
    observe: look,
    look: async () => toSight(await look()),
    breakDiagnosis,
    actions: [{ id: 'break', label: breakLabel, danger: true, perform: breakDiagnosis }],
    close,
  };
}

/** The backend itself, and the stand-ins for Redis and for its users. */
async function startServices(host: SystemHost, { files }: PreparedWechatBackend, port: number) {
  const redisPort = await freePort();
  const redisStandIn = programBeside(import.meta.url, './redis-stand-in.js');
  const usersStandIn = programBeside(import.meta.url, './users-stand-in.js');
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
  const wishes = [`http://127.0.0.1:${port}`, historicId(40), files.lastDiagnosis];
  const users = supervise(host, { name: 'users', args: [usersStandIn, ...wishes] });
  const close = async () => {
    await Promise.all([users, backend, redis].map((service) => service.stop()));
  };
  return { backend, close };
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
