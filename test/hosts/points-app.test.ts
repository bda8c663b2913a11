import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../sandbox/lab/lab.js';
import type { LabHost } from '../../sandbox/lab/lab-host.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import type { RunState } from '../../src/run/state.js';
import { recordOf } from '../../src/view/record.js';
import { walk } from '../e2e/walk.js';
import { describeInLab } from './lab/needs.js';
import {
  archive,
  BACKUPS,
  BROKEN,
  copyArchive,
  deploy,
  GOOD,
  layOut,
  placeRelease,
  type Release,
  served,
} from './points-app/ground.js';
import { raisePoints, type ServerName } from './points-app/stage.js';

describeInLab('S4 on three servers: the points app under pm2', () => {
  let lab: Lab<ServerName>;
  let stage: Awaited<ReturnType<typeof raisePoints>>;
  const names: readonly ServerName[] = ['app-1', 'app-2', 'app-3'];
  const servers = () => names.map((name) => lab.hosts[name]);
  const everywhere = <Seen>(look: (host: LabHost) => Promise<Seen>) => Promise.all(servers().map(look));
  const versions = () => everywhere(served);
  /** An archive that app-1 has, and app-2; app-3 must fetch it. */
  const archived = async (minutesAgo: number, release: Release) => {
    const file = await archive(lab.hosts['app-1'], minutesAgo, release);
    copyArchive(lab.hosts['app-1'], lab.hosts['app-2'], file);
    return file;
  };

  beforeAll(async () => {
    lab = await raiseLab({ 'app-1': [], 'app-2': [], 'app-3': [] }, (hosts) => Object.values(hosts).forEach(layOut));
    // app-3 fetches what it lacks from app-1.
    const ssh = join(lab.hosts['app-3'].root, 'home/user/.ssh');
    mkdirSync(ssh, { recursive: true });
    copyFileSync(lab.image.keyFile, join(ssh, 'id_ed25519'));
    const key = lab.hosts['app-1'].knownHosts.replace(/^\S+/, 'app-1');
    writeFileSync(join(ssh, 'known_hosts'), `${key}\n`);
    await lab.hosts['app-3'].sh('chown -R user:user /home/user/.ssh; chmod 600 /home/user/.ssh/id_ed25519');
    stage = await raisePoints(lab);
  }, 600_000);
  afterAll(async () => {
    await stage?.close();
    await lab?.close();
  });

  beforeEach(async () => {
    await everywhere(async (host) => {
      await host.sh(`rm -rf ${BACKUPS} /home/user/.backout`);
      await deploy(host, BROKEN);
    });
    await waitUntil(async () => (await versions()).join() === '500,500,500', { what: 'users to see errors' });
  }, 120_000);

  const rollBack = (scheme = 'rollback') => stage.live.carryOut('points-app', scheme, 'P0');

  test('by clicks: asked for, approved, verified, and users are well again', async () => {
    await archived(60, GOOD);
    const { people, close } = await stage.raiseBot();
    const [command, severity] = ['scheme-rollback', 'P0 核心功能完全不可用'];
    const answers = ['支付流程完整可用', '积分发放准确无误'];
    const closed = await walk({ people, channel: 'C0INCIDENT', command, severity, answers });
    await close();
    // Each server has its line.
    for (const name of names) expect(closed).toContain(name);
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
  }, 300_000);

  test('every server goes back to the archive, one after the other; the bad version is kept', async () => {
    await archived(60, GOOD);
    const run = await rollBack();
    expect(failures(run)).toEqual([]);
    expect(run.outcome).toBe('succeeded');
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    for (const host of servers()) {
      expect(host.read(`/opt/points-app.kept-${run.id}/package.json`)).toContain('2.0.0');
    }
  }, 300_000);

  test('a truncated archive is refused before anybody is asked, and no server is touched', async () => {
    const file = await archived(60, GOOD);
    truncateSync(join(lab.hosts['app-1'].root, file), 300);
    await expect(rollBack()).rejects.toThrow(/backup\.unusable.*unreadable/);
    expect(await everywhere((host) => host.sh('ls -d /opt/points-app*'))).toEqual(Array(3).fill('/opt/points-app\n'));
    expect(await versions()).toEqual(['500', '500', '500']);
  }, 120_000);

  test('a version that is not healthy on the canary is taken back there, and the others are not touched', async () => {
    const before = await everywhere((host) => host.sh('ls -di /opt/points-app'));
    await archived(60, { version: '0.9.0', isHealthy: false });
    const run = await rollBack();
    expect(run.steps.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['healthy-app-1']);
    expect(run.outcome).toBe('restored');
    expect(run.restore?.steps.map(({ id, status }) => [id, status])).toEqual([
      ['start-app-1-undo', 'succeeded'],
      ['switch-app-1-undo', 'succeeded'],
      ['stop-app-1-undo', 'succeeded'],
    ]);
    expect(await everywhere((host) => host.sh('ls -di /opt/points-app'))).toEqual(before);
    expect(await lab.hosts['app-1'].sh('curl -s http://127.0.0.1:3000/')).toContain('2.0.0');
    // The record says so, in the words of the document's rollback.sh.
    expect(recordOf(run)).toContain('已恢复原状');
  }, 300_000);

  test('when the second server cannot run the version, the first goes back, too, and the third is not touched', async () => {
    await archived(60, GOOD);
    lab.hosts['app-2'].write('/etc/points-app/refused', GOOD.version);
    const run = await rollBack().finally(() => lab.hosts['app-2'].sh('rm /etc/points-app/refused'));
    expect(run.steps.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['healthy-app-2']);
    expect(run.outcome).toBe('restored');
    const undone = (host: string) => ['start', 'switch', 'stop'].map((step) => `${step}-${host}-undo`);
    expect(run.restore?.steps.map(({ id }) => id)).toEqual([...undone('app-2'), ...undone('app-1')]);
    expect(run.steps.find(({ id }) => id === 'stop-app-3')?.status).toBe('pending');
    expect(await lab.hosts['app-1'].sh('curl -s http://127.0.0.1:3000/')).toContain('2.0.0');
  }, 300_000);

  test('a second rollback after a first nests nothing: each keeps what it replaced', async () => {
    await archived(60, GOOD);
    const first = await rollBack();
    await archived(30, { version: '1.1.0', isHealthy: true });
    const second = await rollBack();
    expect([first.outcome, second.outcome]).toEqual(['succeeded', 'succeeded']);
    expect(await versions()).toEqual(['1.1.0', '1.1.0', '1.1.0']);
    const [app] = servers();
    expect(app?.read(`/opt/points-app.kept-${first.id}/package.json`)).toContain('2.0.0');
    expect(app?.read(`/opt/points-app.kept-${second.id}/package.json`)).toContain('1.0.0');
  }, 300_000);

  test('a deployment that failed on one server is recovered there, from what it left', async () => {
    const [good, failed] = [lab.hosts['app-1'], lab.hosts['app-3']];
    for (const host of [good, lab.hosts['app-2']]) await deploy(host, GOOD);
    await deploy(failed, GOOD);
    await failed.sh('pm2 stop points-app; mv /opt/points-app /opt/points-app_old');
    placeRelease(failed, '/opt/points-app', BROKEN);
    await failed.sh(
      `pm2 delete points-app; pm2 start /opt/points-app/ecosystem.config.js --env production --cwd /opt/points-app`,
    );
    await waitUntil(async () => (await versions()).join() === '1.0.0,1.0.0,500', { what: 'the deployment to fail' });
    const run = await rollBack('recover');
    expect(failures(run)).toEqual([]);
    expect(run.outcome).toBe('succeeded');
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    expect(await everywhere((host) => host.sh('ls -d /opt/points-app*'))).toEqual([
      '/opt/points-app\n',
      '/opt/points-app\n',
      `/opt/points-app\n/opt/points-app.kept-${run.id}\n`,
    ]);
  }, 300_000);

  test("the document's own rollback.sh takes the service down: pm2 finds no file", async () => {
    const host = lab.hosts['app-1'];
    await archive(host, 60, GOOD);
    const ran = await host.trySh(
      'cd /opt && sed -i "s/sleep 10/sleep 1/" /opt/scripts/rollback.sh && sudo bash /opt/scripts/rollback.sh',
    );
    expect(ran.code).toBe(1);
    expect(ran.output).toContain('File ecosystem.config.js not found');
    expect(await served(host)).toBe('502');
  }, 120_000);
});

/** What did not pass, with what was said, for whoever reads a failed test. */
function failures({ steps, checks, prechecks }: RunState) {
  return [
    ...steps.filter(({ status }) => status !== 'succeeded').map(({ id, status, output }) => [id, status, output?.text]),
    ...[...prechecks, ...checks]
      .filter(({ weight, answer }) => weight === 'required' && answer?.verdict !== 'pass')
      .map(({ id, answer }) => [id, answer]),
  ];
}
