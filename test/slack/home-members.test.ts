import { afterEach, expect, it } from 'vitest';
import { defaultBot, defaultChannels } from '../../sandbox/slack/default-workspace.js';
import { failed, ok } from '../../src/domain/result.js';
import { both } from '../../src/domain/text.js';
import { s1System } from '../helpers/choices.js';
import { s2Backups } from '../helpers/engine.js';
import { runs } from '../helpers/state.js';
import { OPS, play } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, slackSide, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

/** The incident channel is private, and only 李四 and the bot are in it. */
const closedDoors = defaultChannels.map((each) =>
  each.id === INCIDENT ? { ...each, isPrivate: true, members: ['U0LI4', defaultBot.userId] } : each,
);

const begin = async (engine: FakeEngine): Promise<Stage> => {
  theatre = await stage({ engine, slack: { channels: closedDoors } });
  return theatre;
};

const homeSaying = (who: string, text: string) =>
  theatre.people.waitFor(async () => {
    const shown = (await theatre.people.home(who))?.plain ?? '';
    return shown.includes(text) ? shown : undefined;
  });

const leave = (who: string) => {
  const channel = theatre.slack.state.channels.find(({ id }) => id === INCIDENT);
  channel?.members.splice(channel.members.indexOf(who), 1);
};

const directly = (who: string, channel: string) =>
  theatre.people.waitFor(async () => (await theatre.people.messages(who, channel)).at(-1));

it('shows the runs, backups and plans of a channel to those who are in it', async () => {
  const problems = [
    { system: 'wechat-backend', lines: [both('x.yaml:3:1 unknown key stepz', 'x.yaml:3:1 没有 stepz 这个键')] },
  ];
  const engine = fakeEngine({ backups: async () => ok([s2Backups()]), planProblems: () => problems });
  const { people, show } = await begin(engine);
  show(runs.running());
  show({ ...runs.succeeded(), id: '20261119-7kq2n' });
  await people.openHome('李四');
  expect(await homeSaying('李四', 'diagnosis_20261120_000000.db')).toContain('第 2/2 步');
  await people.openHome('钱七');
  const shown = await homeSaying('钱七', '您所在频道');
  for (const secret of ['wechat', '方案 A', '20261120', '20261119', '赵六', 'U0ZHAO6', 'stepz', '联系谁', '第 2/2 步'])
    expect(shown).not.toContain(secret);
});

it('shows what waits for somebody wherever they are, and nothing else of that system', async () => {
  const run = { ...runs.awaiting(), id: '20261120-7kq2n' };
  const { people, show } = await begin(fakeEngine({ duties: async () => ok([{ kind: 'decide', run }]) }));
  show(runs.running());
  await people.openHome('钱七');
  const shown = await homeSaying('钱七', '请批准或拒绝');
  expect(shown).toContain(run.id);
  expect(shown).not.toContain(runs.running().id);
});

it('asks hosts for nobody who may not read what they answer', async () => {
  const asked: string[] = [];
  const backups = async (system: string) => {
    asked.push(system);
    return ok([s2Backups()]);
  };
  const duties = async (by: string) => (by === 'U0GUEST' ? failed({ code: 'person.guest' as const, at: by }) : ok([]));
  const { people } = await begin(fakeEngine({ backups, duties }));
  await people.openHome('访客');
  await homeSaying('访客', '访客、机器人和外部人员');
  await people.openHome('钱七');
  await homeSaying('钱七', '您所在频道');
  await people.click('钱七', '重新查询');
  await people.click('钱七', '全部命令');
  await people.waitForModal('钱七');
  expect(asked).toEqual([]);
  await people.openHome('李四');
  await homeSaying('李四', 'diagnosis_20261120_000000.db');
  expect(asked).toEqual(['wechat-backend']);
});

it('opens contacts and dialogs for nobody who has left the channel, from a Home of before', async () => {
  const request = { ...wholeRequest('meiyueart', '2'), channel: INCIDENT };
  const run = play({ type: 'run.requested', by: OPS, request });
  const before = { systems: () => [s1System()], run: async () => run };
  const { people, app, slack } = await begin(
    fakeEngine({ ...before, duties: async () => ok([{ kind: 'tick' as const, run }]) }),
  );
  await people.openHome('李四');
  await homeSaying('李四', '没有勾选');
  await app.stop();
  leave('U0LI4');
  const again = await slackSide(slack, { engine: fakeEngine(before) });
  for (const label of ['联系谁', '勾选清单（0/2）']) {
    await people.click('李四', label);
    await people.waitFor(async () => {
      const calls = await people.calls('chat.postMessage');
      return calls.filter(({ args }) => args.channel === 'U0LI4').length > (label === '联系谁' ? 0 : 1);
    });
    expect(await people.modal('李四')).toBeNull();
  }
  expect((await directly('李四', 'D0LI4')).plain).not.toContain('meiyueart');
  await again.app.stop();
});

it('says directly why what was submitted from Home did not count', async () => {
  const request = { ...wholeRequest('meiyueart', '2'), channel: INCIDENT };
  const run = play({ type: 'run.requested', by: OPS, request });
  const duties = async () => ok([{ kind: 'tick' as const, run }]);
  const tick = async () => failed({ code: 'person.unverified' as const, at: 'U0LI4' });
  const { people } = await begin(fakeEngine({ systems: () => [s1System()], duties, run: async () => run, tick }));
  await people.openHome('李四');
  await homeSaying('李四', '没有勾选');
  await people.click('李四', '勾选清单（0/2）');
  await people.waitForModal('李四');
  await people.submit('李四', { 请勾选已确认的项目: ['确认回滚时间窗口'] });
  expect((await directly('李四', 'D0LI4')).plain).toContain('Slack');
  expect(await people.calls('chat.postEphemeral')).toEqual([]);
});
