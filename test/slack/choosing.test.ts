import { afterEach, expect, it } from 'vitest';
import type { BackupList } from '../../src/domain/backup.js';
import { failed, ok, type Result } from '../../src/domain/result.js';
import { hourly, s1Backups, s1System } from '../helpers/choices.js';
import { play, requested } from '../helpers/story.js';
import { type FakeEngine, fakeEngine, s2System } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const SITE = s1System();
const FILLED = { 原因: '推荐人字段不显示', 影响: '全部管理员', 严重程度: SITE.plan.severities[0]?.key ?? '' };
const request = async () => ok(play(requested()));

/** A host that answers when the test says so, each time anew. */
function host() {
  const answers: ((result: Result<readonly BackupList[]>) => void)[] = [];
  const backups = () => new Promise<Result<readonly BackupList[]>>((resolve) => void answers.push(resolve));
  return {
    backups,
    asked: () => answers.length,
    answer: (result: Parameters<(typeof answers)[0]>[0]) => answers.shift()?.(result),
  };
}

const siteEngine = (answers: Parameters<typeof fakeEngine>[0]): FakeEngine =>
  fakeEngine({ systems: () => [SITE], request, ...answers });

it('opens the dialog before the host has answered; what was typed stays when the backups come', async () => {
  const { backups, answer } = host();
  theatre = await stage({ engine: siteEngine({ backups }) });
  const { people, asked } = theatre;
  await people.slash('赵六', '方案1');
  const opened = await people.waitForModal('赵六');
  expect(opened.plain).toContain('正在主机上查询备份（部署前备份）');
  const early = await people.submit('赵六', FILLED);
  expect(Object.values(early.errors ?? {}).join()).toContain('备份列表还没有出来');
  answer(ok([s1Backups()]));
  await people.waitFor(async () => (await people.modal('赵六'))?.plain.includes('20261120_020000'));
  await people.submit('赵六');
  await people.waitFor(async () => asked.length === 1);
  expect(asked[0]?.input).toMatchObject({
    ...{ system: 'meiyueart', scheme: '1', backup: '20261120_020000' },
    ...{ reason: '推荐人字段不显示', impact: '全部管理员' },
  });
});

it('says that a host is silent, and looks again when asked to', async () => {
  const { backups, answer, asked: looks } = host();
  theatre = await stage({ engine: siteEngine({ backups }) });
  const { people, asked } = theatre;
  await people.slash('赵六', 'scheme-emergency');
  await people.waitForModal('赵六');
  await people.waitFor(async () => looks() === 1);
  answer(failed({ code: 'ssh.unreachable', at: '10.0.0.6' }));
  await people.waitFor(async () => (await people.modal('赵六'))?.plain.includes('连不上主机 10.0.0.6'));
  const refused = await people.submit('赵六', FILLED);
  expect(refused.errors).toBeDefined();
  await people.click('赵六', '再查一次');
  await people.waitFor(async () => looks() === 1);
  answer(ok([s1Backups()]));
  await people.waitFor(async () => (await people.modal('赵六'))?.plain.includes('20261115_020000'));
  await people.submit('赵六', { 回滚到这个备份: '20261115_020000' });
  await people.waitFor(async () => asked.length === 1);
  expect(asked[0]?.input).toMatchObject({ scheme: '3', backup: '20261115_020000', reason: '推荐人字段不显示' });
});

it('leads from a backup of the list over the scheme to the dialog with that backup chosen', async () => {
  theatre = await stage({ engine: siteEngine({ backups: async () => ok([s1Backups(hourly(12))]) }) });
  const { people, asked } = theatre;
  await people.slash('赵六', 'list-backups');
  const list = await people.waitForMessage('赵六', INCIDENT, '第 1/3 页');
  await people.click('赵六', '下一页 ›');
  const turned = await people.waitForMessage('赵六', INCIDENT, '第 2/3 页');
  // The same message, for the same person only.
  expect(turned).toMatchObject({ ts: list.ts, isEphemeral: true });
  const [backup] = /^\d{8}_\d{6}$/m.exec(turned.plain) ?? [];
  await people.click('赵六', '用它回滚');
  await people.waitForMessage('赵六', INCIDENT, '可以回滚到');
  await people.click('赵六', '选择');
  await people.waitForModal('赵六');
  await people.waitFor(async () => (await people.modal('赵六'))?.plain.includes('回滚到这个备份'));
  await people.submit('赵六', FILLED);
  await people.waitFor(async () => asked.length === 1);
  expect(asked[0]?.input).toMatchObject({ system: 'meiyueart', scheme: '1', backup });
  expect(await people.messages('李四', INCIDENT)).toEqual([]);
});

it('tells the details of a backup chosen from the menu', async () => {
  theatre = await stage({ engine: siteEngine({ backups: async () => ok([s1Backups(hourly(12))]) }) });
  const { people, slack } = theatre;
  await people.slash('赵六', 'list-backups');
  const { ts } = await people.waitForMessage('赵六', INCIDENT, '第 1/3 页');
  const menu = slack.state.messages
    .find((message) => message.ts === ts)
    ?.blocks.flatMap((block) =>
      block.type === 'actions' ? (block.elements as { options?: { text: { text: string } }[] }[]) : [],
    )
    .find(({ options }) => options);
  const last = menu?.options?.at(-1)?.text.text ?? '';
  await people.select('赵六', '查看其他备份的详情', last);
  await people.waitForMessage('赵六', INCIDENT, `# 详情\n名称：${last.split(' ')[0]}`);
});

it('lets people choose the system with a button where a channel has several', async () => {
  const engine = fakeEngine({ systems: () => [s2System(), SITE], backups: async () => ok([s1Backups()]) });
  theatre = await stage({ engine });
  const { people } = theatre;
  await people.slash('赵六', 'list-backups');
  await people.waitForMessage('赵六', INCIDENT, '这个频道绑定了多个系统');
  await people.click('赵六', 'meiyueart');
  await people.waitForMessage('赵六', INCIDENT, '# meiyueart 的备份');
});

it('answers in a thread too, with a button for the dialog', async () => {
  theatre = await stage({ engine: siteEngine({ backups: async () => ok([s1Backups()]) }) });
  const { people } = theatre;
  const { ts } = await people.say('李四', '推荐人不显示了', { channel: INCIDENT });
  await people.mention('赵六', '@Backout 方案', { channel: INCIDENT, thread: ts });
  await people.waitFor(async () =>
    (await people.thread('赵六', INCIDENT, ts)).some(({ plain }) => plain.includes('# meiyueart 的回滚方案')),
  );
  await people.click('赵六', '选择');
  await people.waitForModal('赵六');
});
