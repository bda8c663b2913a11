import { afterEach, expect, it } from 'vitest';
import type { Slack } from '../../sandbox/slack/workspace.js';
import { ok } from '../../src/domain/result.js';
import { s1System } from '../helpers/choices.js';
import { s2Backups } from '../helpers/engine.js';
import { wholePlan, wholeRequest, wholeRun } from '../helpers/whole-plans.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { awaiting } from './projecting.js';
import { INCIDENT, type Stage, type StageOptions, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const REFUSED = '访客、机器人和外部人员';

/** What this person alone sees, in the channel or in a thread. */
async function privately(who: string, thread?: string) {
  const { people } = theatre;
  const seen = thread ? await people.thread(who, INCIDENT, thread) : await people.messages(who, INCIDENT);
  return seen.filter(({ isEphemeral }) => isEphemeral);
}

/** Waits until this person alone was refused so often. */
const refusals = (who: string, count: number, thread?: string) =>
  theatre.people.waitFor(
    async () => (await privately(who, thread)).filter(({ plain }) => plain.includes(REFUSED)).length === count,
    { what: `${count} refusals for ${who}` },
  );

/** A stage that counts how often the hosts are asked; its list of backups is in a thread, where everybody sees it. */
async function listInThread(options: Omit<StageOptions, 'engine'> = {}) {
  let looks = 0;
  const backups = async () => {
    looks += 1;
    return ok([s2Backups()]);
  };
  theatre = await stage({ ...options, engine: fakeEngine({ backups }) });
  const { people } = theatre;
  const { ts } = await people.say('王五', '诊断任务全部卡死', { channel: INCIDENT });
  await people.mention('赵六', '@Backout list-backups', { channel: INCIDENT, thread: ts });
  const list = await people.waitFor(async () =>
    (await people.thread('李四', INCIDENT, ts)).find(({ plain }) => plain.includes('[重新查询]')),
  );
  const said = async () => (await people.thread('李四', INCIDENT, ts)).length;
  return { looks: () => looks, list, said, thread: ts };
}

it('lets a guest press no button of a list that everybody sees, and asks no host for them', async () => {
  const { looks, list, said, thread } = await listInThread();
  const before = await said();
  const { people } = theatre;
  const labels = ['重新查询', '发到频道', '详情'];
  for (const [index, label] of labels.entries()) {
    await people.click('访客', label, { channel: INCIDENT, message: list.ts });
    await refusals('访客', index + 1, thread);
  }
  expect([looks(), await said()]).toEqual([1, before]);
  await people.click('李四', '重新查询', { channel: INCIDENT, message: list.ts });
  await people.waitFor(async () => looks() === 2);
});

it('lets nobody press one while Slack does not say who they are', async () => {
  const { looks, list, thread } = await listInThread();
  const { people } = theatre;
  await people.fault({ method: 'users.info', kind: 'error', error: 'internal_error' });
  await people.click('李四', '重新查询', { channel: INCIDENT, message: list.ts });
  const told = await people.waitFor(async () => (await privately('李四', thread)).at(-1));
  expect(told.plain).toContain('⚠️');
  expect(looks()).toBe(1);
  await people.click('李四', '重新查询', { channel: INCIDENT, message: list.ts });
  await people.waitFor(async () => looks() === 2);
});

it('takes a menu for a button', async () => {
  let looks = 0;
  const site = s1System();
  const backups = async () => {
    looks += 1;
    return ok([]);
  };
  theatre = await stage({ engine: fakeEngine({ systems: () => [site], backups }) });
  const { people, slack } = theatre;
  const { ts } = await people.say('王五', '网站打不开', { channel: INCIDENT });
  const options = [{ text: { type: 'plain_text', text: 'b' }, value: 'b' }];
  const menu = { type: 'static_select', action_id: 'pick-backup', options };
  const block = { type: 'actions', block_id: JSON.stringify(['meiyueart', 'deploy']), elements: [menu] };
  const message = slack.state.messages.find((each) => each.ts === ts);
  if (message) message.blocks = [block];
  await people.select('访客', 'pick-backup', 'b', { channel: INCIDENT, message: ts });
  await refusals('访客', 1);
  expect(looks).toBe(0);
});

it('opens no dialog of a run for a guest', async () => {
  const request = wholeRequest('wechat-backend', 'b');
  theatre = await stage({ engine: fakeEngine({ systems: () => [s2System({ plan: wholePlan('wechat-backend') })] }) });
  const { people, show } = theatre;
  show(wholeRun(request));
  await people.waitForMessage('李四', INCIDENT, '[补充记录');
  for (const [index, label] of ['补充记录', '复盘'].entries()) {
    await people.click('访客', label);
    await refusals('访客', index + 1);
  }
  expect(await people.modal('访客')).toBeNull();
});

it('has a guest press nothing of a run that waits or is under way, without asking the engine', async () => {
  theatre = await stage();
  const { people, show, asked } = theatre;
  show(awaiting);
  await people.waitForMessage('李四', INCIDENT, '[批准');
  for (const [index, label] of ['批准', '拒绝', '撤回申请'].entries()) {
    await people.click('访客', label, { confirm: true });
    await refusals('访客', index + 1);
  }
  expect(asked).toEqual([]);
});

it('shows no scheme in a dialog to somebody who became a guest while it was open', async () => {
  let now = Date.now();
  const systems = () => [s2System(), s1System({ channels: [INCIDENT] })];
  theatre = await stage({ engine: fakeEngine({ systems }), clock: { now: () => now } });
  const { people, slack } = theatre;
  const { ts } = await people.say('王五', '诊断任务全部卡死', { channel: INCIDENT });
  await people.shortcut('赵六', { channel: INCIDENT, message: ts, callback: 'roll-back-from-incident' });
  await people.waitForModal('赵六');
  demote(slack, 'U0ZHAO6');
  now += 61_000;
  await people.submit('赵六', { 'system/input': 'meiyueart' });
  const told = await people.waitForModal('赵六');
  expect(told.plain).toContain(REFUSED);
  expect(told).toMatchObject({ depth: 1 });
});

it('looks up no backups for a scheme that a guest chose', async () => {
  let now = Date.now();
  let looks = 0;
  const backups = async () => {
    looks += 1;
    return ok([]);
  };
  theatre = await stage({ engine: fakeEngine({ systems: () => [s1System()], backups }), clock: { now: () => now } });
  const { people, slack } = theatre;
  const { ts } = await people.say('王五', '网站打不开', { channel: INCIDENT });
  await people.shortcut('赵六', { channel: INCIDENT, message: ts, callback: 'roll-back-from-incident' });
  await people.waitForModal('赵六');
  demote(slack, 'U0ZHAO6');
  now += 61_000;
  await people.submit('赵六', { 'scheme/input': '方案 2：手动回滚' });
  expect((await people.waitForModal('赵六')).plain).toContain(REFUSED);
  expect(looks).toBe(0);
});

/** From now on Slack says that this person is a guest. */
function demote({ state }: Slack, id: string): void {
  state.people = state.people.map((person) => (person.id === id ? { ...person, isRestricted: true } : person));
}
