import { describe, expect, it } from 'vitest';
import type { StageOn } from '../../sandbox/demo/stage.js';
import type { Host } from '../../sandbox/host/box.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type Walk, WECHAT_ANSWERS, walk } from './walk.js';

export type SchemeKey = 'a' | 'b' | 'c' | '1' | '2' | '3';

type Case = {
  readonly scheme: SchemeKey;
  readonly system: 'wechat-backend' | 'meiyueart';
  readonly command: string;
  /** What the record must say. */
  readonly record: readonly string[];
  break(stage: StageOn<Host>): Promise<void>;
};

const cases: readonly Case[] = [
  {
    ...{ scheme: 'a', system: 'wechat-backend', command: 'scheme-a', record: ['- [x] 方案 A：特性开关回滚'] },
    break: ({ system }) => system.breakDiagnosis(),
  },
  // P0 of S2: the API does not answer at all. That must not forbid the rollback.
  {
    ...{ scheme: 'b', system: 'wechat-backend', command: 'scheme-b', record: ['- [x] 方案 B：代码回滚', 'v1.0.0'] },
    break: ({ system }) => system.takeApiDown(),
  },
  {
    ...{ scheme: 'c', system: 'wechat-backend', command: '方案C', record: ['- [x] 方案 C：数据库回滚', 'diagnosis_'] },
    break: ({ system }) => system.damageData(),
  },
  {
    ...{ scheme: '1', system: 'meiyueart', command: '1', record: ['- [x] 方案 1：自动回滚', 'user_system.py'] },
    break: ({ meiyueart }) => meiyueart.system.breakRelease(),
  },
  {
    ...{ scheme: '2', system: 'meiyueart', command: '方案2', record: ['- [x] 方案 2：手动回滚', 'change_password.py'] },
    break: ({ meiyueart }) => meiyueart.system.breakPasswordChange(),
  },
  {
    ...{ scheme: '3', system: 'meiyueart', command: 'scheme-emergency' },
    record: ['- [x] 方案 3：应急回滚', 'lingzhi_admin_backend'],
    break: ({ meiyueart }) => meiyueart.system.crashBackend(),
  },
];

/**
 * Tells every scheme of S1 and S2 as people live through it: broken before, healthy after, seen from outside the bot.
 * `watch` is called while it is broken; what it returns judges what the rollback left.
 */
export function tellAllSchemes<Started extends Host>(
  stage: () => StageOn<Started>,
  watch: (scheme: SchemeKey) => Promise<() => Promise<void>> = async () => async () => undefined,
): void {
  const look = (system: string) => (system === 'meiyueart' ? stage().meiyueart.system : stage().system).look();

  describe.each(cases)('$system: /rollback $command', (each) => {
    it('heals what was broken and files the record', async () => {
      await each.break(stage());
      await waitUntil(async () => !(await look(each.system)).healthy, {
        what: `${each.system} to be seen broken`,
        timeoutMs: 30_000,
      });
      const judge = await watch(each.scheme);
      const { people } = stage();
      const before = (await people.files()).length;
      await walk({ people, ...walkOf(each) });
      await waitUntil(async () => (await look(each.system)).healthy, {
        what: `${each.system} to be seen healthy`,
        timeoutMs: 30_000,
      });
      await judge();
      const filed = async () => (await people.files()).slice(before).find(({ name }) => name.startsWith('record-'));
      const file = await people.waitFor(filed, { what: 'the record', timeoutMs: 30_000 });
      // Markdown marks what it must not read as its own.
      const record = (await people.file(file.id)).replaceAll('\\', '');
      for (const words of ['- [x] ✅ 回滚成功', '演练', '全部用户', ...each.record]) expect(record).toContain(words);
      expect(await people.violations()).toEqual([]);
    }, 240_000);
  });
}

function walkOf({ system, command }: Case): Omit<Walk, 'people'> {
  if (system === 'wechat-backend')
    return { channel: 'C0INCIDENT', command, severity: 'P0 立即回滚', answers: WECHAT_ANSWERS };
  const boxes = ['确认需要回滚的问题', '确认回滚时间窗口'];
  const answers = command === 'scheme-emergency' ? [] : ['系统其他功能正常', '用户未报告异常'];
  return { channel: 'C0MEIYUEART', command, severity: 'NOW 确认问题后立即回滚', boxes, answers };
}
