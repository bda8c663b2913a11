import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import { s1System } from '../helpers/choices.js';
import { s2Backups } from '../helpers/engine.js';
import { runs } from '../helpers/state.js';
import { DIRECTOR, OPS, play } from '../helpers/story.js';
import { wholeRequest } from '../helpers/whole-plans.js';
import { fakeEngine } from './fake-engine.js';
import { INCIDENT, type Stage, type StageOptions, slackSide, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const begin = async (options: StageOptions = {}): Promise<Stage> => {
  theatre = await stage(options);
  return theatre;
};

const homeOf = async (who: string) => (await theatre.people.home(who))?.plain ?? '';
const homeSaying = (who: string, text: string) =>
  theatre.people.waitFor(async () => ((await homeOf(who)).includes(text) ? homeOf(who) : undefined));

it('comes first without the backups, and again when the hosts have answered', async () => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const backups = async () => asked.then(() => ok([s2Backups()]));
  const { people } = await begin({ engine: fakeEngine({ backups }) });
  await people.openHome('李四');
  expect(await homeSaying('李四', '等您处理')).toContain('正在询问主机');
  answer();
  expect(await homeSaying('李四', 'diagnosis_20261120_000000.db')).not.toContain('正在询问主机');
});

it('says that a host does not answer, and asks it again on the button', async () => {
  let isUp = false;
  const backups = async () => (isUp ? ok([s2Backups()]) : failed({ code: 'ssh.unreachable' as const, at: '10.0.0.5' }));
  const { people } = await begin({ engine: fakeEngine({ backups }) });
  await people.openHome('李四');
  await homeSaying('李四', '连不上主机 10.0.0.5');
  isUp = true;
  await people.click('李四', '重新查询');
  await homeSaying('李四', 'diagnosis_20261120_000000.db');
});

it('follows a run while somebody may be looking, and tells nobody who never looked', async () => {
  const { people, show } = await begin();
  await people.openHome('李四');
  await homeSaying('李四', '目前没有正在进行或等待中的回滚');
  show(runs.running());
  await homeSaying('李四', '第 2/2 步');
  show(runs.succeeded());
  await homeSaying('李四', '✅ 回滚成功');
  expect(await people.home('王五')).toBeNull();
  const calls = await people.calls('views.publish');
  expect(calls.length).toBeLessThanOrEqual(5);
});

it('leads a decider to the card', async () => {
  const run = runs.awaiting();
  const duties = async (by: string) => ok(by === DIRECTOR ? [{ kind: 'decide' as const, run }] : []);
  const { people, show } = await begin({ engine: fakeEngine({ duties }) });
  show(run);
  await people.waitForMessage('李四', 'C0INCIDENT', '[批准');
  await people.openHome('李四');
  expect(await homeSaying('李四', '请批准或拒绝')).toContain('[打开回滚消息]');
  const pressed = await people.click('李四', '打开回滚消息');
  expect(String((pressed as { url?: string }).url)).toContain('C0INCIDENT');
});

it('shows the commands and whom to call in dialogs', async () => {
  const { people } = await begin();
  await people.openHome('赵六');
  await homeSaying('赵六', '[联系谁]');
  await people.click('赵六', '联系谁');
  expect((await people.waitForModal('赵六')).plain).toContain('wechat-backend');
  await people.closeModal('赵六');
  await people.click('赵六', '全部命令');
  expect((await people.waitForModal('赵六')).plain).toContain('/rollback list-backups');
});

it('shows the commands in the language of Home, also to whom is in one channel of another language', async () => {
  const { people } = await begin({ languages: { workspace: 'zh-CN', channels: { [INCIDENT]: 'en' } } });
  await people.openHome('赵六');
  await homeSaying('赵六', '[全部命令]');
  await people.click('赵六', '全部命令');
  expect((await people.waitForModal('赵六')).plain).toContain('# Backout 的命令');
});

it('still belongs to the conversation with the bot when it is drawn anew after a restart', async () => {
  const { people, slack, app } = await begin();
  await people.openHome('赵六');
  await homeSaying('赵六', '[重新查询]');
  const before = (await people.home('赵六'))?.privateMetadata;
  await app.stop();
  const again = await slackSide(slack, { engine: fakeEngine({ backups: async () => ok([s2Backups()]) }) });
  await people.click('赵六', '重新查询');
  await homeSaying('赵六', 'diagnosis_20261120_000000.db');
  expect((await people.home('赵六'))?.privateMetadata).toBe(before);
  await again.app.stop();
});

it('refuses a guest in a sentence', async () => {
  const duties = async (at: string) => failed({ code: 'person.guest' as const, at });
  const { people } = await begin({ engine: fakeEngine({ duties }) });
  await people.openHome('访客');
  const shown = await homeSaying('访客', '访客、机器人和外部人员');
  expect(shown).not.toContain('wechat-backend');
});

it('opens the checklist of a run, and says directly why a tick did not count', async () => {
  const request = { ...wholeRequest('meiyueart', '2'), channel: INCIDENT };
  let run = play({ type: 'run.requested', by: OPS, request });
  const duties = async () => ok([{ kind: 'tick' as const, run }]);
  const engine = fakeEngine({ systems: () => [s1System()], duties, run: async () => run });
  // Its card is not shown, so that the button in sight is the one in Home.
  const { people } = await begin({ engine });
  await people.openHome('李四');
  await homeSaying('李四', '没有勾选');
  await people.click('李四', '勾选清单（0/2）');
  expect((await people.waitForModal('李四')).plain).toContain('确认回滚时间窗口');
  await people.closeModal('李四');
  run = { ...run, phase: 'closed', outcome: 'aborted', closedAt: Date.now() };
  await people.click('李四', '勾选清单（0/2）');
  const told = await people.waitFor(async () => (await people.messages('李四', 'D0LI4'))[0]);
  expect(told.plain).toContain('申请已撤回');
});

it('waits as long as Slack says, and shows what is true by then', async () => {
  const { people, show } = await begin();
  await people.openHome('李四');
  await homeSaying('李四', '目前没有正在进行或等待中的回滚');
  await people.fault({ method: 'views.publish', kind: '429', retryAfter: 1 });
  show(runs.running());
  await people.waitFor(async () => (await people.calls('views.publish')).some(({ ok: done }) => !done));
  show(runs.succeeded());
  expect(await homeSaying('李四', '✅ 回滚成功')).not.toContain('第 2/2 步');
});

it('keeps nobody from a dialog while it is put off', async () => {
  const { people } = await begin();
  await people.openHome('李四');
  await homeSaying('李四', '[全部命令]');
  await people.fault({ method: 'views.publish', kind: 'http-500', times: 50 });
  await people.click('李四', '重新查询');
  await people.waitFor(async () => (await people.calls('views.publish')).some(({ ok: done }) => !done));
  await people.click('李四', '全部命令');
  expect((await people.waitForModal('李四')).plain).toContain('/rollback list-backups');
});
