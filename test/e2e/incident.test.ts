import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import type { ShownMessage } from '../../sandbox/slack/control/read.js';
import { DIRECTOR, OPS } from './walk.js';

// One incident, two broken systems of one channel, two rollbacks told in one thread; each part stands on the one before.
let stage: Stage;
let thread: string;
const CHANNEL = 'C0INCIDENT';
const PATIENT = { timeoutMs: 120_000 };

beforeAll(async () => {
  stage = await raiseStage({ bot: 'none' });
  const inventory = parse(await readFile(stage.inventoryFile, 'utf8'));
  inventory.systems.meiyueart.channels = [CHANNEL];
  await writeFile(stage.inventoryFile, stringify(inventory));
  await stage.startBot();
}, 120_000);
afterAll(() => stage?.close());

/** Waits for a message of the thread that says all of this. */
function told(...words: readonly string[]): Promise<ShownMessage> {
  const look = async () =>
    (await stage.people.thread(OPS, CHANNEL, thread)).findLast(({ plain }) =>
      words.every((each) => plain.includes(each)),
    );
  return stage.people.waitFor(look, { what: `the thread to say ${words.join(', ')}`, ...PATIENT });
}

/** Waits for the card of a system's run that says this. */
function card(system: string, words: string): Promise<ShownMessage> {
  const look = async () =>
    (await stage.people.messages(OPS, CHANNEL)).findLast(
      ({ metadata, plain }) =>
        JSON.stringify(metadata ?? {}).includes('"card"') && plain.includes(system) && plain.includes(words),
    );
  return stage.people.waitFor(look, { what: `the card of ${system} to say ${words}`, ...PATIENT });
}

function dialog(words: string) {
  const look = async () => {
    const modal = await stage.people.modal(OPS);
    return modal?.plain.includes(words) ? modal : undefined;
  };
  return stage.people.waitFor(look, { what: `a dialog that says ${words}`, timeoutMs: 20_000 });
}

/** Goes from a message to a request that waits for its decision. */
async function request(
  message: string,
  { system, scheme, severity }: Record<'system' | 'scheme' | 'severity', string>,
) {
  const { people } = stage;
  await people.shortcut(OPS, { channel: CHANNEL, message, callback: 'roll-back-from-incident' });
  await dialog('要回滚哪个系统？');
  await people.submit(OPS, { 'system/input': system });
  await dialog('用哪个方案？');
  await people.submit(OPS, { 'scheme/input': scheme });
  await dialog(severity);
  await people.waitFor(async () => !(await people.modal(OPS))?.plain.includes('正在主机上查询备份'), PATIENT);
  const sent = await people.submit(OPS, { 严重程度: severity, 影响: '约 60% 用户' });
  expect(sent).toMatchObject({ ok: true });
  return card(system, '[批准]');
}

const plainThread = async () => (await stage.people.thread(OPS, CHANNEL, thread)).map(({ plain }) => plain);

it('is asked for from a message in the incident’s thread, and calls the deciders there', async () => {
  const { people } = stage;
  thread = (await people.say('王五', '诊断任务全部卡死', { channel: CHANNEL })).ts;
  const { ts } = await people.say('钱七', '从 03:00 开始，约 60% 用户', { channel: CHANNEL, thread });
  const asked = await request(ts, {
    system: 'wechat-backend',
    scheme: '方案 A：特性开关回滚（⭐ 推荐）',
    severity: 'P0 立即回滚',
  });
  expect(asked.plain).toContain('从 03:00 开始，约 60% 用户');
  await told('🔔 等待决定 · wechat-backend');
  expect((await told('🔔 请决定', 'wechat-backend')).plain).toContain('@李四');
  await told('已关联本故障消息列');
}, 180_000);

it('has room for the rollback of another system', async () => {
  const asked = await request(thread, {
    system: 'meiyueart',
    scheme: '方案 2：手动回滚',
    severity: 'NOW 确认问题后立即回滚',
  });
  await told('🔔 等待决定 · meiyueart');
  const { people } = stage;
  await people.click(OPS, '勾选清单（0/2）', { message: asked.ts });
  await dialog('请勾选已确认的项目');
  await people.submit(OPS, { 请勾选已确认的项目: ['确认需要回滚的问题', '确认回滚时间窗口'] });
  await card('meiyueart', '勾选清单（2/2）');
}, 180_000);

it('keeps two runs apart: every post but the headlines begins with its run', async () => {
  const { people } = stage;
  const [first, second] = [await card('wechat-backend', '[批准]'), await card('meiyueart', '[批准]')];
  await people.click(DIRECTOR, '批准', { message: first.ts, confirm: true });
  await told('▶️ 已批准，开始回滚', 'wechat-backend');
  await people.click(DIRECTOR, '批准', { message: second.ts, confirm: true });
  await told('▶️ 已批准，开始回滚', 'meiyueart');
  for (const [system, answers] of [
    ['wechat-backend', ['内部测试账号可以正常使用', '抽样用户回访确认功能正常', '客服无异常反馈']],
    ['meiyueart', ['系统其他功能正常', '用户未报告异常']],
  ] as const) {
    await told('🔎 步骤已全部完成，开始验证', system);
    const asking = await card(system, `人工确认（${answers.length}）`);
    await people.click(OPS, `人工确认（${answers.length}）`, { message: asking.ts });
    await dialog(answers[0]);
    await people.submit(OPS, Object.fromEntries(answers.map((title) => [title, '通过'])));
    await told('✅ 回滚成功 ·', system);
    await told('✅ 回滚成功\n', system);
  }
  const runs = [...new Set((await plainThread()).join('\n').match(/\d{8}-[0-9a-z]{5}/g))];
  expect(runs).toHaveLength(2);
  const milestones = (await plainThread()).filter((plain) => /^\d{8}-/.test(plain));
  for (const run of runs) {
    const own = milestones
      .filter((plain) => plain.startsWith(run))
      .map((plain) => plain.split('\n')[1]?.split(/[，：。]/)[0]);
    expect(own).toEqual(['不用再决定', '▶️ 已批准', '🔎 步骤已全部完成', '✅ 回滚成功']);
  }
}, 240_000);

it('shows the channel one start and one end of each run', async () => {
  const shown = (await stage.people.messages(OPS, CHANNEL)).map(({ plain }) => plain);
  for (const system of ['wechat-backend', 'meiyueart']) {
    const of = shown.filter((plain) => plain.split('\n')[0]?.includes(system));
    expect(of.filter((plain) => plain.includes('▶️ 已批准'))).toHaveLength(1);
    expect(of.filter((plain) => /^\d{8}-[\s\S]*✅ 回滚成功/.test(plain))).toHaveLength(1);
  }
});

it('answers in the thread with what can be typed there, and files the record again', async () => {
  const { people } = stage;
  await people.mention(OPS, '@Backout', { channel: CHANNEL, thread });
  expect((await told('没有正在进行或等待中的回滚', '[选择方案]')).plain).not.toContain('/rollback');
  await people.mention(OPS, '@Backout help', { channel: CHANNEL, thread });
  const help = await told('@Backout list-backups');
  expect(help.plain).not.toContain('/rollback');
  const before = (await people.files()).length;
  await people.mention(OPS, '@Backout record', { channel: CHANNEL, thread });
  await told('文件已放在该次回滚的消息列');
  const again = (await people.files()).slice(before);
  expect(again.map(({ name }) => name.startsWith('record-'))).toEqual([true]);
}, 60_000);

it('keeps every rule of Slack on the way', async () => {
  expect(await stage.people.violations()).toEqual([]);
});
