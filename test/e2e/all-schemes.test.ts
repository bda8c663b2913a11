import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type Walk, WECHAT_ANSWERS, walk } from './walk.js';

// Every scheme of S1 and S2 as people live through it: broken before, healthy after, seen from outside the bot.
let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage();
}, 90_000);
afterAll(() => stage?.close());

const look = (system: string) => (system === 'meiyueart' ? stage.meiyueart.system : stage.system).look();

type Case = {
  readonly system: 'wechat-backend' | 'meiyueart';
  readonly command: string;
  /** What the record must say. */
  readonly record: readonly string[];
  break(): Promise<void>;
};

const cases: readonly Case[] = [
  {
    ...{ system: 'wechat-backend', command: 'scheme-a', record: ['- [x] 方案 A：特性开关回滚'] },
    break: () => stage.system.breakDiagnosis(),
  },
  {
    // P0 of S2: the API does not answer at all. That must not forbid the rollback.
    ...{ system: 'wechat-backend', command: 'scheme-b', record: ['- [x] 方案 B：代码回滚', 'v1.0.0'] },
    break: () => stage.system.takeApiDown(),
  },
  {
    ...{ system: 'wechat-backend', command: '方案C', record: ['- [x] 方案 C：数据库回滚', 'diagnosis_'] },
    break: () => stage.system.damageData(),
  },
  {
    ...{ system: 'meiyueart', command: '1', record: ['- [x] 方案 1：自动回滚', 'user_system.py'] },
    break: () => stage.meiyueart.system.breakRelease(),
  },
  {
    ...{ system: 'meiyueart', command: '方案2', record: ['- [x] 方案 2：手动回滚', 'change_password.py'] },
    break: () => stage.meiyueart.system.breakPasswordChange(),
  },
  {
    ...{
      system: 'meiyueart',
      command: 'scheme-emergency',
      record: ['- [x] 方案 3：应急回滚', 'lingzhi_admin_backend'],
    },
    break: () => stage.meiyueart.system.crashBackend(),
  },
];

function walkOf({ system, command }: Case): Walk {
  const { people } = stage;
  if (system === 'wechat-backend') {
    return { people, channel: 'C0INCIDENT', command, severity: 'P0 立即回滚', answers: WECHAT_ANSWERS };
  }
  const boxes = ['确认需要回滚的问题', '确认回滚时间窗口'];
  const answers = command === 'scheme-emergency' ? [] : ['系统其他功能正常', '用户未报告异常'];
  return { people, channel: 'C0MEIYUEART', command, severity: 'NOW 确认问题后立即回滚', boxes, answers };
}

describe.each(cases)('$system: /rollback $command', (each) => {
  it('heals what was broken and files the record', async () => {
    await each.break();
    await waitUntil(async () => !(await look(each.system)).healthy, {
      what: `${each.system} to be seen broken`,
      timeoutMs: 30_000,
    });
    const { people } = stage;
    const before = (await people.files()).length;
    await walk(walkOf(each));
    await waitUntil(async () => (await look(each.system)).healthy, {
      what: `${each.system} to be seen healthy`,
      timeoutMs: 30_000,
    });
    const filed = async () => (await people.files()).slice(before).find(({ name }) => name.startsWith('record-'));
    const file = await people.waitFor(filed, { what: 'the record', timeoutMs: 30_000 });
    // Markdown marks what it must not read as its own.
    const record = (await people.file(file.id)).replaceAll('\\', '');
    for (const words of ['- [x] ✅ 回滚成功', '演练', '全部用户', ...each.record]) expect(record).toContain(words);
    expect(await people.violations()).toEqual([]);
  }, 240_000);
});
