import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BoxOptions, Host } from '../host/box.js';
import { program } from '../systems/meiyueart/files.js';
import { isSeenBroken as isMeiyueartBroken } from '../systems/meiyueart/observe.js';
import { type Meiyueart, startMeiyueart } from '../systems/meiyueart/start.js';
import { isSeenBroken as isWechatBroken } from '../systems/wechat-backend/observe.js';
import { wechatRoles } from '../systems/wechat-backend/roles.js';
import { startWechatBackend, type WechatBackend } from '../systems/wechat-backend/start.js';
import type { Ground } from './bot-stage.js';
import { type Raised, untilSeen } from './raised.js';

export const SYSTEMS = ['wechat-backend', 'meiyueart'] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** Starts a host; `startBox`, unless something closer to production is wanted. */
export type StartHost<Started extends Host> = (options: Pick<BoxOptions, 'name' | 'root' | 'user'>) => Promise<Started>;

/** The wechat backend (seed S2) on its server. */
export async function raiseWechat<Started extends Host>(
  ground: Ground,
  start: StartHost<Started>,
): Promise<Raised<WechatBackend> & { readonly box: Started }> {
  const box = await raiseHost(ground, start, 'wechat-1', 'deploy');
  const system = await startWechatBackend(box);
  ground.teardown.add(system.close);
  const { files, url, service, adminKey } = system;
  return {
    box,
    system,
    shown: { system, hosts: [{ name: 'app', login: box }] },
    binding: {
      name: system.name,
      channel: 'C0INCIDENT',
      requesters: ['ops-lead', 'backend-lead'],
      roles: wechatRoles,
      targets: { app: box },
      variables: {
        API: url,
        ADMIN_API: url,
        BACKUP_DIR: box.inside(files.backups),
        APP_DIR: box.inside(files.app),
        DATABASE: box.inside(files.database),
        DATABASE_DIR: box.inside(dirname(files.database)),
        ERROR_LOG: box.inside(files.errorLog),
        SERVICE: service.name,
      },
      secrets: { ADMIN_KEY: adminKey },
    },
    untilSeenBroken: () =>
      untilSeen(ground.signal, 'the diagnosis to be seen broken', async () => isWechatBroken(await system.observe())),
  };
}

type MeiyueartHosts<Started> = { readonly box: Started; readonly control: Started };

/** meiyueart.com (seed S1): the production server and the host that the team deploys from. */
export async function raiseMeiyueart<Started extends Host>(
  ground: Ground,
  start: StartHost<Started>,
): Promise<Raised<Meiyueart> & MeiyueartHosts<Started>> {
  const box = await raiseHost(ground, start, 'meiyueart-web', 'user');
  const control = await raiseHost(ground, start, 'meiyueart-control', 'deploy');
  const system = await startMeiyueart(box, control);
  ground.teardown.add(system.close);
  const { files, url } = system;
  return {
    ...{ box, control, system },
    shown: {
      system,
      hosts: [
        { name: 'web', login: box },
        { name: 'control', login: control },
      ],
    },
    binding: {
      name: system.name,
      channel: 'C0MEIYUEART',
      requesters: ['ops'],
      roles: { ops: ['U0ZHAO6', 'U0WANG5', 'U0LI4'] },
      targets: { web: box, control },
      variables: {
        API: url,
        BACKUP_DIR: box.inside(files.backups),
        ROUTES: box.inside(files.routes),
        PROGRAM: program,
        ERROR_LOG: box.inside(files.errorLog),
        DEPLOY_DIR: control.inside(system.control.deployDir),
        PRODUCTION: system.control.destination,
        REMOTE_ROUTES: box.inside(files.routes),
      },
      secrets: {},
    },
    untilSeenBroken: () =>
      untilSeen(ground.signal, 'the bad release to be seen', async () => isMeiyueartBroken(await system.observe())),
  };
}

async function raiseHost<Started extends Host>(
  { base, teardown, signal }: Ground,
  start: StartHost<Started>,
  name: string,
  user: string,
): Promise<Started> {
  signal?.throwIfAborted();
  const root = join(base, name);
  await mkdir(root);
  const host = await start({ name, root, user });
  teardown.add(host.close);
  signal?.throwIfAborted();
  return host;
}
