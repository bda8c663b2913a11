import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../../sandbox/lab/lab.js';
import { deploy } from '../../../sandbox/lab/meiyueart/deploy.js';
import { bad, inventory, layOut, routes, start } from '../../../sandbox/lab/meiyueart/prepare.js';
import type { Release } from '../../../sandbox/systems/meiyueart/prepare.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { walk } from '../../e2e/walk.js';
import { type LabStage, raiseLabStage } from './lab-stage.js';
import { describeInLab } from './needs.js';
import { type Removed, rollBackWithout } from './without.js';

describeInLab('S1 on its own hosts: meiyueart.com', () => {
  let lab: Lab<'web' | 'control'>;
  let stage: LabStage;

  beforeAll(async () => {
    lab = await raiseLab({ web: ['meiyueart.com'], control: [] }, layOut);
    await start(lab.hosts);
    // supervisor obeys once it has started its programs.
    await waitUntil(async () => (await look(lab)).includes('nickname'), { what: 'the site to answer' });
    stage = await raiseLabStage(lab, inventory(lab.hosts));
  }, 600_000);
  afterAll(async () => {
    await stage?.close();
    await lab?.close();
  });

  // A bad change_password.py that still answers would add errors to the log until the restart, and the result were partial.
  const referrer: Release = { ...bad, 'change_password.py': 'good' };
  const people = ['系统其他功能正常', '用户未报告异常'];
  const boxes = ['确认需要回滚的问题', '确认回滚时间窗口'];
  const severity = 'NOW 确认问题后立即回滚';
  const cases: { scheme: string; broken: Release; seen: RegExp; answers: string[] }[] = [
    { scheme: '1', broken: referrer, seen: /"nickname"(?!.*referrer)/s, answers: people },
    { scheme: '2', broken: referrer, seen: /"nickname"(?!.*referrer)/s, answers: people },
    { scheme: '3', broken: { ...bad, 'user_system.py': 'crashing' }, seen: /502/, answers: [] },
  ];

  test.each(cases)(
    'scheme $scheme brings the files, the process and the site back',
    async ({ scheme, broken, seen, answers }) => {
      await deploy(lab.hosts, broken);
      await waitUntil(async () => seen.test(await look(lab)), { what: `users to see ${seen}` });
      const before = (await lab.hosts.web.trySh('supervisorctl pid lingzhi_admin_backend')).output;
      const card = await walk({
        people: stage.people,
        channel: 'C0MEIYUEART',
        command: `scheme-${scheme}`,
        severity,
        boxes,
        answers,
        // How fast this machine is while other tests run is no part of the story.
        end: '成功 · meiyueart',
      });
      expect(card).toMatch(
        /回滚成功|没有结果：(无明显性能下降（持续观察 5 秒）|服务资源占用正常（CPU 与内存 < 80%）|、)+。/,
      );
      const { sh } = lab.hosts.web;
      // The newest backup by its name, though others were touched later.
      const newest = `$(cd /home/user/backups && for each in 2*; do [ -s $each/user_system.py ] && [ -s $each/change_password.py ] && echo $each; done | tail -n 1)`;
      for (const file of ['user_system.py', 'change_password.py']) {
        await sh(`cmp /home/user/backups/${newest}/${file} ${routes}/${file}`);
      }
      expect(await sh('supervisorctl status lingzhi_admin_backend')).toContain('RUNNING');
      expect(await sh('supervisorctl pid lingzhi_admin_backend')).not.toBe(before);
      expect(await look(lab)).toMatch(/"referrer": ?"test_referrer"/);
    },
    240_000,
  );

  const negatives: (Removed & { readonly answers: string[] })[] = [
    { scheme: '1', steps: ['fetch-user-system', 'fetch-change-password'], answers: people },
    { scheme: '2', steps: ['restore-user-system', 'restore-change-password'], answers: people },
    { scheme: '3', steps: ['restore'], answers: [] },
  ];

  test.each(negatives)(
    'scheme $scheme without $steps fails its verification',
    async ({ answers, ...removed }) => {
      await deploy(lab.hosts, referrer);
      await waitUntil(async () => cases[0]?.seen.test(await look(lab)), { what: 'users to miss the referrer' });
      const systemWith = (plans: string) => inventory(lab.hosts, plans);
      const card = await rollBackWithout(lab, removed, systemWith, { severity, boxes, answers });
      for (const check of ['线上文件与所选备份一致', '用户信息正常返回，含推荐人']) expect(card).toContain(check);
      expect(await look(lab)).not.toContain('"referrer"');
    },
    240_000,
  );

  test('supervisorctl status ends with 0 while the program keeps dying: only its words tell', async () => {
    await deploy(lab.hosts, { ...bad, 'user_system.py': 'crashing' });
    const dying = async () => {
      const ran = await lab.hosts.web.trySh('supervisorctl status lingzhi_admin_backend');
      return ran.output.includes('BACKOFF') && ran;
    };
    expect(await waitUntil(dying, { what: 'supervisor to wait before it tries again' })).toMatchObject({ code: 0 });
  });
});

/** The page of the test account as its owner sees it, through nginx and TLS. */
async function look({ curl }: Lab<'web' | 'control'>): Promise<string> {
  const account = JSON.stringify({ username: 'test_account', password: 'test123456' });
  const login = await curl('https://meiyueart.com/api/login', '-H', 'content-type: application/json', '-d', account);
  const token = /"token": ?"(\w+)"/.exec(login.output)?.[1];
  if (token === undefined) return login.output;
  return (await curl('https://meiyueart.com/api/user/info', '-H', `Authorization: Bearer ${token}`)).output;
}
