import { afterEach, expect, it } from 'vitest';
import { defaultBot, defaultChannels } from '../../sandbox/slack/default-workspace.js';
import { failed, ok } from '../../src/domain/result.js';
import { s2Plan } from '../helpers/plan.js';
import { play, requested } from '../helpers/story.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const FILLED = { 严重程度: 'P0', 原因: '诊断任务卡死', 影响: '约 60% 用户' };
const second = () => s2System({ plan: { ...s2Plan(), name: 'meiyueart' }, channels: ['C0MEIYUEART'] });
const direct = async (as: string) => {
  await theatre.people.openHome(as, { tab: 'messages' });
  const channels = await theatre.people.channels();
  return channels.find(({ directWith }) => directWith === 'U0ZHAO6')?.id ?? '';
};

it('says /invite at once in a channel without Backout, keeps the dialog, and works once it is invited', async () => {
  const systems = () => [s2System({ channels: [INCIDENT, 'C0GENERAL'] })];
  theatre = await stage({ engine: fakeEngine({ systems, request: async () => ok(play(requested())) }) });
  const { people, asked, slack } = theatre;
  await people.slash('赵六', 'status', { channel: 'C0GENERAL' });
  const told = await people.waitForMessage('赵六', 'C0GENERAL', '/invite @Backout');
  expect(told).toMatchObject({ isEphemeral: true });

  await people.slash('赵六', 'scheme-a', { channel: 'C0GENERAL' });
  expect((await people.waitForModal('赵六')).plain).toContain('/invite @Backout');
  const refused = await people.submit('赵六', FILLED);
  expect(Object.values(refused.errors ?? {}).join()).toContain('/invite @Backout');
  slack.state.channels.find(({ id }) => id === 'C0GENERAL')?.members.push(slack.state.bot.userId);
  expect(await people.submit('赵六', FILLED)).toMatchObject({ ok: true });
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toMatchObject([{ input: { channel: 'C0GENERAL', reason: '诊断任务卡死', impact: '约 60% 用户' } }]);
  await people.slash('赵六', 'help', { channel: 'C0GENERAL' });
  const help = await people.waitForMessage('赵六', 'C0GENERAL', 'list-backups');
  expect(help.plain).not.toContain('/invite');
});

it('names the channels that have a system where there is none', async () => {
  theatre = await stage();
  await theatre.people.slash('赵六', 'status', { channel: 'C0GENERAL' });
  const told = await theatre.people.waitForMessage('赵六', 'C0GENERAL', '#incident-wechat');
  expect(told).toMatchObject({ isEphemeral: true });
});

it('answers in the direct conversation for the only channel the person is in, and asks for the rollback there', async () => {
  theatre = await stage({ engine: fakeEngine({ request: async () => failed({ code: 'journal.full', at: 'x' }) }) });
  const { people, asked } = theatre;
  const channel = await direct('赵六');
  await people.slash('赵六', 'status', { channel });
  expect((await people.waitForMessage('赵六', channel, '#incident-wechat')).isEphemeral).toBe(true);

  await people.slash('赵六', 'scheme-a', { channel });
  expect((await people.waitForModal('赵六')).plain).toContain('#incident-wechat');
  await people.submit('赵六', FILLED);
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toMatchObject([{ input: { channel: INCIDENT, by: 'U0ZHAO6' } }]);
});

it('asks which channel is meant when there are several, and a button of the answer knows', async () => {
  theatre = await stage({ engine: fakeEngine({ systems: () => [s2System(), second()] }) });
  const { people } = theatre;
  const channel = await direct('赵六');
  await people.slash('赵六', 'schemes', { channel });
  const question = await people.waitForMessage('赵六', channel, '您指的是哪个频道');
  expect(question.plain).toContain('#incident-meiyueart');
  expect(question.plain).toContain('/rollback schemes');
  await people.click('赵六', 'meiyueart', { channel });
  await people.waitForMessage('赵六', channel, 'meiyueart 的');
  await people.click('赵六', '选择', { channel });
  expect((await people.waitForModal('赵六')).plain).toContain('meiyueart');
  expect(JSON.parse((await people.modal('赵六'))?.privateMetadata ?? '{}')).toMatchObject({ channel: 'C0MEIYUEART' });

  await people.closeModal('赵六');
  await people.slash('赵六', 'contacts wechat-backend', { channel });
  expect((await people.waitForMessage('赵六', channel, '#incident-wechat')).plain).toContain('wechat-backend');
});

it('shows nothing of a system to who is in none of its channels', async () => {
  const channels = defaultChannels.map((each) =>
    each.id === INCIDENT ? { ...each, isPrivate: true, members: ['U0LI4', defaultBot.userId] } : each,
  );
  theatre = await stage({ slack: { channels } });
  const channel = await direct('赵六');
  await theatre.people.slash('赵六', 'contacts', { channel });
  const told = await theatre.people.waitForMessage('赵六', channel, '没有绑定');
  expect(told.plain).not.toContain('技术总监');
});
