import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../sandbox/lab/lab.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type LabStage, raiseLabStage } from './lab/lab-stage.js';
import { describeInLab } from './lab/needs.js';
import { cases } from './shop/cases.js';
import { own } from './shop/releases.js';
import { recordOf, rollBack } from './shop/roll-back.js';
import { ask, heal, inventory, layOut, places, start } from './shop/shop.js';

describeInLab('S3 on a host of its own: the shop, with a stand-in for MongoDB', () => {
  let lab: Lab<'shop'>;

  beforeAll(async () => {
    lab = await raiseLab({ shop: [] }, layOut);
    await start(lab.hosts);
  }, 600_000);
  afterAll(() => lab?.close());

  describe('what the document writes, typed as it stands', () => {
    test('the pages are moved away, and the copy finds no folder to copy into', async () => {
      const { shop } = lab.hosts;
      const { code, output } = await shop.trySh(`
        mv /var/www/html/shop /var/www/html/shop.rollback
        cp -r ${places.backups}/frontend_1.0.0/* /var/www/html/shop/`);
      expect(code).not.toBe(0);
      expect(output).toContain("cp: target '/var/www/html/shop/': No such file or directory");
      expect((await ask(lab, '/')).status).toBe(404);
    });

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

    test('the settings that were saved are put back as they were', async () => {
      const { shop } = lab.hosts;
      shop.write(`${places.backend}/config/shop.json`, 'broken');
      await shop.sh(
        `cd ${places.backend}; cp -r config/ config.bak/; git checkout -qf v1.0.0; cp -r config.bak/* config/; rm -r config.bak`,
      );
      expect(shop.read(`${places.backend}/config/shop.json`)).toBe('broken');
    });

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

    test('rollback.sh stops the shop, fails at the database, and leaves it down', async () => {
      const { shop } = lab.hosts;
      shop.write('/opt/rollback.sh', own('verbatim/rollback.sh'), 0o755);
      // The document names database_backup.js and prints one script that restores: this one.
      shop.write(`${places.backend}/scripts/database_backup.js`, own('verbatim/database_rollback.js.txt'));
      const { code } = await shop.trySh("su - user -c '/opt/rollback.sh 1.0.0'");
      await shop.sh(`rm -r ${places.backend}/scripts`);
      expect(code).not.toBe(0);
      expect(await shop.sh("su - user -c 'pm2 pid shop-backend'")).toBe('0\n');
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
});
