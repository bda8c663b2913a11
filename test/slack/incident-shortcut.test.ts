import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import { s1System } from '../helpers/choices.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { awaiting, over, running } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

const CALLBACK = 'roll-back-from-incident';
const both = { systems: () => [s2System(), s1System({ channels: [INCIDENT] })] };
const asked = { request: async () => ok(awaiting) };

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

async function say(text: string, thread?: string): Promise<string> {
  const where = { channel: INCIDENT, ...(thread ? { thread } : {}) };
  return (await theatre.people.say('王五', text, where)).ts;
}

const pick = (message: string, who = '赵六', channel = INCIDENT) =>
  theatre.people.shortcut(who, { channel, message, callback: CALLBACK });

/** The dialog on top, once it says these words. */
const dialog = (words: string, who = '赵六') =>
  theatre.people.waitFor(
    async () => {
      const modal = await theatre.people.modal(who);
      return modal?.plain.includes(words) ? modal : undefined;
    },
    { what: `a dialog with ${words}` },
  );

const requests = () => theatre.asked.filter(({ call }) => call === 'request').map(({ input }) => input);

it('leads from a message in a thread to a request that reports in that thread', async () => {
  theatre = await stage({ engine: fakeEngine(asked) });
  const { people } = theatre;
  const thread = await say('诊断任务全部卡死');
  const reply = await say('<@U0LI4> 从 03:00 开始，约 60% 用户 & 全部门店', thread);
  await pick(reply);
  const schemes = await dialog('用哪个方案？');
  expect(schemes.plain).toContain('方案 A：特性开关回滚');
  expect(schemes.plain).toContain('进展会在那条消息的消息列里通知');
  await people.submit('赵六', { 'scheme/input': '方案 A：特性开关回滚' });
  const form = await dialog('严重程度');
  expect(form).toMatchObject({ callbackId: 'request', depth: 2 });
  expect(form.values).toMatchObject({ reason: { input: { value: '从 03:00 开始，约 60% 用户 & 全部门店' } } });
  await people.submit('赵六', { 严重程度: 'P0 立即回滚', 影响: '约 60% 用户' });
  const incident = { channel: INCIDENT, thread };
  await people.waitFor(async () => requests().length === 1);
  expect(requests()).toMatchObject([{ system: 'wechat-backend', scheme: 'a', channel: INCIDENT, incident }]);
  expect(await people.modal('赵六')).toBeNull();
  // Nothing was linked, so this thread is from now on.
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, thread)).at(-1)?.plain.includes('已关联'));
  expect(theatre.asked.at(-1)).toMatchObject({ call: 'linkIncident', input: incident });
});

it('asks which system first where there are several, and lets one go back', async () => {
  theatre = await stage({ engine: fakeEngine(both) });
  const { people } = theatre;
  await pick(await say('都坏了'));
  await dialog('要回滚哪个系统？');
  await people.submit('赵六', { 'system/input': 'meiyueart' });
  const schemes = await dialog('用哪个方案？');
  // The recommended one comes first.
  expect(schemes.plain).toMatch(/方案 1：自动回滚（⭐ 推荐）[\s\S]*方案 2[\s\S]*方案 3/);
  await people.submit('赵六', { 'scheme/input': '方案 2：手动回滚' });
  expect(await dialog('严重程度')).toMatchObject({ depth: 3 });
  await people.closeModal('赵六');
  expect(await dialog('用哪个方案？')).toMatchObject({ depth: 2 });
});

it('keeps the thread of another incident out of it: the run reports where it was asked', async () => {
  theatre = await stage({ engine: fakeEngine(asked) });
  const { people } = theatre;
  const linked = await say('第一件事');
  await people.mention('赵六', '@Backout status', { channel: INCIDENT, thread: linked });
  await people.waitFor(async () => (await people.thread('李四', INCIDENT, linked)).length === 4);
  const other = await say('第二件事');
  await pick(other);
  await dialog('用哪个方案？');
  await people.submit('赵六', { 'scheme/input': '方案 A：特性开关回滚' });
  await dialog('严重程度');
  await people.submit('赵六', { 严重程度: 'P0 立即回滚', 影响: '全部' });
  await people.waitFor(async () => requests().length === 1);
  expect(requests()).toMatchObject([{ incident: { channel: INCIDENT, thread: other } }]);
  expect(theatre.asked.filter(({ call }) => call === 'linkIncident')).toHaveLength(1);
});

it('takes no reason from what a bot wrote, and no incident from a run’s own message', async () => {
  theatre = await stage();
  const { people } = theatre;
  theatre.show(over);
  const card = await people.waitForMessage('李四', INCIDENT, '回滚成功', { timeoutMs: 10_000 });
  await pick(card.ts);
  const { privateMetadata } = await dialog('用哪个方案？');
  expect(JSON.parse(privateMetadata)).toEqual({ channel: INCIDENT, system: 'wechat-backend' });
});

it('says that a rollback is open, and lets one queue behind it', async () => {
  theatre = await stage();
  theatre.show(running);
  await pick(await say('还是不行'));
  const busy = await dialog(running.id);
  expect(busy.plain).toContain('新的申请会排队');
  expect(busy.submit).toBeDefined();
});

it('refuses a guest, and says why to them alone', async () => {
  theatre = await stage();
  await pick(await say('怎么了'), '访客');
  await theatre.people.waitForMessage('访客', INCIDENT, '访客、机器人和外部人员不能申请');
  expect(await theatre.people.modal('访客')).toBeNull();
});

it('says where there is a system, and what to type where the bot is not', async () => {
  theatre = await stage();
  const { people } = theatre;
  const { ts } = await people.say('王五', '网站打不开', { channel: 'general' });
  await pick(ts, '赵六', 'general');
  expect((await dialog('没有绑定系统')).plain).toContain('wechat-backend');
  await people.closeModal('赵六');
  await theatre.end();
  theatre = await stage({ engine: fakeEngine({ systems: () => [s2System({ channels: ['C0GENERAL'] })] }) });
  const again = await theatre.people.say('王五', '网站打不开', { channel: 'general' });
  await pick(again.ts, '赵六', 'general');
  await dialog('/invite @Backout');
});

it('sends a button when Slack opens no dialog, which leads to the same thread', async () => {
  theatre = await stage();
  const { people } = theatre;
  const thread = await say('诊断任务全部卡死');
  await people.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id' });
  await pick(thread);
  await people.waitForMessage('赵六', INCIDENT, '[选择方案]');
  await people.click('赵六', '选择方案');
  const { privateMetadata } = await dialog('用哪个方案？');
  expect(JSON.parse(privateMetadata)).toMatchObject({
    incident: { channel: INCIDENT, thread },
    reason: '诊断任务全部卡死',
  });
});

it('gives back what was typed when the request is refused', async () => {
  const refused = { request: async () => failed({ code: 'request.not-allowed', at: 'wechat-backend' }) } as const;
  theatre = await stage({ engine: fakeEngine(refused) });
  const { people } = theatre;
  await pick(await say('诊断任务全部卡死'));
  await dialog('用哪个方案？');
  await people.submit('赵六', { 'scheme/input': '方案 A：特性开关回滚' });
  await dialog('严重程度');
  await people.submit('赵六', { 严重程度: 'P0 立即回滚', 影响: '全部' });
  const told = await people.waitForMessage('赵六', INCIDENT, '您不能申请');
  expect(told.plain).toContain('诊断任务全部卡死');
  expect(theatre.asked.filter(({ call }) => call === 'linkIncident')).toEqual([]);
});
