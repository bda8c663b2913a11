import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layOutBackups } from '../../systems/meiyueart/backups.js';
import { program, webFiles } from '../../systems/meiyueart/files.js';
import { placeRoutes, prepareControl, type Release, testAccount } from '../../systems/meiyueart/prepare.js';
import type { LabHost } from '../lab-host.js';
import type { LabSystem } from '../lab-system.js';
import { run } from '../run.js';

const own = (file: string) => fileURLToPath(new URL(`./${file}`, import.meta.url));
const users = fileURLToPath(new URL('../../systems/meiyueart/users-stand-in.js', import.meta.url));
const backend = '/var/www/meiyueart.com/admin-backend';
export const routes = `${backend}/routes`;
export const deployDir = '/home/user/meiyueart-deploy';
/** What the stand-in for the users met last, on the deploy host. */
export const lastVisit = '/opt/users/met.json';

export type MeiyueartHosts = { readonly web: LabHost; readonly control: LabHost };

const environment = 'DATABASE=/var/lib/lingzhi_admin_backend/users.db';

export const bad: Release = { 'user_system.py': 'bad', 'change_password.py': 'bad' };

/** S1 on two disks before they boot: the real Flask application behind nginx, its dated backups, and the deploy host. */
export async function layOut({ web, control }: MeiyueartHosts): Promise<void> {
  const files = webFiles({ root: web.root, home: join(web.root, 'home/user') });
  mkdirSync(files.routes, { recursive: true });
  for (const file of readdirSync(own('backend')))
    copyFileSync(join(own('backend'), file), join(web.root, backend, file));
  await placeRoutes(files.routes, bad);
  await layOutBackups(files.backups, new Date());
  web.write('/var/log/lingzhi_admin_backend/error.log', '');
  web.write('/etc/supervisor/conf.d/lingzhi.conf', readFileSync(own('lingzhi.conf'), 'utf8'));
  web.write('/etc/nginx/sites-enabled/meiyueart', readFileSync(own('nginx.conf'), 'utf8'));
  const allowed = ['restart', 'status'].map((verb) => `/usr/bin/supervisorctl ${verb} ${program}`);
  web.write('/etc/sudoers.d/backout', `user ALL=(root) NOPASSWD: ${allowed.join(', ')}\n`, 0o440);
  const production = { host: web.address, port: 22, user: 'user', root: '/', home: '/home/user' };
  const home = join(control.root, 'home/user');
  await prepareControl({ home }, { ...production, clientKeyFile: web.keyFile, knownHosts: web.knownHosts }, bad);
  control.write('/opt/users/users.mjs', readFileSync(users, 'utf8'));
  for (const { root } of [web, control]) await run('chown', ['-R', '1000:1000', join(root, 'home/user')]);
}

/** Starts what the hosts run, and the stand-ins for users, who come from the other host. */
export async function start({ web, control }: MeiyueartHosts): Promise<void> {
  const { username, password } = testAccount;
  await web.sh(`
    mkdir -p /var/lib/lingzhi_admin_backend
    ${environment} python3 ${backend}/create_account.py ${username} ${password}
    chown -R user:user ${backend} /var/lib/lingzhi_admin_backend /var/log/lingzhi_admin_backend
    systemctl start supervisor nginx`);
  await control.sh(`systemd-run --quiet --unit=users --setenv=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \\
    node /opt/users/users.mjs https://meiyueart.com ${username} ${password} ${lastVisit}`);
}

export function inventory(lab: MeiyueartHosts, plans?: string): LabSystem {
  return {
    ...{
      name: 'meiyueart',
      channel: 'C0MEIYUEART',
      requesters: ['ops'],
      roles: { ops: ['U0ZHAO6', 'U0WANG5', 'U0LI4'] },
    },
    targets: { web: lab.web, control: lab.control },
    variables: {
      API: 'https://meiyueart.com',
      BACKUP_DIR: '/home/user/backups',
      ROUTES: routes,
      PROGRAM: program,
      ERROR_LOG: '/var/log/lingzhi_admin_backend/error.log',
      DEPLOY_DIR: deployDir,
      PRODUCTION: 'user@meiyueart.com',
    },
    ...(plans === undefined ? {} : { plans }),
  };
}
