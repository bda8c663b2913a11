import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { raiseLab } from '../../../sandbox/lab/lab.js';
import type { LabHost } from '../../../sandbox/lab/lab-host.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import type { RunState } from '../../../src/run/state.js';
import { archive, BACKUPS, BROKEN, copyArchive, deploy, layOut, type Release, served } from './ground.js';
import { type PointsLab, raisePoints, type ServerName } from './stage.js';

export const names: readonly ServerName[] = ['app-1', 'app-2', 'app-3'];

/** For a suite: three servers, before each test with the broken release live and no archive, and what rolls them back. */
export function raiseServers() {
  let lab: PointsLab;
  let stage: Awaited<ReturnType<typeof raisePoints>>;
  const everywhere = <Seen>(look: (host: LabHost) => Promise<Seen>) =>
    Promise.all(names.map((name) => look(lab.hosts[name])));
  const versions = () => everywhere(served);

  beforeAll(async () => {
    lab = await raiseLab({ 'app-1': [], 'app-2': [], 'app-3': [], monitor: [] }, (hosts) => {
      for (const name of names) layOut(hosts[name]);
    });
    await letFetch(lab);
    stage = await raisePoints(lab);
  }, 600_000);
  afterAll(async () => {
    await stage?.close();
    await lab?.close();
  });
  beforeEach(async () => {
    await everywhere(async (host) => {
      await host.sh(`rm -rf ${BACKUPS} /home/user/.backout /etc/points-app`);
      await deploy(host, BROKEN);
    });
    await waitUntil(async () => (await versions()).join() === '500,500,500', { what: 'users to see errors' });
  }, 120_000);

  return {
    stage: () => stage,
    host: (name: ServerName) => lab.hosts[name],
    everywhere,
    /** What users get from each server. */
    versions,
    /** What of the application lies on each server, the live folder first. */
    folders: () => everywhere(async (host) => (await host.sh('ls -d /opt/points-app*')).trim().split('\n')),
    /** Leaves an archive that app-1 has, and app-2; app-3 must fetch it. */
    async archived(minutesAgo: number, release: Release): Promise<string> {
      const file = await archive(lab.hosts['app-1'], minutesAgo, release);
      copyArchive(lab.hosts['app-1'], lab.hosts['app-2'], file);
      return file;
    },
    rollBack: (scheme = 'rollback'): Promise<RunState> => stage.live.carryOut('points-app', scheme, 'P0'),
  };
}

/** app-3 fetches from app-1 what it lacks. */
async function letFetch({ hosts, image }: PointsLab): Promise<void> {
  const ssh = join(hosts['app-3'].root, 'home/user/.ssh');
  mkdirSync(ssh, { recursive: true });
  copyFileSync(image.keyFile, join(ssh, 'id_ed25519'));
  writeFileSync(join(ssh, 'known_hosts'), `${hosts['app-1'].knownHosts.replace(/^\S+/, 'app-1')}\n`);
  await hosts['app-3'].sh('chown -R user:user /home/user/.ssh; chmod 600 /home/user/.ssh/id_ed25519');
}
