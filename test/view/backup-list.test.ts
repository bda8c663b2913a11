import { expect, test } from 'vitest';
import { systemOf } from '../../gallery/bound-systems.js';
import { backupsOf } from '../../gallery/found-backups.js';
import { backupDetails } from '../../src/view/backup-details.js';
import { backupList } from '../../src/view/backup-list.js';
import { dated, hourly, listed, s1Backups, s1System } from '../helpers/choices.js';
import { s2Backups, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';

const system = s2System();

test('backups are listed newest first, with why each one counts or not', () => {
  expect(rendered(backupList(listed(s2Backups()), { system, language: 'zh-CN' }))).toMatchInlineSnapshot(`
    "# wechat-backend 的备份
    ---
    诊断数据库 · 10.0.0.5:/data/backups
    2026-11-20 03:12:00 UTC+08:00 在主机上查询
    最新的可用备份：diagnosis_20261120_000000.db（3 小时前）
    diagnosis_20261120_000000.db
    3 小时前 · 12.0 MB · ✅ 可用 [详情]
    diagnosis_20261119_120000.db
    15 小时前 · 0 B · ❌ 不可用：文件是空的 [详情]
    pre_rollback_backup_20261118_090000.db
    42 小时前 · 11.4 MB · ❌ 不可用：以前回滚时留下的副本 [详情]
    diagnosis_20261101_000000.db
    19 天前 · 11.4 MB · ❌ 不可用：超过 24 小时，太旧 [详情]
    ~ 名称不符、已忽略的有 1 个：notes\\u202etxt.<!channel>
    [重新查询] [发到频道]"
  `);
  expect(rendered(backupList(listed(s2Backups()), { system, language: 'en' }))).toMatchInlineSnapshot(`
    "# Backups of wechat-backend
    ---
    Diagnosis database · 10.0.0.5:/data/backups
    Looked up on the host at 2026-11-20 03:12:00 UTC+08:00
    Newest usable backup: diagnosis_20261120_000000.db (3 hours ago)
    diagnosis_20261120_000000.db
    3 hours ago · 12.0 MB · ✅ usable [Details]
    diagnosis_20261119_120000.db
    15 hours ago · 0 B · ❌ not usable: the file is empty [Details]
    pre_rollback_backup_20261118_090000.db
    42 hours ago · 11.4 MB · ❌ not usable: a copy taken by an earlier rollback [Details]
    diagnosis_20261101_000000.db
    19 days ago · 11.4 MB · ❌ not usable: older than 24 h [Details]
    ~ Ignored, because the name does not match (1): notes\\u202etxt.<!channel>
    [Look again] [Share with the channel]"
  `);
});

test('a folder without a usable backup says so first', () => {
  const list = s2Backups([['diagnosis_20261101_000000.db', 12_000]]);
  expect(backupList(listed(list), { system, language: 'zh-CN' }).text).toBe(
    'wechat-backend 的备份 · 没有可用的备份，原因见下。',
  );
  expect(backupList(listed(s2Backups([])), { system, language: 'en' }).text).toBe(
    'Backups of wechat-backend · There is no usable backup: none was found.',
  );
});

const site = { system: s1System(), language: 'zh-CN' as const };

test('a usable backup can be chosen; a directory says what it lacks, and one that is old says so', () => {
  expect(rendered(backupList(listed(s1Backups()), site))).toMatchInlineSnapshot(`
    "# meiyueart 的备份
    ---
    部署前备份 · 10.0.0.6:/home/user/backups
    2026-11-20 03:12:00 UTC+08:00 在主机上查询
    最新的可用备份：20261120_020000（1 小时前）
    20261120_020000
    1 小时前 · 1.4 KB · ✅ 可用
    [用它回滚] [详情]
    20261119_230000
    4 小时前 · 712 B · ❌ 不可用：缺少或为空：change_password.py [详情]
    20261115_020000
    5 天前 · 1.4 KB · ⚠️ 可用，但已超过 24 小时
    [用它回滚] [详情]
    ~ 名称不符、已忽略的有 1 个：notes.txt
    [重新查询] [发到频道]"
  `);
});

test('many are leafed through, with a menu of those on the page and after it', () => {
  const many = listed(s1Backups(hourly(12)));
  const first = rendered(backupList(many, site));
  expect(first.match(/\[详情\]/g)).toHaveLength(5);
  expect(first).not.toContain('上一页');
  expect(first).toContain('[下一页 ›]\n~ 第 1/3 页，共 12 个备份');
  const page = { source: 'files', number: 2 };
  const last = rendered(backupList(many, { ...site, page }));
  expect(last.match(/\[详情\]/g)).toHaveLength(2);
  expect(last).toContain('[‹ 上一页]\n~ 第 3/3 页');
  // A page that is gone meanwhile is the last one.
  expect(rendered(backupList(many, { ...site, page: { ...page, number: 99 } }))).toBe(last);
  expect(rendered(backupList(many, { ...site, page: { source: 'other', number: 2 } }))).toBe(first);
});

test.each([
  ['zh-CN', '最新的可用备份：v0.9.0（42 天前）', '⚠️ 可用，但当前部署的就是它'],
  ['en', 'Newest usable backup: v0.9.0 (42 days ago)', '⚠️ usable, but it is what is deployed now'],
] as const)('the tag of what stands there says so, and another one counts, in %s', (language, counts, state) => {
  const tags = ['v2.0.0-phase1', 'v1.0.0', 'v0.9.0'].map(
    (name) => ({ name, kind: 'other', bytes: 0, isDeployed: name === 'v1.0.0' }) as const,
  );
  const reader = { system: systemOf('wechat-backend', language), language };
  const list = backupsOf(reader.system, 'release', tags);
  const text = rendered(backupList(listed(list), reader));
  expect(text).toContain(counts);
  expect(text).toContain(`${state}\n[`);
  const details = backupDetails(list, 'v1.0.0', reader);
  expect(details && rendered(details)).toContain(state);
});

test('a source whose host is silent hides no other one', () => {
  const [source] = s2System().plan.backups;
  if (!source) throw new Error('S2 has a backup source');
  const failure = { code: 'ssh.unreachable', at: '10.0.0.9' } as const;
  const text = rendered(backupList([{ source, failure }, ...listed(s1Backups())], site));
  expect(text).toContain('诊断数据库\n⚠️ 连不上主机 10.0.0.9。');
  expect(text).toContain('最新的可用备份：20261120_020000');
});

test('what is shared with the channel has no buttons', () => {
  const { blocks } = backupList(listed(s2Backups()), { system, language: 'zh-CN', shared: true });
  expect(JSON.stringify(blocks)).not.toContain('"button"');
});

test('the details of one backup', () => {
  const details = backupDetails(s2Backups(), 'diagnosis_20261119_120000.db', { system, language: 'zh-CN' });
  expect(details && rendered(details)).toMatchInlineSnapshot(`
    "# 详情
    名称：diagnosis_20261119_120000.db
    状态：❌ 不可用：文件是空的
    备份时间：2026-11-19 12:00:00 UTC+08:00（15 小时前）
    大小：0 B（0 字节）
    路径：/data/backups/diagnosis_20261119_120000.db
    主机：10.0.0.5
    查询时间：2026-11-20 03:12:00 UTC+08:00"
  `);
  expect(backupDetails(s2Backups(), 'gone.db', { system, language: 'en' })).toBeUndefined();
});

test('the details of a directory: what is in it, what it lacks, and no button for what is not usable', () => {
  const broken = backupDetails(s1Backups(), '20261119_230000', site);
  expect(broken && rendered(broken)).toMatchInlineSnapshot(`
    "# 详情
    名称：20261119_230000
    状态：❌ 不可用：缺少或为空：change_password.py
    备份时间：2026-11-19 23:00:00 UTC+08:00（4 小时前）
    大小：712 B（712 字节）
    路径：/home/user/backups/20261119_230000
    主机：10.0.0.6
    查询时间：2026-11-20 03:12:00 UTC+08:00
    内容（3 项）
    ❌ change_password.py · 缺少或为空
    • user_system.py · 700 B（必须有）
    • change_password.py · 0 B（必须有）
    • notes.txt · 12 B"
  `);
  const good = backupDetails(s1Backups(), '20261120_020000', { ...site, language: 'en' });
  expect(good && rendered(good)).toMatchInlineSnapshot(`
    "# Details
    Name: 20261120_020000
    State: ✅ usable
    Taken at: 2026-11-20 02:00:00 UTC+08:00 (1 hour ago)
    Size: 1.4 KB (1400 bytes)
    Path: /home/user/backups/20261120_020000
    Host: 10.0.0.6
    Looked up at: 2026-11-20 03:12:00 UTC+08:00
    Contents (2)
    • user_system.py · 700 B (must be there)
    • change_password.py · 700 B (must be there)
    [Roll back to it]"
  `);
});

test('a directory with a hundred files is cut', () => {
  const files = Array.from({ length: 100 }, (_, index) => [`f${index}`, 1] as const);
  const list = s1Backups([dated('20261120_020000', files)]);
  const details = backupDetails(list, '20261120_020000', site);
  expect(details && rendered(details)).toContain('…还有 70 项。');
});
