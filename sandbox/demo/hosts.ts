import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Box, startBox } from '../host/box.js';
import { program } from '../systems/meiyueart/files.js';
import { type Meiyueart, startMeiyueart } from '../systems/meiyueart/start.js';
import { waitUntil } from '../systems/wait-until.js';
import { startWechatBackend, type WechatBackend } from '../systems/wechat-backend/start.js';
import type { Binding } from './inventory.js';
import type { Production } from './production.js';
import type { Teardown } from './teardown.js';

export const SYSTEMS = ['wechat-backend', 'meiyueart'] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** A system on its hosts, how the inventory binds it, and what the side panel shows. */
export type Raised<System> = {
  readonly system: System;
  readonly binding: Binding;
  readonly shown: Production['systems'][number];
  /** Returns when its users meet what is broken. */
  untilSeenBroken(): Promise<void>;
};

type Ground = { readonly base: string; readonly teardown: Teardown; readonly signal: AbortSignal | undefined };

/** The wechat backend (seed S2) on its server. */
export async function raiseWechat(ground: Ground): Promise<Raised<WechatBackend> & { readonly box: Box }> {
  const box = await raiseBox(ground, 'wechat-1', 'deploy');
  const system = await startWechatBackend(box);
  ground.teardown.add(system.close);
  const { files, url, service, adminKey } = system;
  return {
    box,
    system,
    shown: { system, hosts: [{ name: 'app', box }] },
    binding: {
      name: system.name,
      channel: 'C0INCIDENT',
      requesters: ['ops-lead', 'backend-lead'],
      roles: {
        cto: ['U0ZHANG3'],
        'tech-director': ['U0LI4'],
        'backend-lead': ['U0WANG5'],
        'ops-lead': ['U0ZHAO6'],
        'product-manager': ['U0QIAN7'],
      },
      targets: { app: box },
      variables: {
        API: url,
        ADMIN_API: url,
        BACKUP_DIR: files.backups,
        APP_DIR: files.app,
        DATABASE: files.database,
        DATABASE_DIR: dirname(files.database),
        ERROR_LOG: files.errorLog,
        SERVICE: service.name,
      },
      secrets: { ADMIN_KEY: adminKey },
    },
    untilSeenBroken: () =>
      until(ground, 'the diagnosis to be seen broken', async () => {
        const { errorRate = 0, diagnosisWorks } = await system.observe();
        return errorRate > 0.5 && diagnosisWorks === false;
      }),
  };
}

type MeiyueartHosts = { readonly box: Box; readonly control: Box };

/** meiyueart.com (seed S1): the production server and the host that the team deploys from. */
export async function raiseMeiyueart(ground: Ground): Promise<Raised<Meiyueart> & MeiyueartHosts> {
  const box = await raiseBox(ground, 'meiyueart-web', 'user');
  const control = await raiseBox(ground, 'meiyueart-control', 'deploy');
  const system = await startMeiyueart(box, control);
  ground.teardown.add(system.close);
  const { files, url } = system;
  return {
    ...{ box, control, system },
    shown: {
      system,
      hosts: [
        { name: 'web', box },
        { name: 'control', box: control },
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
        BACKUP_DIR: files.backups,
        ROUTES: files.routes,
        PROGRAM: program,
        ERROR_LOG: files.errorLog,
        DEPLOY_DIR: system.control.deployDir,
        PRODUCTION: system.control.destination,
        REMOTE_ROUTES: files.routes,
      },
      secrets: {},
    },
    untilSeenBroken: () =>
      until(ground, 'the bad release to be seen', async () => {
        const { referrerShown, passwordWorks } = await system.observe();
        return referrerShown === false && passwordWorks === false;
      }),
  };
}

async function raiseBox({ base, teardown, signal }: Ground, name: string, user: string): Promise<Box> {
  signal?.throwIfAborted();
  const root = join(base, name);
  await mkdir(root);
  const box = await startBox({ name, root, user });
  teardown.add(box.close);
  signal?.throwIfAborted();
  return box;
}

async function until({ signal }: Ground, what: string, look: () => Promise<boolean>): Promise<void> {
  const isSeen = () => {
    signal?.throwIfAborted();
    return look();
  };
  await waitUntil(isSeen, { what });
}
