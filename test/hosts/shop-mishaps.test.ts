import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Lab, raiseLab } from '../../sandbox/lab/lab.js';
import { cardWith, OPS, ask as request } from '../e2e/walk.js';
import { type LabStage, raiseLabStage } from './lab/lab-stage.js';
import { describeInLab } from './lab/needs.js';
import { backend, database, frontend } from './shop/cases.js';
import { pages } from './shop/releases.js';
import { asked, recordOf, rollBack, takeBack } from './shop/roll-back.js';
import { ask, asUser, deploy, heal, inventory, layOut, places, start } from './shop/shop.js';

const dump = `${places.backups}/db_1.0.0.tar.gz`;

describeInLab('S3 when something goes wrong', () => {
  let lab: Lab<'shop'>;
  let stage: LabStage;

  beforeAll(async () => {
    lab = await raiseLab({ shop: [] }, layOut);
    await start(lab.hosts);
    stage = await raiseLabStage(lab, inventory(lab.hosts));
  }, 600_000);
  afterAll(async () => {
    await stage?.close();
    await lab?.close();
  });
  beforeEach(() => heal(lab.hosts.shop, true), 120_000);

  /** Every byte of data, code, pages and settings, and what is checked out. */
  const disk = () =>
    lab.hosts.shop.sh(`
      find ${places.data} /var/www /etc/nginx -type f ! -path '*/.git/*' -exec cksum {} + | sort -k 3
      git -C ${places.backend} rev-parse --symbolic-full-name HEAD; git -C ${places.backend} rev-parse HEAD`);
  const pid = async () => (await asUser(lab.hosts.shop, 'pm2 pid shop-backend')).output;
  const health = async () => (await ask(lab, '/api/health')).body;

  test('a truncated dump is listed as unusable, nobody can ask for it, and nothing is touched', async () => {
    const { people } = stage;
    await database.break(lab);
    await lab.hosts.shop.sh(`truncate -s -20 ${dump}`);
    const before = [await disk(), await pid()];
    const { channel, command } = asked(people, 'full');
    await people.slash(OPS, 'list-backups', { channel });
    const why = '数据库备份（无法完整读取，或已损坏';
    const listed = await people.waitForMessage(OPS, channel, why, { timeoutMs: 60_000 });
    expect(listed.plain).toContain('❌ 不可用：缺少或不可用：数据库备份');
    await people.slash(OPS, command, { channel });
    await people.waitForModal(OPS, { timeoutMs: 20_000 });
    const refused = async () => (await people.modal(OPS))?.plain.includes('没有可用的备份，无法申请这个方案');
    await people.waitFor(refused, { what: 'the dialog to offer nothing', timeoutMs: 60_000 });
    await people.closeModal(OPS);
    expect([await disk(), await pid()]).toEqual(before);
  }, 120_000);

  // Where the release that failed has a tag, too, it is the newest.
  test('the tag of what stands there is refused before anybody is asked, and nothing is touched', async () => {
    const { people } = stage;
    await deploy(lab.hosts.shop, '1.1.0');
    const before = [await disk(), await pid()];
    const chosen = { ...asked(people, 'backend'), backup: '1.1.0' };
    const refusal = cardWith(chosen, '没有开始：回滚前检查未通过', 60_000);
    await expect(Promise.race([request(chosen), refusal])).resolves.toContain('所选版本不是当前的代码');
    expect([await disk(), await pid()]).toEqual(before);
  }, 120_000);

  // Defect 26 of the document: its script would leave the shop down, with another database under the code of before.
  test('dependencies that cannot be installed: database and code are taken back, and the shop runs again', async () => {
    const { shop } = lab.hosts;
    await database.break(lab);
    await backend.break(lab);
    const [before, running] = [await disk(), await pid()];
    // As after an `sudo npm install` of somebody's.
    await shop.sh('chown -R root:root /home/user/.npm; chmod -R go-w /home/user/.npm');
    const run = await rollBack(stage.people, { scheme: 'full', answers: [] }, '失败，已恢复原状').finally(() =>
      shop.sh('chown -R user:user /home/user/.npm'),
    );
    expect(await disk()).toBe(before);
    expect(await pid()).toMatch(/^[1-9]/);
    expect(await pid()).not.toBe(running);
    expect(JSON.parse(await health())).toMatchObject({ status: 'ok', version: '1.1.0' });
    const record = await recordOf(stage.people, run);
    expect(record).toContain('- [x] ❌ 回滚失败（已恢复原状）');
    expect(record).toContain('EACCES');
  }, 240_000);

  test('a dump whose last collection is damaged: what was restored of it is taken back, and the shop runs again', async () => {
    const { shop } = lab.hosts;
    await database.break(lab);
    const before = await disk();
    await shop.sh(`
      mkdir -p /opt/damaged; tar -xzf ${dump} -C /opt/damaged
      truncate -s -9 /opt/damaged/shop/users.bson; tar -czf ${dump} -C /opt/damaged shop`);
    const run = await rollBack(stage.people, { scheme: 'database', answers: [] }, '失败，已恢复原状');
    expect(await disk()).toBe(before);
    expect(JSON.parse(await health())).toMatchObject({ status: 'ok', products: 2 });
    const record = await recordOf(stage.people, run);
    expect(record).toContain('- [x] ❌ 回滚失败（已恢复原状）');
    expect(record).toContain('products: 2 document(s) restored successfully');
  }, 240_000);

  // Defect 18 of the document: its second rollback moves the pages into those of the first.
  test('a second rollback nests nothing, and an undo brings back what it replaced', async () => {
    const { shop } = lab.hosts;
    await frontend.break(lab);
    const first = await rollBack(stage.people, frontend);
    await shop.sh(`echo '<!doctype html><title>Fixed, they said</title>' >${places.pages}/index.html`);
    const second = await rollBack(stage.people, frontend);
    expect(await frontend.works(lab)).toBe(true);
    await shop.sh(`diff -r ${places.backups}/frontend_1.0.0 ${places.pages}`);
    const folders = (await shop.sh('cd /var/www/html; find . -mindepth 1 -type d')).trim().split('\n');
    const kept = [first, second].flatMap((run) => [`./shop.rollback-${run}`, `./shop.rollback-${run}/assets`]);
    expect(folders.sort()).toEqual(['./shop', './shop/assets', ...kept].sort());
    expect(shop.read(`${places.pages}.rollback-${first}/index.html`)).toBe(pages('1.1.0')['index.html']);
    await takeBack(stage.people, second);
    expect((await ask(lab, '/')).body).toContain('Fixed, they said');
    expect((await ask(lab, '/assets/app.js')).body).toBe(pages('1.0.0')['assets/app.js']);
  }, 360_000);
});
