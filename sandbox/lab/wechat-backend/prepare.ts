import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historicId } from '../../systems/wechat-backend/database.js';
import { wechatFiles } from '../../systems/wechat-backend/files.js';
import { prepareWechatBackend } from '../../systems/wechat-backend/prepare.js';
import { wechatRoles } from '../../systems/wechat-backend/roles.js';
import type { LabHost } from '../lab-host.js';
import type { LabSystem } from '../lab-system.js';
import { run } from '../run.js';

export type WechatHosts = { readonly app: LabHost; readonly users: LabHost };

const own = (file: string) => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');
const usersProgram = fileURLToPath(new URL('../../systems/wechat-backend/users-stand-in.js', import.meta.url));

/** The document's own paths on the host. */
export const paths = wechatFiles('/');
/** What the stand-in for the users met last, on the host of theirs. */
export const lastOutcomes = '/opt/users/met.json';
/** A report that was there long before the release. */
export const oldReport = historicId(40);

/** S2 on its disk before it boots: the repository with its tags, the database, its backups, the unit and nginx. */
export async function layOut({ app, users }: WechatHosts): Promise<void> {
  // Elsewhere first: the SQLite of this process lets go of a file late, and a disk in use cannot be taken away.
  const folder = mkdtempSync(join(tmpdir(), 'backout-wechat-'));
  await prepareWechatBackend(folder);
  await run('cp', ['-a', ...['data', 'etc', 'var'].map((name) => join(folder, name)), app.root]);
  rmSync(folder, { recursive: true });
  app.write('/etc/systemd/system/wechat-backend.service', own('wechat-backend.service'));
  app.write('/etc/nginx/sites-enabled/wechat-backend', own('nginx.conf'));
  const allowed = ['stop', 'start', 'restart'].map((verb) => `/usr/bin/systemctl ${verb} wechat-backend`);
  app.write('/etc/sudoers.d/backout', `user ALL=(root) NOPASSWD: ${allowed.join(', ')}\n`, 0o440);
  // The account that the service and Backout share.
  const theirs = ['data', 'var/log/wechat-backend', 'etc/wechat-backend'].map((folder) => join(app.root, folder));
  await run('chown', ['-R', '1000:1000', ...theirs]);
  users.write('/opt/users/users.mjs', readFileSync(usersProgram, 'utf8'));
}

/** Starts what the hosts run, and the stand-ins for users, who come from the other host. */
export async function start({ app, users }: WechatHosts): Promise<void> {
  await app.sh(`
    cp -p ${paths.database} /root/good.db
    systemctl start redis-server nginx wechat-backend`);
  await users.sh(`systemd-run --quiet --unit=users --setenv=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \\
    node /opt/users/users.mjs https://api.example.com ${oldReport} ${lastOutcomes}`);
}

export function inventory({ app }: WechatHosts, plans?: string): LabSystem {
  return {
    ...{ name: 'wechat-backend', channel: 'C0INCIDENT', requesters: ['ops-lead', 'backend-lead'], targets: { app } },
    roles: wechatRoles,
    variables: {
      API: 'https://api.example.com',
      ADMIN_API: 'http://localhost:5000',
      BACKUP_DIR: paths.backups,
      ERROR_LOG: paths.errorLog,
      APP_DIR: paths.app,
      DATABASE: paths.database,
      DATABASE_DIR: dirname(paths.database),
      SERVICE: 'wechat-backend',
    },
    secrets: { ADMIN_KEY: app.read(paths.adminKey).trim() },
    ...(plans === undefined ? {} : { plans }),
  };
}
