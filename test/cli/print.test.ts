import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { LANGUAGES } from '../../src/domain/text.js';
import { readPlanFolder } from '../../src/plan-folder.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';
import { backoutIn, backoutWith, repository } from './run-backout.js';

let folder: string;
const backout = (...args: readonly string[]) => backoutIn(folder, ...args);
let inventory: string;

const INVENTORY = `environment: production
language: en
journal: ./backout.db
plans: ${join(repository, 'plans')}
systems:
  wechat-backend:
    channels: [C0000001]
    roles: { cto: [U0000001] }
    targets: { app: { host: 10.0.0.5, port: 2222, user: deploy, key: ./key, knownHosts: ./known_hosts } }
    variables: { API: "https://api.example.com", ADMIN_API: "it's $HOME" }
    secrets: { ADMIN_KEY: { file: ./secrets/admin-key } }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backout-print-'));
  inventory = join(folder, 'backout.yaml');
  writeFileSync(inventory, INVENTORY);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('npx backout print', () => {
  it('prints every scheme of every plan in both languages, with each of its scripts word for word', async () => {
    const files = await readPlanFolder(join(repository, 'plans'));
    const schemes = files.flatMap(({ file, plan }) => plan!.schemes.map((scheme) => ({ file, scheme })));
    expect(schemes.length).toBeGreaterThanOrEqual(24);
    const papers = schemes.flatMap(({ file, scheme }) => LANGUAGES.map((language) => ({ file, scheme, language })));
    for (const { file, scheme, language } of papers) {
      const lines: string[] = [];
      await main(['print', file, scheme.key, '--language', language], (line) => lines.push(line));
      const paper = lines.join('\n');
      expect(scheme.steps.filter(({ run }) => !paper.includes(run.trimEnd()))).toEqual([]);
      expect((paper.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
  });

  it('says hosts, quoted values and where a secret is, without reading it', async () => {
    const { code, out } = await backout('print', 'wechat-backend', 'a', '--config', inventory);
    expect(code).toBe(0);
    expect(out).toContain('Host: Backend server, `ssh deploy@10.0.0.5 -p 2222`');
    expect(out).toContain(`export ADMIN_API='it'\\''s $HOME' #`);
    expect(out).toContain(`its value is in the file ${join(folder, 'secrets/admin-key')} of the machine`);
    expect(out).toContain('The line to enter is `X-Admin-Key: ` and the value.');
    expect(out).toContain(`curl -sS --max-time 10 -w '\\nHTTP %{http_code}\\n' "$API"'/api/version'`);
  });

  it('finds plans, hosts and values where every other command does: in the inventory that BACKOUT_CONFIG names', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    cpSync(join(repository, 'plans/wechat-backend.yaml'), join(elsewhere, 'own.yaml'));
    const own = join(folder, 'own.yaml');
    writeFileSync(own, INVENTORY.replace(join(repository, 'plans'), elsewhere));
    const backoutThere = (...args: readonly string[]) => backoutWith({ BACKOUT_CONFIG: own }, ...args);
    const { code, out } = await backoutThere('print', 'wechat-backend', 'a');
    expect([code, out]).toEqual([0, expect.stringContaining('`ssh deploy@10.0.0.5 -p 2222`')]);
    expect((await backoutThere('print', 'shop', 'full')).out).toBe(
      `backout print: there is no plan shop in ${elsewhere}; it has wechat-backend, or name a file\n`,
    );
    // A plan that is bound nowhere is printed all the same.
    expect((await backoutThere('print', 'plans/shop.yaml', 'full')).code).toBe(0);
    expect(await backoutWith({ BACKOUT_CONFIG: join(folder, 'none.yaml') }, 'print', 'shop', 'full')).toMatchObject({
      code: 1,
      out: expect.stringContaining('none.yaml: 文件不存在'),
    });
  });

  it.each(['c', 'scheme-c', '方案C', '数据库', 'database'])('takes %s for scheme C', async (word) => {
    const { code, out } = await backout('print', 'plans/wechat-backend.yaml', word);
    expect([code, out.split('\n')[0]]).toEqual([0, '# 手动执行回滚：阶段一回滚方案，c 数据库回滚']);
  });

  it.each([
    [['print', 'wechat'], 2, 'name a plan and a scheme, e.g. npx backout print wechat-backend a'],
    [
      ['print', 'wechat', 'a'],
      1,
      'there is no plan wechat in plans; it has meiyueart, partytix, points-app, shop, wechat-backend, or name a file',
    ],
    [['print', 'wechat-backend', 'z'], 1, 'there is no scheme z; there is a or 特性开关'],
    [['print', 'wechat-backend', 'a', '--backup', 'x'], 1, 'scheme a uses no backup; leave --backup out'],
    [['print', 'wechat-backend', 'a', '--language', 'fr'], 2, '--language is one of zh-CN, en'],
    [
      ['print', 'meiyueart', '1', '--backup', 'nope.tar.gz'],
      1,
      'nope.tar.gz is no name of a backup of files; write one like YYYYMMDD_HHmmss, without its folder',
    ],
    [
      ['print', 'wechat-backend', 'c', '--backup', 'backups/diagnosis_20261120_020000.db'],
      1,
      'backups/diagnosis_20261120_020000.db is no name of a backup of database; write one like diagnosis_YYYYMMDD_HHmmss.db',
    ],
    [
      ['print', 'wechat-backend', 'c', '--backup', 'pre_rollback_backup_20261120_020000.db'],
      1,
      'pre_rollback_backup_20261120_020000.db is a copy that a rollback made, no backup of database',
    ],
    [
      ['print', 'wechat-backend', 'b', '--backup', 'main'],
      1,
      'main is no name of a backup of release; write one like v{version}',
    ],
    [['print', 'none.yaml', 'a'], 1, 'none.yaml:1:1: the file does not exist'],
    [['print', 'wechat-backend', 'a', '--config', 'none.yaml'], 1, 'none.yaml: the file does not exist'],
  ])('says what is wrong with %j', async ([name = '', ...rest], code, message) => {
    const done = await backout(name, '--language', 'en', ...rest);
    expect(done).toEqual({ code, out: expect.stringContaining(`backout print: ${message}`) });
  });

  it('says how it is used', async () => {
    for (const asked of ['--help', '-h']) {
      const { code, out } = await backout('print', asked, '--language', 'en');
      expect([code, out.split('\n')[0]]).toEqual([0, 'Usage: npx backout print <plan> <scheme> [options]']);
      for (const option of ['--config', '--language zh-CN|en', '--backup']) expect(out).toContain(`  ${option}`);
    }
  });

  it('says which checks may fail, so that nobody stops at them', async () => {
    for (const [language, mark, rule] of [
      ['zh-CN', '可以不通过', '只有标明“可以不通过”的检查例外'],
      ['en', 'it may fail', 'Only checks that say “it may fail” may end otherwise'],
    ] as const) {
      const { out } = await backout('print', 'meiyueart', '2', '--language', language);
      expect(out).toContain(rule);
      const plan = (await readPlanFolder(join(repository, 'plans'))).find(({ plan }) => plan?.name === 'meiyueart');
      const { prechecks, checks } = plan!.plan!.schemes.find(({ key }) => key === '2')!;
      const mayFail = [...prechecks, ...checks].filter(({ weight }) => weight !== 'required');
      expect(out.split('\n').filter((line) => line.startsWith('- [ ] **') && line.includes(mark))).toHaveLength(
        mayFail.length,
      );
    }
  });

  it('is punctuated as Chinese is, around the commands', async () => {
    for (const [plan, scheme] of [
      ['meiyueart', '2'],
      ['wechat-backend', 'b'],
      ['wechat-backend', 'c'],
    ] as const) {
      const { out } = await backout('print', plan, scheme);
      const prose = out.replaceAll(/```[\s\S]*?```|`[^`]*`/g, '`');
      expect(prose.match(/.*(?:\p{Script=Han}[*`]*[,;:.!?]|[。；，：] | \().*/gu)).toBeNull();
    }
  });

  it('says that the inventory has no such system', async () => {
    const { code, out } = await backout('print', 'meiyueart', '2', '--config', inventory);
    expect([code, out]).toEqual([1, `backout print: ${inventory} has no system meiyueart; it has wechat-backend\n`]);
  });
});

describe('npx backout print, of a plan with a group of hosts', () => {
  const print = async (...options: readonly string[]) => {
    const lines: string[] = [];
    const plan = join(folder, 'points-app.yaml');
    writeFileSync(plan, GROUP_PLAN);
    await main(['print', plan, 'a', '--language', 'en', ...options], (line) => lines.push(line));
    return lines.join('\n');
  };

  it('says without an inventory that its steps are for each host', async () => {
    expect(await print()).toContain('Application (on each of its hosts, one after the other;');
  });

  it('prints with one every step of every host, in order', async () => {
    const host = (name: string, last: number) =>
      `${name}: { host: 10.0.1.${last}, user: points, key: ./key, knownHosts: ./known_hosts }`;
    const groups = join(folder, 'groups.yaml');
    const targets = `{ ${host('web', 9)}, app: { hosts: { ${host('app-1', 10)}, ${host('app-2', 11)} } } }`;
    writeFileSync(
      groups,
      `environment: production\njournal: ./b.db\nplans: .\nsystems:\n  points-app: { channels: [C0000001], roles: { ops-lead: [U0000001] }, targets: ${targets} }\n`,
    );
    const paper = await print('--config', groups);
    const steps = [...paper.matchAll(/^### \d+\. (.*Restore the release)$/gm)].map(([, title]) => title);
    expect(steps).toEqual([
      ...['app-1 · Restore the release', 'app-2 · Restore the release'],
      // Taken back, the last host comes first.
      ...['app-2 · Undo: Restore the release', 'app-1 · Undo: Restore the release'],
    ]);
    expect(paper).toContain('`ssh points@10.0.1.11`');
  });
});
