import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LabHost } from '../../../sandbox/lab/lab-host.js';

const own = (file: string) => readFileSync(fileURLToPath(new URL(`./${file}`, import.meta.url)), 'utf8');

export const BACKUPS = '/opt/backups/points-app';

/** A release as it lies on a server. */
export type Release = { readonly version: string; readonly isHealthy: boolean };
export const GOOD: Release = { version: '1.0.0', isHealthy: true };
export const BROKEN: Release = { version: '2.0.0', isHealthy: false };

const START = 'pm2 start /opt/points-app/ecosystem.config.js --env production --cwd /opt/points-app >/dev/null';

/** What `user` may do as root: no more than the plan's steps ask for. */
const SUDOERS = [
  '/usr/local/bin/pm2',
  '/usr/bin/mv -T -- /opt/points-app*',
  '/usr/bin/mkdir -- /opt/points-app.next-*',
  '/usr/bin/tar -xzf * -C /opt/points-app.next-*',
  '/usr/bin/tar --compare -zf * -C /opt/points-app',
  '/usr/bin/rm -rf -- /opt/points-app.*',
  '/usr/bin/readlink /proc/[0-9]*/cwd',
].join(', ');

/** What every server of S4 has before it boots. */
export function layOut(host: LabHost): void {
  host.write('/etc/sudoers.d/backout', `user ALL=(root) NOPASSWD: ${SUDOERS}\n`, 0o440);
  host.write('/etc/nginx/sites-enabled/points-app', own('nginx.conf'));
  host.write('/opt/scripts/rollback.sh', own('rollback.sh'), 0o755);
}

/** Writes a release into a folder of a server. */
export function placeRelease(host: LabHost, folder: string, release: Release): void {
  host.write(`${folder}/dist/app.js`, own('app.js'));
  host.write(`${folder}/ecosystem.config.js`, own('ecosystem.config.js'));
  host.write(`${folder}/package.json`, JSON.stringify(release));
}

/** Makes this release live, and nothing else: as if no rollback had ever been here. */
export async function deploy(host: LabHost, release: Release): Promise<void> {
  await host.sh('pm2 delete points-app >/dev/null 2>&1 || true; rm -rf /opt/points-app*; mkdir -p /var/log/points-app');
  placeRelease(host, '/opt/points-app', release);
  await host.sh(`systemctl start nginx; ${START}`);
}

/** Deploys a release over the present one as deploy-production.sh does, up to its health check: the version before is still there. */
export async function deployHalfway(host: LabHost, release: Release): Promise<void> {
  await host.sh('pm2 delete points-app >/dev/null; mv /opt/points-app /opt/points-app_old');
  placeRelease(host, '/opt/points-app', release);
  await host.sh(START);
}

/** Leaves an archive of a release, as deploy-production.sh does; its name says that it was made so many minutes ago. */
export async function archive(host: LabHost, minutesAgo: number, release: Release): Promise<string> {
  placeRelease(host, '/srv/release', release);
  const name = `$(TZ=Asia/Shanghai date -d '-${minutesAgo} minutes' +%Y%m%d_%H%M%S)`;
  const said = await host.sh(`mkdir -p ${BACKUPS}
    file=${BACKUPS}/backup-${name}.tar.gz
    tar -czf "$file" -C /srv/release .
    rm -rf /srv/release
    echo "$file"`);
  return said.trim();
}

/** Brings an archive to another server, byte for byte. */
export function copyArchive(from: LabHost, to: LabHost, file: string): void {
  mkdirSync(dirname(join(to.root, file)), { recursive: true });
  copyFileSync(join(from.root, file), join(to.root, file));
}

/** What users get from a server, through its nginx: `1.0.0`, or an HTTP status. */
export async function served({ address }: LabHost): Promise<string> {
  const answer = await fetch(`http://${address}/api/`).catch(() => undefined);
  if (!answer?.ok) return String(answer?.status ?? 'nothing');
  return ((await answer.json()) as Release).version;
}
