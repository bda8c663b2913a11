import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../sandbox/lab/lab.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type LabStage, raiseLabStage } from './lab/lab-stage.js';
import { describeInLab } from './lab/needs.js';
import { raiseStageWithout, rollBackInVain } from './lab/without.js';
import { cases, parts } from './shop/cases.js';
import { databaseRollback, layScripts, takeScriptsAway } from './shop/document.js';
import { asked, recordOf, rollBack } from './shop/roll-back.js';
import { ask, asUser, heal, inventory, layOut, mongoUri, places, start, writeData } from './shop/shop.js';

const dump = `${places.backups}/db_1.0.0.tar.gz`;

describeInLab('S3 on a host of its own: the shop, with a stand-in for MongoDB', () => {
  let lab: Lab<'shop'>;

  beforeAll(async () => {
    lab = await raiseLab({ shop: [] }, layOut);
    await start(lab.hosts);
  }, 600_000);
  afterAll(() => lab?.close());

  describe('what the document writes, typed as it stands', () => {
    // Defect 17.
    test('the pages are moved away, and the copy finds no folder to copy into', async () => {
      const { shop } = lab.hosts;
      const { code, output } = await shop.trySh(`
        mv /var/www/html/shop /var/www/html/shop.rollback
        cp -r ${places.backups}/frontend_1.0.0/* /var/www/html/shop/`);
      expect(code).not.toBe(0);
      expect(output).toContain("cp: target '/var/www/html/shop/': No such file or directory");
      expect((await ask(lab, '/')).status).toBe(404);
    });

    // Defect 18.
    test('a second rollback moves the pages into the first one', async () => {
      const { shop } = lab.hosts;
      await shop.sh(
        `cp -r ${places.backups}/frontend_1.0.0 /var/www/html/shop; mv /var/www/html/shop /var/www/html/shop.rollback`,
      );
      expect(await shop.sh('ls -d /var/www/html/shop.rollback/shop')).toContain('shop.rollback/shop');
    });

    test('a checkout stops at what somebody changed in place', async () => {
      const { code, output } = await lab.hosts.shop.trySh(`cd ${places.backend}; git checkout v1.1.0`);
      expect(code).toBe(1);
      expect(output).toContain('Your local changes to the following files would be overwritten by checkout');
    });

    // Defect 24.
    test('the settings that were saved are put back as they were', async () => {
      const { shop } = lab.hosts;
      shop.write(`${places.backend}/config/shop.json`, 'broken');
      await shop.sh(
        `cd ${places.backend}; cp -r config/ config.bak/; git checkout -qf v1.0.0; cp -r config.bak/* config/; rm -r config.bak`,
      );
      expect(shop.read(`${places.backend}/config/shop.json`)).toBe('broken');
    });

    // Defect 25.
    test('a reload of broken settings says so, and the next start of nginx fails', async () => {
      const { shop } = lab.hosts;
      shop.write(`${places.nginx}.typed`, 'server {');
      const { code } = await shop.trySh(
        `cp ${places.nginx}.typed ${places.nginx}; rm ${places.nginx}.typed; nginx -s reload`,
      );
      expect(code).not.toBe(0);
      expect((await shop.trySh('systemctl restart nginx')).code).not.toBe(0);
      expect((await ask(lab, '/')).status).toBe(0);
    });
  });

  describe("the document's own scripts", () => {
    beforeAll(async () => {
      await heal(lab.hosts.shop, true);
      await layScripts(lab.hosts.shop);
    }, 60_000);
    afterAll(() => takeScriptsAway(lab.hosts.shop));

    // Defect 20: it says `--backup-file FILE`, and the script reads `--backup-file=FILE` only. Defect 26: by then it has stopped
    // the shop, and nothing starts it again.
    test('rollback.sh stops the shop, hands over no file to restore, and leaves the shop down', async () => {
      const { code, output } = await asUser(lab.hosts.shop, '/opt/rollback.sh 1.0.0');
      expect([code, output]).toEqual([1, expect.stringContaining('错误: 请指定备份文件')]);
      expect((await asUser(lab.hosts.shop, 'pm2 pid shop-backend')).output).toBe('0\n');
      expect((await ask(lab, '/api/health')).status).toBe(502);
    });

    // Defect 20, the other half: neither rollback.sh nor chapter 4.1.2 says --confirm.
    test('a file alone is not enough: the script wants --confirm', async () => {
      const { code, output } = await databaseRollback(lab.hosts.shop, `--backup-file=${dump}`);
      expect([code, output]).toEqual([1, expect.stringContaining('请使用 --confirm 参数确认执行回滚')]);
    });

    // Defect 23, as far as the stand-in for mongorestore is as the real one: without --drop, what is newer stays.
    test('a restore that calls itself a success leaves the damaged data where it is', async () => {
      const { shop } = lab.hosts;
      writeData(shop, '1.1.0');
      const { code, output } = await databaseRollback(shop, `--backup-file=${dump} --confirm`);
      expect([code, output]).toEqual([0, expect.stringContaining('数据库恢复成功！')]);
      expect(shop.read(`${places.data}/products.bson`)).toContain('"price":3800');
      expect((await shop.trySh('check-shop-data')).code).toBe(1);
    });

    // Defect 21: it splits at every equals sign.
    test('a path with an equals sign is cut short', async () => {
      const { shop } = lab.hosts;
      await shop.sh(`cp ${dump} ${places.backups}/date=1.tar.gz`);
      const { code, output } = await databaseRollback(shop, `--backup-file=${places.backups}/date=1.tar.gz --confirm`);
      await shop.sh(`rm ${places.backups}/date=1.tar.gz`);
      expect([code, output]).toEqual([1, expect.stringContaining(`使用备份文件: ${places.backups}/date\n`)]);
    });

    // Defect 22: the address of a cluster does not match its pattern.
    test('an address with mongodb+srv is a crash', async () => {
      const uri = 'mongodb+srv://shop:mongo-password@cluster/shop';
      const { code, output } = await databaseRollback(lab.hosts.shop, `--backup-file=${dump} --confirm`, uri);
      expect([code, output]).toEqual([1, expect.stringContaining('Cannot read properties of null')]);
    });

    // Defect 27: the command that failed is printed, and the password stands in it.
    test('a restore that fails prints the password', async () => {
      const uri = mongoUri.replace('mongo-password', 'old-password');
      const { code, output } = await databaseRollback(lab.hosts.shop, `--backup-file=${dump} --confirm`, uri);
      expect([code, output]).toEqual([1, expect.stringMatching(/数据库恢复失败: .*old-password/)]);
    });
  });

  describe('the plan of this repository', () => {
    let stage: LabStage;

    beforeAll(async () => {
      stage = await raiseLabStage(lab, inventory(lab.hosts));
    }, 60_000);
    afterAll(() => stage?.close());
    beforeEach(() => heal(lab.hosts.shop, true), 120_000);

    test.each(cases)(
      'scheme $scheme: broken before, healthy after, and on record',
      async (each) => {
        await each.break(lab);
        await waitUntil(async () => !(await each.works(lab)), { what: 'users to see it broken' });
        const run = await rollBack(stage.people, each);
        expect(await each.works(lab)).toBe(true);
        await each.after(lab);
        const record = await recordOf(stage.people, run);
        expect(record).toContain(`- [x] 方案 ${each.scheme}：`);
        expect(record).not.toContain('mongo-password');
        for (const answer of each.answers) expect(record).toContain(`- [x] ${answer}`);
      },
      300_000,
    );
  });

  describe('a plan that lost the steps that restore', () => {
    let stage: LabStage;

    beforeAll(async () => {
      const removed = parts.map(({ scheme, step }) => ({ scheme, steps: [step] }));
      stage = await raiseStageWithout(lab, removed, inventory(lab.hosts));
    }, 60_000);
    afterAll(() => stage?.close());
    beforeEach(() => heal(lab.hosts.shop, true), 120_000);

    test.each(cases)(
      'scheme $scheme without $step is no success, and says so at $told',
      async ({ scheme, told, end, ...each }) => {
        await each.break(lab);
        await waitUntil(async () => !(await each.works(lab)), { what: 'users to see it broken' });
        // Where everything is taken back, nobody is asked whether it works.
        const expected = end ? { end } : { answers: each.answers };
        const card = await rollBackInVain({ ...asked(stage.people, scheme), ...expected });
        for (const check of told) expect(card).toContain(check);
        expect(await each.works(lab)).toBe(false);
      },
      240_000,
    );
  });
});
