import { describe, expect, test } from 'vitest';
import { dispatch } from '../../commands/dispatch.js';
import { backupDetailsReply, backupsReply } from '../../commands/list-backups.js';
import { failed } from '../../src/domain/result.js';
import type { Engine } from '../../src/engine/engine.js';
import { fakeEngine, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

const incident = { channel: 'C0INCIDENT', thread: '1763580000.000100', linkedBy: 'U0ZHAO6', linkedAt: T0 };

const READER = { language: 'zh-CN', door: 'slash' } as const;

const reply = (text: string, engine: Engine = fakeEngine({}), thread?: { channel: string; thread: string }) =>
  dispatch(
    {
      text,
      door: 'slash',
      by: 'U0ZHAO6',
      channel: 'C0INCIDENT',
      language: 'zh-CN',
      now: T0,
      ...(thread ? { thread } : {}),
    },
    engine,
  );

async function said(...args: Parameters<typeof reply>): Promise<string> {
  const first = await reply(...args);
  const answer = first.kind === 'later' ? await first.answer() : first;
  if (answer.kind !== 'message') throw new Error(`a ${answer.kind}, not a message`);
  return rendered(answer.message);
}

async function asked(...args: Parameters<typeof reply>) {
  const answer = await reply(...args);
  if (answer.kind !== 'modal') throw new Error(`a ${answer.kind}, not a dialog`);
  return JSON.parse(answer.modal.metadata) as unknown;
}

describe('scheme', () => {
  test.each([
    'scheme-a',
    'Scheme-A',
    'scheme a',
    '方案A',
    '方案ａ',
    '方案 A',
    'a',
    '特性开关',
    'scheme-a wechat-backend',
  ])('%s asks for scheme A', async (text) => {
    expect(await asked(text)).toEqual({ system: 'wechat-backend', scheme: 'a', channel: 'C0INCIDENT' });
  });

  test('the dialog says that a request will wait, for which run, whose, since when and why', async () => {
    const answer = await reply('scheme-a', fakeEngine({ runs: [runs.running()] }));
    const shown = rendered({ blocks: answer.kind === 'modal' ? answer.modal.blocks : [] });
    expect(shown).toContain('这个系统有一次回滚还没有结束，您的申请要等它结束。');
    expect(shown).toContain('目前占用：20261120-7kq2m @U0ZHAO6，自 2026-11-20 03:12:00 UTC+08:00；原因：诊断任务卡死');
  });

  test('a scheme that does not exist is answered with those that do', async () => {
    expect(await said('scheme-z')).toContain('wechat-backend 没有方案 “z”。现有方案如下：');
    expect(await said('scheme-z')).toContain('[选择] [演练]');
    expect(await said('方案')).toContain('# wechat-backend 的回滚方案');
    for (const text of ['scheme wechat-backend', 'schemes', 'schemes wechat-backend', '演练'])
      expect(await said(text)).toBe(await said('方案'));
  });

  test('it is for the linked incident, or for the thread it is asked in', async () => {
    const linked = fakeEngine({ incident });
    expect(await asked('scheme-a', linked)).toMatchObject({ incident: { thread: incident.thread } });
    const here = { channel: 'C0INCIDENT', thread: '2.2' };
    expect(await asked('scheme-a', linked, here)).toMatchObject({ incident: here });
  });
});

describe('list-backups', () => {
  test('lists what is on the host', async () => {
    expect(await said('list-backups')).toContain('最新的可用备份：diagnosis_20261120_000000.db（3 小时前）');
  });

  test('a host that cannot be reached is said plainly', async () => {
    const backups = failed({ code: 'ssh.unreachable', at: '10.0.0.5', detail: 'ETIMEDOUT' });
    expect(await said('list-backups', fakeEngine({ backups }))).toBe(
      '⚠️ 连不上主机 10.0.0.5。\n下一步：请检查主机和网络，然后重试。\n详细信息：ETIMEDOUT',
    );
  });

  test('can be shared with the channel, and shows one in detail', async () => {
    const shared = await backupsReply(s2System(), READER, fakeEngine({}), { audience: 'channel' });
    expect(shared).toMatchObject({ kind: 'message', audience: 'channel' });
    const gone = { source: 'database', backup: 'gone.db' };
    const details = await backupDetailsReply(s2System(), gone, READER, fakeEngine({}));
    expect(details.kind === 'message' && rendered(details.message)).toContain('备份 gone.db 已经不在了。');
  });
});

describe('a dry run', () => {
  const tried = (text: string, engine: Engine) => reply(text, engine);
  const dryRun: Engine['dryRun'] = async ({ by, ...asked }) =>
    failed({ code: 'request.not-allowed', at: `${by} ${JSON.stringify(asked)}`, facts: {} });

  test.each([
    'scheme-a --dry-run',
    'scheme-a —dry-run',
    '方案A 演练',
    'dry-run a',
    '演练 方案A',
    'a wechat-backend dry-run',
  ])('%s', async (text) => {
    const answer = await tried(text, { ...fakeEngine({ runs: [runs.running()] }), dryRun });
    if (answer.kind !== 'later') throw new Error(`a ${answer.kind}`);
    expect(rendered(answer.asking)).toBe(
      '正在演练 wechat-backend · 方案 A：特性开关回滚：正在询问主机，不会改动任何东西。',
    );
    const told = await answer.answer();
    expect(told.kind === 'message' && rendered(told.message)).toContain(
      'U0ZHAO6 {"system":"wechat-backend","scheme":"a"}',
    );
  });
});

describe('status', () => {
  test('says what runs in this channel and who must act', async () => {
    expect(await said('状态', fakeEngine({ runs: [runs.awaiting()] }))).toContain(
      '请 CTO 或 技术总监 批准或拒绝。P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。',
    );
    expect(await said('status')).toBe(
      '# 没有正在进行或等待中的回滚。\n目前不用操作。输入 /rollback help 查看命令。\n[重新查询]',
    );
  });

  test('shows nothing of systems of other channels', async () => {
    const elsewhere = runs.awaiting({ plan: { ...runs.awaiting().request.plan, name: 'shop' } });
    expect(await said('status', fakeEngine({ runs: [elsewhere] }))).toContain('没有正在进行或等待中的回滚。');
  });
});

describe('record', () => {
  test('gives the record of the newest run that ended', async () => {
    const answer = await reply('record', fakeEngine({ runs: [runs.running(), runs.failed()] }));
    expect(answer).toMatchObject({ kind: 'file', name: 'record-20261120-7kq2m.md', title: '回滚记录 20261120-7kq2m' });
    expect(answer.kind === 'file' && answer.content).toContain('- [x] ❌ 回滚失败');
  });

  test('in an incident’s thread it is the newest one that was carried out and reports there', async () => {
    const { channel, thread } = incident;
    const here = { channel, thread };
    const done = { ...runs.succeeded({ incident: here }), id: '20261120-aaaaa' };
    const refused = { ...runs.rejected({ incident: here }), id: '20261120-bbbbb' };
    const engine = fakeEngine({ runs: [refused, done] });
    expect(await reply('record', engine, here)).toMatchObject({ kind: 'file', run: done.id });
    expect(await reply('record', engine, { channel, thread: '1763589999.000100' })).toMatchObject({ run: refused.id });
    expect(await reply('record', engine)).toMatchObject({ run: refused.id });
  });

  test('of a run that has not ended there is none yet', async () => {
    expect(await said('record 20261120-7kq2m', fakeEngine({ runs: [runs.running()] }))).toBe(
      '20261120-7kq2m 还没有结束，结束后才有记录。',
    );
    expect(await said('record')).toBe('这里还没有结束的回滚，所以没有记录。');
  });

  test('an unknown run is answered with the newest ones', async () => {
    expect(await said('record r-9', fakeEngine({ runs: [runs.failed()] }))).toBe(
      '没有编号为 r-9 的回滚。最近的编号：\n• /rollback record 20261120-7kq2m',
    );
    expect(await said('record r-9')).toContain('没有编号为 r-9 的回滚。');
  });

  test('a run of a system of another channel is unknown here', async () => {
    const elsewhere = runs.failed({ plan: { ...runs.failed().request.plan, name: 'shop' } });
    expect(await said('record 20261120-7kq2m', fakeEngine({ runs: [elsewhere] }))).toContain('没有编号为');
  });
});
