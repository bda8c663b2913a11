import { expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check.js';
import { both } from '../../src/domain/text.js';
import { decode } from '../../src/view/actions.js';
import { schemeChoice } from '../../src/view/scheme-choice.js';
import { s1System } from '../helpers/choices.js';
import { s2System } from '../helpers/engine.js';
import { rendered, renderedFallback } from '../helpers/rendered.js';
import { wholePlan } from '../helpers/whole-plans.js';

const site = s1System();
const backend = s2System({ plan: wholePlan('wechat-backend') });
const all = (system: typeof site, language: 'zh-CN' | 'en' = 'zh-CN') => ({
  system,
  schemes: system.plan.schemes,
  language,
  door: 'slash' as const,
});

test('the schemes of S1 stand side by side, each with its buttons', () => {
  expect(rendered(schemeChoice(all(site)))).toMatchInlineSnapshot(`
    "# meiyueart 的回滚方案
    请对比后选择。选择后填写申请，决策人批准之前不会执行任何命令。
    |   | 方案 1：自动回滚（⭐ 推荐） | 方案 2：手动回滚 | 方案 3：应急回滚 |
    | 适用场景 | • 部署机与部署脚本可用 | • 标准做法：直接在生产环境恢复备份文件 | • 紧急情况，快速回滚核心功能 |
    | 优点 | • 自动化程度高，减少人为错误 | • 直接控制，可以查看每个步骤的执行结果 | • 快速，只需一条命令 |
    | 缺点 | • 依赖脚本正确性 | • 需要手动执行多个步骤 | • 步骤较少（文档中缺少验证；这里照样验证） |
    | 预计耗时 | 15 分钟内 | 15 分钟内 | 5 分钟内 |
    | 备份 | 部署前备份 | 部署前备份 | 部署前备份 |
    | 回滚后版本 | 即所选备份的版本 | 即所选备份的版本 | 即所选备份的版本 |
    | 如果无效 | 方案 2：手动回滚：部署脚本失败 | 方案 3：应急回滚：情况紧急，需要最快恢复 | – |
    方案 1：自动回滚（⭐ 推荐） · /rollback scheme-1
    [选择] [演练]
    方案 2：手动回滚 · /rollback scheme-2
    [选择] [演练]
    方案 3：应急回滚 · /rollback scheme-3
    [选择] [演练]
    ---
    严重程度与决策人
    NOW 确认问题后立即回滚：决策人：运维团队；15 分钟内响应；文档指定方案 1：自动回滚"
  `);
});

test('the schemes of S2 in English, where tables are not shown', () => {
  expect(renderedFallback(schemeChoice(all(backend, 'en')))).toMatchInlineSnapshot(`
    "# Schemes of wechat-backend
    Compare, then choose. Choosing opens the form; nothing runs before a decider approves.
    ---
    Scheme A: Switch the v2 features off (⭐ recommended) · /rollback scheme-a
    Use it when:
    • The new v2 features cause the problem
    • The v1 code is still in the system
    • Service must be back quickly
    Pros: • Fastest, touches neither code nor data
    Cons: • Does not help damaged data
    Time: within 1 min
    Backup: not needed
    Version afterwards: v2.0.0-phase1
    If it does not help: Scheme B: Roll the code back – Switching the features off does not help
    [Choose] [Dry run]
    ---
    Scheme B: Roll the code back · /rollback scheme-b
    Use it when:
    • Switching the features off does not help
    • The v1 and v2 code do not live side by side
    • Everything must be v1.0.0 again
    Pros: • Everything is the old version again
    Cons: • Slower, restarts the service
    Time: within 10 min
    Backup: Releases (git tags)
    Version afterwards: that of the chosen backup
    If it does not help: Scheme C: Roll the database back – The schema is incompatible or data is damaged
    [Choose] [Dry run]
    ---
    Scheme C: Roll the database back · /rollback scheme-c
    Use it when:
    • The schema changed incompatibly
    • Data is damaged
    • The other schemes do not help
    Pros: • Brings data back
    Cons: • Slowest, with downtime; data since the backup is lost
    Time: within 30 min
    Backup: Diagnosis database
    Version afterwards: that of the chosen backup
    [Choose] [Dry run]
    ---
    How bad is it, and who decides
    P0 Roll back at once: Decided by: CTO or Technical director; respond within 5 min; the plan names Scheme A: Switch the v2 features off
        • Roll back at once, scheme A first; scheme C when data is lost or damaged
    P1 Pause the release, assess, then roll back: Decided by: Technical director; respond within 15 min
        • Pause the grey release first
        • The technical director assesses: severe means roll back, fixable means go on
    P2 Keep watching, no rollback yet: Decided by: Backend lead; respond within 1 h; no rollback
        • Keep watching; the backend lead assesses; no rollback yet
    ~ The plan is not signed by: Technical director, Backend lead, Operations lead."
  `);
});

test('for a chosen backup, the buttons carry it', () => {
  const message = schemeChoice({ ...all(site), backup: '20261120_020000' });
  expect(rendered(message)).toContain('以下方案可以回滚到 20261120_020000，请选择。');
  const buttons = message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const values = buttons.flatMap((element) => (element.type === 'button' ? [element.value] : []));
  expect(decode('open-request', values[0])).toEqual({ system: 'meiyueart', scheme: '1', backup: '20261120_020000' });
  expect(decode('dry-run', values[1])).toEqual({ system: 'meiyueart', scheme: '1', backup: '20261120_020000' });
});

test('an open run and an invalid plan file are said', () => {
  const planProblem = [
    both('x.yaml:12:3 unknown key stpes', 'x.yaml:12:3 没有 stpes 这个键'),
    ...Array.from({ length: 9 }, () => both('more', '更多')),
  ];
  const text = rendered(schemeChoice({ ...all(site), busy: '20261120-7kq2m', planProblem }));
  expect(text).toContain('~ 已有一个没有结束的回滚（20261120-7kq2m），新的申请会排队，等它结束。');
  expect(text).toContain('⚠️ 方案文档改过，但目前无效。继续使用上次有效的版本');
  expect(text).toContain('x.yaml:12:3 没有 stpes 这个键');
  expect(text).toContain('…还有 5 处。');
});

test('Slack takes many schemes with long words', () => {
  const [scheme] = site.plan.schemes;
  if (!scheme) throw new Error('S1 has schemes');
  for (const count of [1, 19, 30]) {
    const schemes = Array.from({ length: count }, (_, index) => ({
      ...scheme,
      key: `k${index}`,
      pros: ['长'.repeat(5_000)],
    }));
    const { blocks, fallback = [] } = schemeChoice({ ...all(site), schemes });
    expect(checkBlocks([...blocks], 'message').problems).toEqual([]);
    expect(checkBlocks([...fallback], 'message').problems).toEqual([]);
  }
});

test('a severity tells both its clocks when the plan has both', () => {
  const severities = site.plan.severities.map((severity) => ({ ...severity, recoverWithin: 3_600_000 }));
  const system = { ...site, plan: { ...site.plan, severities } };
  expect(rendered(schemeChoice(all(system)))).toContain('15 分钟内响应；1 小时内恢复；文档指定方案 1');
  expect(rendered(schemeChoice(all(system, 'en')))).toContain('respond within 15 min; be back within 1 h');
});
