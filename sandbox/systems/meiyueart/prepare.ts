import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Box } from '../../host/box.js';
import { chinaTime } from '../china-time.js';
import { hashPassword } from './accounts.js';
import { layOutBackups } from './backups.js';
import { type Content, program, type RouteFile, releaseFile, routeFiles, type WebFiles, webFiles } from './files.js';

/** The account that checks and stand-in users log in with. */
export const testAccount = { username: 'test_account', password: 'test123456' };

/** Where the team deploys from, on the control host. */
export type ControlFiles = { readonly deployDir: string; readonly routes: string; readonly destination: string };

/** Which text each of the two files gets. */
export type Release = Readonly<Record<RouteFile, Content>>;

/** Lays out the production server (seed S1): the backend's files, dated backups, an account and earlier errors. */
export async function prepareWeb(web: Pick<Box, 'root' | 'home'>, release: Release, now: Date): Promise<WebFiles> {
  const files = webFiles(web);
  for (const directory of [files.routes, files.backups, dirname(files.errorLog)]) {
    await mkdir(directory, { recursive: true });
  }
  for (const file of [files.accounts, files.lastVisit]) await mkdir(dirname(file), { recursive: true });
  await copyFile(releaseFile('app', 'app.py'), join(files.backend, 'app.py'));
  await placeRoutes(files.routes, release);
  await layOutBackups(files.backups, now);
  const { username, password } = testAccount;
  const account = { id: 10_001, username, nickname: '测试账号', phone: '138****0000', referrer: 'test_referrer' };
  const password_hash = hashPassword(password);
  const created_at = '2026-01-05 10:00:00';
  await writeFile(files.accounts, JSON.stringify([{ ...account, created_at, password_hash }], null, 2));
  await writeFile(files.errorLog, earlierErrors(now));
  return files;
}

/** Lays out the control host: the deploy script, the release it deployed last, and the way to production. */
export async function prepareControl(
  { home }: Pick<Box, 'home'>,
  web: Pick<Box, 'port' | 'user' | 'clientKeyFile' | 'knownHosts' | 'root' | 'home'> & { readonly host: string },
  release: Release,
): Promise<ControlFiles> {
  const [deployDir, ssh] = [join(home, 'meiyueart-deploy'), join(home, '.ssh')];
  const routes = join(deployDir, 'admin-backend/routes');
  const destination = `${web.user}@meiyueart.com`;
  await mkdir(routes, { recursive: true });
  await mkdir(ssh, { recursive: true, mode: 0o700 });
  await copyFile(releaseFile('deploy', 'deploy_now.sh'), join(deployDir, 'deploy_now.sh'));
  const settings = { PRODUCTION: destination, REMOTE_ROUTES: webFiles(web).routes, PROGRAM: program };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=\${${name}:-'${value}'}\n`);
  await writeFile(join(deployDir, 'deploy.conf'), lines.join(''));
  await placeRoutes(routes, release);
  await copyFile(web.clientKeyFile, join(ssh, 'id_ed25519'));
  await writeFile(join(ssh, 'known_hosts'), `${web.knownHosts}\n`);
  await writeFile(join(ssh, 'config'), `Host meiyueart.com\n  HostName ${web.host}\n  Port ${web.port}\n`);
  return { deployDir, routes, destination };
}

/** Puts a release's files into a folder. */
export async function placeRoutes(directory: string, release: Release): Promise<void> {
  for (const file of routeFiles) await copyFile(releaseFile(release[file], file), join(directory, file));
}

/** The errors of the last half hour, since the release. */
function earlierErrors(now: Date): string {
  const lines = Array.from({ length: 60 }, (_, index) => {
    const at = new Date(now.getTime() - (60 - index) * 30_000);
    return `${chinaTime(at)} ERROR [/api/user/password] sqlite3.OperationalError: no such column: password_digest\n`;
  });
  return lines.join('');
}
