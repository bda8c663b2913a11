import { expect, test } from 'vitest';
import { backupDetails, backupList } from '../../src/view/backup-list.js';
import { s2Backups, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';

const system = s2System();

test('backups are listed newest first, with why each one counts or not', () => {
  expect(rendered(backupList([s2Backups()], { system, language: 'zh-CN' }))).toMatchInlineSnapshot(`
    "# wechat-backend 的备份
    ---
    诊断数据库 · 10.0.0.5:/data/backups
    2026-11-20 03:12:00 在主机上查询
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
  expect(rendered(backupList([s2Backups()], { system, language: 'en' }))).toMatchInlineSnapshot(`
    "# Backups of wechat-backend
    ---
    Diagnosis database · 10.0.0.5:/data/backups
    Looked up on the host at 2026-11-20 03:12:00
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
  expect(backupList([list], { system, language: 'zh-CN' }).text).toBe(
    'wechat-backend 的备份 · 没有可用的备份，原因见下。',
  );
  expect(backupList([s2Backups([])], { system, language: 'en' }).text).toBe(
    'Backups of wechat-backend · There is no usable backup: none was found.',
  );
});

test('only the first eight are shown, and how many are not', () => {
  const names = Array.from(
    { length: 12 },
    (_, hour) => [`diagnosis_20261119_${String(hour).padStart(2, '0')}0000.db`, 9] as const,
  );
  const text = rendered(backupList([s2Backups(names)], { system, language: 'zh-CN' }));
  expect(text.match(/\[详情\]/g)).toHaveLength(8);
  expect(text).toContain('…还有 4 个更早的，没有列出。');
});

test('what is shared with the channel has no buttons', () => {
  const { blocks } = backupList([s2Backups()], { system, language: 'zh-CN', shared: true });
  expect(JSON.stringify(blocks)).not.toContain('"button"');
});

test('the details of one backup', () => {
  const details = backupDetails(s2Backups(), 'diagnosis_20261119_120000.db', { system, language: 'zh-CN' });
  expect(details && rendered(details)).toMatchInlineSnapshot(`
    "# 详情
    名称：diagnosis_20261119_120000.db
    状态：❌ 不可用：文件是空的
    备份时间：2026-11-19 12:00:00（15 小时前）
    大小：0 B（0 字节）
    路径：/data/backups/diagnosis_20261119_120000.db
    主机：10.0.0.5
    查询时间：2026-11-20 03:12:00"
  `);
  expect(backupDetails(s2Backups(), 'gone.db', { system, language: 'en' })).toBeUndefined();
});
