import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { type Service, supervise } from '../supervise.js';
import type { System, SystemHost } from '../system.js';
import { waitUntil } from '../wait-until.js';
import { historicId } from './database.js';
import { deployBadRelease } from './deploy.js';
import { type Observation, observe, toSight } from './observe.js';
import { type PreparedWechatBackend, prepareWechatBackend } from './prepare.js';
import { watchUsers } from './users.js';

export type WechatBackend = System &
  PreparedWechatBackend & {
    /** The API, as users and the bot reach it. */
    readonly url: string;
    /** What its users meet right now, seen from outside the bot. */
    observe(): Promise<Observation>;
    /** Deploys the bad release again: v2.0.0-phase1 with every v2 flag on. */
    breakDiagnosis(): Promise<void>;
  };

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** Prepares the wechat backend on the host and starts it with its users, broken by v2.0.0-phase1. */
export async function startWechatBackend(host: SystemHost, now = new Date()): Promise<WechatBackend> {
  const prepared = await prepareWechatBackend(host.root, now);
  const [port, redisPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const users = watchUsers();
  const redis = supervise(host, { args: [here('./redis-stand-in.js'), `${redisPort}`] });
  const backend = supervise(host, {
    args: [`${prepared.files.app}/server.js`],
    env: settings(prepared, port, redisPort),
  });
  await untilItAnswers(url);
  const traffic = supervise(host, { args: [here('./traffic.js'), url, historicId(40)], onLine: users.hear });

  const look = () => observe(url, prepared.files, users);
  const breakDiagnosis = async () => {
    await deployBadRelease(prepared.files, backend);
    await untilItAnswers(url);
  };
  return {
    ...prepared,
    name: 'wechat-backend',
    title: '微信后端 / WeChat backend',
    url,
    observe: look,
    look: async () => toSight(await look()),
    breakDiagnosis,
    actions: [
      { id: 'break', label: '再次弄坏诊断功能 / Break the diagnosis again', danger: true, perform: breakDiagnosis },
    ],
    close: () => stopAll([traffic, backend, redis]),
  };
}

function settings({ files }: PreparedWechatBackend, port: number, redisPort: number): Record<string, string> {
  return {
    PORT: `${port}`,
    REDIS_PORT: `${redisPort}`,
    DATABASE: files.database,
    FLAGS_FILE: files.flags,
    ERROR_LOG: files.errorLog,
    ADMIN_KEY_FILE: files.adminKey,
    SQLITE_MODULE: dirname(createRequire(import.meta.url).resolve('libsql')),
  };
}

async function untilItAnswers(url: string): Promise<void> {
  const isUp = () =>
    fetch(`${url}/api/version`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isUp, { what: `the wechat backend to answer at ${url}` });
}

async function stopAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.stop()));
}
