import { truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { recordOf } from '../../src/view/record.js';
import { cardWith, DIRECTOR, OPS, walk } from '../e2e/walk.js';
import { describeInLab } from './lab/needs.js';
import { archive, BROKEN, deploy, deployHalfway, GOOD, served } from './points-app/ground.js';
import { names, raiseServers } from './points-app/three-servers.js';
import { failures, watched } from './points-app/told.js';

const channel = 'C0INCIDENT';
const ANSWERS = ['支付流程完整可用', '积分发放准确无误'];
const severity = 'P0 核心功能完全不可用';

describeInLab('S4 on three servers: the points app under pm2', () => {
  const servers = raiseServers();
  const { archived, everywhere, folders, rollBack, versions } = servers;
  const numbers = () => everywhere((host) => host.sh('ls -di /opt/points-app'));

  test('by clicks: asked for, approved, verified, and users are well again; then all of it is taken back', async () => {
    const before = await numbers();
    await archived(60, GOOD);
    const { people, close } = await servers.stage().raiseBot();
    const closed = await walk({ people, channel, command: 'scheme-rollback', severity, answers: ANSWERS });
    // Each server has its line.
    for (const name of names) expect(closed).toContain(name);
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    const [[, kept = ''] = []] = await folders();
    const run = kept.replace('/opt/points-app.kept-', '');

    await people.slash(OPS, `undo ${run}`, { channel });
    await people.waitForModal(OPS, { timeoutMs: 20_000 });
    expect(await people.submit(OPS, { 理由: '新版本的数据旧版本读不了' })).toMatchObject({ ok: true });
    await cardWith({ people, channel }, '[批准]', 60_000);
    await people.click(DIRECTOR, '批准', { confirm: true });
    expect(await cardWith({ people, channel }, '撤销成功', 120_000)).toContain(run);
    await close();
    // The later version is live on all three, in the very folders of before, and what was rolled back to is kept aside.
    expect(await numbers()).toEqual(before);
    await everywhere(async (host) => expect(await host.sh('curl -s http://127.0.0.1:3000/')).toContain('2.0.0'));
    expect(await folders()).toEqual(Array(3).fill(['/opt/points-app', `/opt/points-app.undone-${run}`]));
  }, 300_000);

  test('every server goes back to the archive, one after the other; the bad version is kept', async () => {
    await archived(60, GOOD);
    const run = await rollBack();
    expect(failures(run)).toEqual([]);
    expect(run.outcome).toBe('succeeded');
    // Prometheus had seen errors until then.
    expect(watched(run.checks)).toEqual({ up: 'pass', 'error-rate': 'pass', 'response-time': 'pass' });
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    for (const name of names) {
      expect(servers.host(name).read(`/opt/points-app.kept-${run.id}/package.json`)).toContain('2.0.0');
    }
  }, 300_000);

  test('a truncated archive is listed as broken, nobody can ask for it, and no server is touched', async () => {
    const file = await archived(60, GOOD);
    truncateSync(join(servers.host('app-1').root, file), 300);
    const { engine } = servers.stage().live;
    const broken = { name: basename(file), unusable: 'unreadable' };
    expect(await engine.backups('points-app')).toMatchObject({ value: [{ backups: [broken] }] });
    await expect(rollBack()).rejects.toThrow(/backup\.missing/);
    const wish = { system: 'points-app', scheme: 'rollback', severity: 'P0', backup: basename(file) };
    const told = { reason: '演练', impact: '无', by: 'U0ZHAO6', channel };
    expect(await engine.request({ ...wish, ...told })).toMatchObject({
      failure: { code: 'backup.unusable', facts: { why: 'unreadable' } },
    });
    expect(await folders()).toEqual(Array(3).fill(['/opt/points-app']));
    expect(await versions()).toEqual(['500', '500', '500']);
  }, 120_000);

  test('a version that is not healthy on the canary is taken back there, and the others are not touched', async () => {
    const before = await numbers();
    await archived(60, { version: '0.9.0', isHealthy: false });
    const run = await rollBack();
    expect(run.steps.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['healthy-app-1']);
    expect(run.outcome).toBe('restored');
    expect(run.restore?.steps.map(({ id, status }) => [id, status])).toEqual([
      ['start-app-1-undo', 'succeeded'],
      ['switch-app-1-undo', 'succeeded'],
      ['stop-app-1-undo', 'succeeded'],
    ]);
    expect(await numbers()).toEqual(before);
    expect(await servers.host('app-1').sh('curl -s http://127.0.0.1:3000/')).toContain('2.0.0');
    // The record says so, in the words of the document's rollback.sh.
    expect(recordOf(run)).toContain('已恢复原状');
  }, 300_000);

  test('when the second server cannot run the version, the first goes back, too, and the third is not touched', async () => {
    await archived(60, GOOD);
    servers.host('app-2').write('/etc/points-app/refused', GOOD.version);
    const run = await rollBack();
    expect(run.steps.filter(({ status }) => status === 'failed').map(({ id }) => id)).toEqual(['healthy-app-2']);
    expect(run.outcome).toBe('restored');
    const undone = (host: string) => ['start', 'switch', 'stop'].map((step) => `${step}-${host}-undo`);
    expect(run.restore?.steps.map(({ id }) => id)).toEqual([...undone('app-2'), ...undone('app-1')]);
    expect(run.steps.find(({ id }) => id === 'stop-app-3')?.status).toBe('pending');
    expect(await servers.host('app-1').sh('curl -s http://127.0.0.1:3000/')).toContain('2.0.0');
  }, 300_000);

  test('a second rollback after a first nests nothing: each keeps what it replaced', async () => {
    await archived(60, GOOD);
    const first = await rollBack();
    await archived(30, { version: '1.1.0', isHealthy: true });
    const second = await rollBack();
    expect([first.outcome, second.outcome]).toEqual(['succeeded', 'succeeded']);
    expect(await versions()).toEqual(['1.1.0', '1.1.0', '1.1.0']);
    const app = servers.host('app-1');
    expect(app.read(`/opt/points-app.kept-${first.id}/package.json`)).toContain('2.0.0');
    expect(app.read(`/opt/points-app.kept-${second.id}/package.json`)).toContain('1.0.0');
  }, 300_000);

  test('a deployment that failed on one server is recovered there, and card and record say where nothing was needed', async () => {
    await everywhere((host) => deploy(host, GOOD));
    await deployHalfway(servers.host('app-3'), BROKEN);
    await waitUntil(async () => (await versions()).join() === '1.0.0,1.0.0,500', { what: 'the deployment to fail' });
    const before = await everywhere((host) => host.sh('pm2 pid points-app'));
    const { people, close } = await servers.stage().raiseBot();
    const card = await walk({ people, channel, command: 'scheme-recover', severity, answers: ANSWERS });
    const { ts = '' } = (await people.messages(OPS, channel)).findLast(({ plain }) => plain === card) ?? {};
    // The card of three servers has no room for each step; they are listed below it.
    const below = (await people.thread(OPS, channel, ts)).map(({ plain }) => plain).join('\n');
    const filed = async () => (await people.files()).findLast(({ title }) => title.startsWith('回滚记录'));
    const { id } = await people.waitFor(filed, { what: 'the record', timeoutMs: 20_000 });
    const record = (await people.file(id)).replaceAll('\\', '');
    await close();
    for (const told of [below, record]) {
      for (const step of ['停止失败的版本', '换回 points-app_old']) {
        for (const name of ['app-1', 'app-2']) expect(told).toMatch(notNeeded(`${name} · ${step}`));
        expect(told).not.toMatch(notNeeded(`app-3 · ${step}`));
      }
    }
    expect(await versions()).toEqual(['1.0.0', '1.0.0', '1.0.0']);
    const after = await everywhere((host) => host.sh('pm2 pid points-app'));
    expect(after.map((pids, index) => pids === before[index])).toEqual([true, true, false]);
    const kept = ['/opt/points-app', expect.stringMatching(/^\/opt\/points-app\.kept-/)];
    expect(await folders()).toEqual([['/opt/points-app'], ['/opt/points-app'], kept]);
  }, 300_000);

  test("the document's own rollback.sh takes the service down: pm2 finds no file", async () => {
    const host = servers.host('app-1');
    await archive(host, 60, GOOD);
    const ran = await host.trySh(
      'cd /opt && sed -i "s/sleep 10/sleep 1/" /opt/scripts/rollback.sh && sudo bash /opt/scripts/rollback.sh',
    );
    expect(ran.code).toBe(1);
    expect(ran.output).toContain('File ecosystem.config.js not found');
    expect(await served(host)).toBe('502');
  }, 120_000);
});

/** A step's own line that says so. */
function notNeeded(step: string): RegExp {
  return new RegExp(`${step}[^\\n]*不需要（不成立：部署留下了 points-app_old`);
}
