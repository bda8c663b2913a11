import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks/check.js';
import type { System } from '../../src/domain/system.js';
import { both, type Language } from '../../src/domain/text.js';
import type { DutyKind } from '../../src/run/duties.js';
import { drawnAt, home, refusedHome } from '../../src/view/home/home.js';
import type { HomeSeen } from '../../src/view/home/home-seen.js';
import { listed } from '../helpers/choices.js';
import { s2Backups, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

const cards = new Map([['20261120-7kq2m', 'https://sandbox.slack.test/archives/C0INCIDENT/p1']]);

const empty: HomeSeen = {
  ...{ language: 'zh-CN', now: T0, duties: [], active: [], ended: [], systems: [], problems: [], cards: new Map() },
  hasSystems: true,
};

const looked = { listed: listed(s2Backups()), at: T0 };

test('with nothing to do, it says so, and how the last ones ended', () => {
  const seen = {
    ...empty,
    ended: [runs.succeeded(), runs.rejected()],
    systems: [{ system: s2System(), backups: looked }],
  };
  expect(rendered(home({ ...seen, cards }))).toMatchInlineSnapshot(`
    "# 等您处理
    目前没有需要您处理的事。
    ---
    # 正在进行
    您所在的频道里，目前没有正在进行或等待中的回滚。
    ---
    # 各系统最新的备份
    wechat-backend · 阶段一回滚方案 · sandbox
    ✅ 诊断数据库：diagnosis_20261120_000000.db 3 小时前 · 12.0 MB
    查询时间 ⟨date⟩
    [联系谁]
    ---
    # 最近结束的回滚
    • ✅ 回滚成功 · wechat-backend · 方案 A：特性开关回滚 · @U0ZHAO6 · ⟨date⟩ · 打开
    • 🚫 申请被拒绝 · wechat-backend · 方案 A：特性开关回滚 · @U0ZHAO6 · ⟨date⟩ · 打开
    [重新查询] [全部命令]"
  `);
});

test('while it runs, it says which step and since when, keeps no clock that stands still, and leads to the message', () => {
  const systems = [{ system: s2System() }];
  expect(rendered(home({ ...empty, active: [runs.running()], systems, cards }))).toMatchInlineSnapshot(`
    "# 等您处理
    目前没有需要您处理的事。
    ---
    # 正在进行
    wechat-backend · 方案 A：特性开关回滚
    第 2/2 步：确认开关已全部关闭
    批准于 ⟨date⟩ · 20261120-7kq2m · @U0ZHAO6 · #C0INCIDENT
    [打开回滚消息]
    ---
    # 各系统最新的备份
    wechat-backend · 阶段一回滚方案 · sandbox
    🔄 正在询问主机……
    [联系谁]
    ---
    # 最近结束的回滚
    您所在的频道里，还没有结束的回滚。
    [重新查询] [全部命令]"
  `);
});

const DUTIES = [
  ['decide', runs.awaiting],
  ['settle', runs.needsHuman],
  ['complete', runs.succeeded],
] as const;

test.each(['zh-CN', 'en'] as const)('what waits for the reader has its button, in %s', (language) => {
  const duties = DUTIES.map(([kind, make]) => ({ kind, run: make() }));
  const [waiting] = rendered(home({ ...empty, language, duties, cards })).split('---');
  expect(waiting).toBe(WAITING[language]);
});

const WAITING: Readonly<Record<Language, string>> = {
  'zh-CN': `# 等您处理
wechat-backend · 方案 A：特性开关回滚
请批准或拒绝，申请失效时间 ⟨date⟩。
20261120-7kq2m · #C0INCIDENT
[打开回滚消息]
wechat-backend · 方案 A：特性开关回滚
❓ 结果未知，需要人工决定。请到回滚消息上选择。
20261120-7kq2m · #C0INCIDENT
[打开回滚消息]
wechat-backend · 方案 A：特性开关回滚
请把只有人知道的内容补充到回滚记录里。
20261120-7kq2m · #C0INCIDENT
[补充记录]
`,
  en: `# Waiting for you
wechat-backend · Scheme A: Switch the v2 features off
Approve or reject; the request expires at ⟨date⟩.
20261120-7kq2m · #C0INCIDENT
[Open the rollback message]
wechat-backend · Scheme A: Switch the v2 features off
❓ Result unknown: a person must decide. Please choose on the rollback message.
20261120-7kq2m · #C0INCIDENT
[Open the rollback message]
wechat-backend · Scheme A: Switch the v2 features off
Please add to the record what only people know.
20261120-7kq2m · #C0INCIDENT
[Complete the record]
`,
};

test('a host that does not answer says so, and an invalid plan file stands beside its system', () => {
  const [source] = s2System().plan.backups;
  if (!source) throw new Error('S2 has a backup source');
  const backups = { listed: [{ source, failure: { code: 'ssh.unreachable', at: '10.0.0.5' } as const }], at: T0 };
  const problems = [
    { system: 'wechat-backend', lines: [both('x.yaml:3:1 unknown key stepz', 'x.yaml:3:1 没有 stepz 这个键')] },
  ];
  const text = rendered(home({ ...empty, systems: [{ system: s2System(), backups }], problems }));
  expect(text).toContain('⚠️ 诊断数据库：连不上主机 10.0.0.5。请检查主机和网络，然后重试。');
  expect(text).toContain('x.yaml:3:1 没有 stepz 这个键');
});

test('no usable backup: the reason of the newest one is said', () => {
  const none = { listed: listed(s2Backups([['diagnosis_20261119_120000.db', 0]])), at: T0 };
  const text = rendered(home({ ...empty, systems: [{ system: s2System(), backups: none }] }));
  expect(text).toContain('诊断数据库：最新的一个是 diagnosis_20261119_120000.db：❌ 不可用：文件是空的');
});

test('somebody in none of the channels reads that, and nobody reads it where no system is bound', () => {
  expect(rendered(home(empty))).toContain('这里只显示您所在频道的系统');
  expect(rendered(home({ ...empty, hasSystems: false }))).toContain('还没有绑定系统');
});

test('it says how old it is, and its age alone is no change', () => {
  expect(rendered({ blocks: [drawnAt(T0, 'zh-CN')] })).toBe('更新于 ⟨date⟩');
  const seen = { ...empty, active: [runs.running()], systems: [{ system: s2System(), backups: looked }] };
  expect(home({ ...seen, now: T0 + 60_000 })).toEqual(home(seen));
});

test('a guest reads why there is nothing to see', () => {
  expect(rendered(refusedHome({ code: 'person.guest', at: 'U0GUEST' }, 'zh-CN'))).toMatchInlineSnapshot(`
    "⚠️ 访客、机器人和外部人员不能申请，也不能决定。
    下一步：请找团队成员操作。
    [全部命令]"
  `);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('<!channel>', '<@U0LI4>', '', '\u202e反', '\ud83d'),
  fc.nat(6_000).map((length) => '长<!everyone>👩‍💻"\n'.repeat(length / 10)),
);

test('whatever there is and however much of it, Slack takes it', () => {
  const all = Object.values(runs);
  fc.assert(
    fc.property(nasty, nasty, fc.constantFrom('zh-CN' as const, 'en' as const), fc.nat(30), (a, b, language, count) => {
      const many = Array.from({ length: count }, (_, index) => {
        const make = all[index % all.length] ?? runs.running;
        const state = make({ reason: a, environment: b });
        return {
          ...state,
          id: `${state.id}${index}`,
          requestedBy: a,
          steps: state.steps.map((step) => ({ ...step, title: b })),
        };
      });
      const kinds: readonly DutyKind[] = ['decide', 'tick', 'answer', 'settle', 'complete'];
      const duties = many.map((run, index) => ({ kind: kinds[index % 5] ?? 'decide', run }));
      const system: System = { ...s2System(), environment: b };
      const systems = many.map(() => ({ system, backups: { listed: listed(s2Backups([[a, 1]])), at: T0 } }));
      const problems = [{ system: system.plan.name, lines: [a, b, a].map((line) => both(line, line)) }];
      const ways = new Map(many.map(({ id }) => [id, `https://sandbox.slack.test/archives/C0INCIDENT/${id}`]));
      const { blocks } = home({
        ...{ language, now: T0, duties, active: many, ended: many.slice(0, 10), systems, problems, cards: ways },
        hasSystems: true,
      });
      expect(checkView({ type: 'home', blocks: [drawnAt(T0, language), ...blocks] })).toEqual([]);
      expect(blocks.length).toBeLessThanOrEqual(99);
      expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(10_000);
      expect(JSON.stringify(blocks)).toContain('"action_id":"refresh-home"');
    }),
    { numRuns: 40 },
  );
});
