import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../../sandbox/lab/lab.js';
import { startPrometheus } from '../../../sandbox/lab/prometheus.js';
import { deploy, type Trouble } from '../../../sandbox/lab/wechat-backend/deploy.js';
import { inventory, layOut, oldReport, paths, start } from '../../../sandbox/lab/wechat-backend/prepare.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { ask, cardWith, WECHAT_ANSWERS, walk } from '../../e2e/walk.js';
import { type LabStage, raiseLabStage } from './lab-stage.js';
import { describeInLab } from './needs.js';
import { METRICS_PATH, writePlanWithPrometheus } from './wechat-prometheus.js';
import { rollBackWithout } from './without.js';

const severity = 'P0 立即回滚';

describeInLab('S2 on its own host: the wechat backend', () => {
  let lab: Lab<'app' | 'users'>;
  let stage: LabStage;

  beforeAll(async () => {
    lab = await raiseLab({ app: ['api.example.com'], users: [] }, layOut);
    await start(lab.hosts);
    stage = await raiseLabStage(lab, inventory(lab.hosts));
  }, 600_000);
  afterAll(async () => {
    await stage?.close();
    await lab?.close();
  });

  const see = async (path: string) => (await lab.curl(`https://api.example.com${path}`)).output;
  const pid = () => lab.hosts.app.sh('systemctl show --property=MainPID --value wechat-backend');
  /** A diagnosis as a user asks for it; the report once it is there. */
  const diagnose = async () => {
    const wish = JSON.stringify({ brand_list: ['海棠茶铺'] });
    const { output } = await lab.curl('https://api.example.com/api/perform-brand-test', '-d', wish);
    const path = `/api/diagnostic/tasks/${/"execution_id":"([\w-]+)"/.exec(output)?.[1]}/report`;
    return waitUntil(async () => /"summary":"[^"]+/.test(await see(path)) && see(path), { what: 'the report' });
  };
  const rollBack = (scheme: string) =>
    walk({
      ...{ people: stage.people, channel: 'C0INCIDENT', command: `scheme-${scheme}`, severity },
      answers: WECHAT_ANSWERS,
    });
  /** What users see of each trouble, from outside. */
  const symptom: Record<Trouble, () => Promise<boolean>> = {
    'diagnoses hang': async () => (await see('/api/health')).includes('"degraded"'),
    'it dies as it starts': async () => (await see('/api/version')).endsWith('\n502\n'),
    'reports are empty': async () => (await see(`/api/diagnostic/tasks/${oldReport}/report`)).includes('"summary":""'),
  };
  const breakIt = async (trouble: Trouble) => {
    await deploy(lab.hosts.app, trouble);
    await waitUntil(symptom[trouble], { what: `users to see that ${trouble}` });
  };

  test('scheme B: the tag is checked out over a dirty tree, and a new process serves v1.0.0', async () => {
    await breakIt('it dies as it starts');
    await rollBack('b');
    const { sh } = lab.hosts.app;
    expect(await see('/api/version')).toBe('{"version":"v1.0.0"}\n\n200\n');
    expect(await see('/api/health')).toContain('"status":"healthy"');
    expect(await sh('systemctl is-active wechat-backend')).toBe('active\n');
    const git = `runuser -u user -- git -C ${paths.app}`;
    expect(await sh(`${git} describe --tags --dirty`)).toBe('v1.0.0\n');
    // The process is younger than the checkout.
    const code = `stat --format=%Y ${paths.app}/release.js`;
    expect(Number(await sh(`stat --format=%Y /proc/${(await pid()).trim()}`))).toBeGreaterThanOrEqual(
      Number(await sh(code)),
    );
    expect(await sh('cat /home/user/.backout/snapshots/*/changes.patch')).toContain('+import "./cluster.js";');
  }, 240_000);

  test('scheme A: the flags go off and diagnoses work, by the same process of the same version', async () => {
    await breakIt('diagnoses hang');
    const before = await pid();
    await rollBack('a');
    expect(await see('/api/admin/feature-flags')).toMatch(/"diagnosis_v2_enabled":false(?!.*true)/s);
    expect(await see('/api/version')).toBe('{"version":"v2.0.0-phase1"}\n\n200\n');
    expect(await diagnose()).toContain('海棠茶铺 在 deepseek 的回答中被提及');
    expect(await pid()).toBe(before);
    expect(await lab.hosts.app.sh(`runuser -u user -- git -C ${paths.app} describe --tags --dirty`)).toBe(
      'v2.0.0-phase1\n',
    );
    expect(JSON.parse(lab.hosts.app.read(paths.flags))).not.toContain(true);
  }, 240_000);

  test('scheme C: the newest backup is the database, and nothing of the old write-ahead log is left', async () => {
    await breakIt('reports are empty');
    const { sh } = lab.hosts.app;
    expect(Number(await sh(`stat --format=%s ${paths.database}-wal`))).toBeGreaterThan(0);
    const before = await pid();
    await rollBack('c');
    expect(await see(`/api/diagnostic/tasks/${oldReport}/report`)).toMatch(/"summary":"[^"]+/);
    expect(await sh(`ls ${dirname(paths.database)}`)).toBe('diagnosis.db\nfeature-flags.json\n');
    // Users go on writing: every row of the backup is there, byte for byte.
    const newest = `$(find ${paths.backups} -name 'diagnosis_*.db' -size +0 | sort | tail -n 1)`;
    const lost = 'SELECT count(*) FROM (SELECT * FROM kept.reports EXCEPT SELECT * FROM main.reports)';
    expect(await sh(`sqlite3 ${paths.database} "ATTACH '${newest}' AS kept; ${lost}; PRAGMA integrity_check"`)).toBe(
      '0\nok\n',
    );
    expect(await pid()).not.toBe(before);
    // What was there before is kept whole, with its log.
    const kept = `$(ls ${paths.backups}/pre_rollback_backup_*.db-wal | tail -n 1)`;
    expect(
      await sh(`cp -p ${kept} /root/kept.db-wal; file=${kept}; cp -p "\${file%-wal}" /root/kept.db
      sqlite3 /root/kept.db "SELECT count(*) FROM reports WHERE payload_v2 = '{}'"`),
    ).toBe('48\n');
  }, 240_000);

  const negatives: { scheme: string; trouble: Trouble; steps: string[]; fails: string[] }[] = [
    {
      scheme: 'b',
      trouble: 'it dies as it starts',
      steps: ['checkout'],
      fails: ['代码停在所选版本的提交', '服务运行中'],
    },
    { scheme: 'a', trouble: 'diagnoses hang', steps: ['disable-v2-flags', 'read-flags-back'], fails: ['错误率'] },
    { scheme: 'c', trouble: 'reports are empty', steps: ['restore', 'verify'], fails: ['数据完整性验证通过'] },
  ];
  test.each(negatives)(
    'scheme $scheme without $steps fails its verification',
    async ({ scheme, trouble, steps, fails }) => {
      await breakIt(trouble);
      const card = await rollBackWithout(lab, { scheme, steps }, (plans) => inventory(lab.hosts, plans), {
        ...{ severity, answers: WECHAT_ANSWERS },
      });
      for (const check of fails) expect(card).toContain(check);
      expect(await symptom[trouble]()).toBe(true);
    },
    240_000,
  );

  test('a second rollback after a first: the flags did not help, so the code goes back, too', async () => {
    await breakIt('diagnoses hang');
    await rollBack('a');
    const first = await pid();
    await rollBack('b');
    expect(await see('/api/version')).toBe('{"version":"v1.0.0"}\n\n200\n');
    expect(await diagnose()).toContain('海棠茶铺 在 deepseek 的回答中被提及');
    expect(await pid()).not.toBe(first);
  }, 300_000);

  test('the thresholds asked of a Prometheus that scrapes the backend', async () => {
    const { users } = lab.hosts;
    const sites = ['https://api.example.com'];
    const base = await startPrometheus(users, { job: 'wechat-backend', sites, path: METRICS_PATH });
    const asked = async () => {
      const { output } = await users.trySh('curl -fsS http://localhost:9090/metrics');
      return Number(/requests_total\{code="200",handler="\/api\/v1\/query"\} (\d+)/.exec(output)?.[1] ?? 0);
    };
    const from = join(dirname(lab.hostsFile), 'plans-with-prometheus');
    expect(writePlanWithPrometheus(from)).toBe(5);
    const system = inventory(lab.hosts, from);
    const asking = { ...system, variables: { ...system.variables, PROMETHEUS: base } };
    // Flags that stay on: users go on meeting errors, and Prometheus says so.
    await breakIt('diagnoses hang');
    const removed = { scheme: 'a', steps: ['disable-v2-flags', 'read-flags-back'] };
    expect(await rollBackWithout(lab, removed, () => asking, { severity, answers: WECHAT_ANSWERS })).toContain(
      '错误率',
    );
    const before = await asked();
    const watched = await raiseLabStage(lab, asking);
    try {
      const command = 'scheme-a';
      await walk({ people: watched.people, channel: 'C0INCIDENT', command, severity, answers: WECHAT_ANSWERS });
    } finally {
      await watched.close();
    }
    // Errors, answers, CPU and memory.
    expect((await asked()) - before).toBeGreaterThanOrEqual(4);
  }, 300_000);

  test('a restart that systemd calls done, of a unit that dies at once, is no success', async () => {
    await breakIt('it dies as it starts');
    const { sh, trySh } = lab.hosts.app;
    // No release starts without its database.
    await sh(`systemctl stop wechat-backend; rm ${paths.database}*`);
    expect((await trySh('systemctl restart wechat-backend')).code).toBe(0);
    const card = await rollBackWithout(lab, { scheme: 'b', steps: [] }, (plans) => inventory(lab.hosts, plans), {
      ...{ severity, answers: WECHAT_ANSWERS },
    });
    for (const check of ['服务运行中', '版本号是所选版本']) expect(card).toContain(check);
    expect(card).not.toContain('代码停在所选版本的提交');
    // Between two deaths it is active for as long as a busy machine takes to start a program.
    const isDown = async () => (await trySh('systemctl is-active wechat-backend')).code !== 0;
    await waitUntil(isDown, { what: 'the unit to be down' });
  }, 240_000);

  test('without the right to restart it, sudo refuses and nothing is touched', async () => {
    await breakIt('it dies as it starts');
    const { app } = lab.hosts;
    const sudoers = app.read('/etc/sudoers.d/backout');
    app.write('/etc/sudoers.d/backout', sudoers.replace(/, [^,]* restart wechat-backend/, ''), 0o440);
    const asked = { people: stage.people, channel: 'C0INCIDENT', command: 'scheme-b', severity };
    await expect(Promise.race([ask(asked), cardWith(asked, '没有开始', 60_000)])).resolves.toContain(
      'refused: /usr/bin/systemctl restart wechat-backend',
    );
    app.write('/etc/sudoers.d/backout', sudoers, 0o440);
    expect(await app.sh(`runuser -u user -- git -C ${paths.app} describe --tags --dirty`)).toBe(
      'v2.0.0-phase1-dirty\n',
    );
  }, 240_000);

  test("the document's own words would have called these a success", async () => {
    const { sh, trySh } = lab.hosts.app;
    // curl is content with an error that says so politely: a wrong key, an API that does not answer.
    await breakIt('diagnoses hang');
    const flags = 'http://localhost:5000/api/admin/feature-flags';
    const post = `-s -X POST ${flags} -H 'X-Admin-Key: YOUR_ADMIN_KEY' -d '{"diagnosis_v2_enabled": false}'`;
    expect(await sh(`curl ${post}`)).toBe('{"error":"wrong admin key"}\n');
    expect(await trySh(`curl -f ${post}`)).toMatchObject({ code: 22 });
    expect(await see('/api/admin/feature-flags')).toContain('"diagnosis_v2_enabled":true');
    // A checkout stops at an edit made by hand; the restart that follows starts what crashed before.
    await breakIt('it dies as it starts');
    await sh('curl -s https://api.example.com/api/version');
    const { code, output } = await trySh(`cd ${paths.app} && runuser -u user -- git checkout v1.0.0`);
    expect([code, output]).toEqual([1, expect.stringContaining('release.js')]);
    await sh('systemctl restart wechat-backend');
    await waitUntil(symptom['it dies as it starts'], { what: 'it to die again' });
    // The log beside the database brings the damage back into the restored file.
    await breakIt('reports are empty');
    const newest = `$(find ${paths.backups} -name 'diagnosis_*.db' -size +0 | sort | tail -n 1)`;
    await sh(`systemctl stop wechat-backend; cp ${newest} ${paths.database}; cmp ${newest} ${paths.database}
      systemctl start wechat-backend`);
    const isUp = async () => (await see('/api/version')).endsWith('\n200\n');
    await waitUntil(isUp, { what: 'the backend to answer' });
    const { output: report } = await lab.curl(`https://api.example.com/api/diagnostic/tasks/${oldReport}/report`);
    expect(report).not.toMatch(/"summary":"[^"]+/);
  }, 120_000);
});
