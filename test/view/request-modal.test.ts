import { expect, test } from 'vitest';
import { shopBackups, shopSystem } from '../../gallery/set-backups.js';
import { listFor } from '../../src/domain/backup-set.js';
import { parseRequest } from '../../src/view/request-input.js';
import { parseRequestContext, requestModal, requestOpener } from '../../src/view/request-modal.js';
import { dated, hourly, s1Backups, s1System } from '../helpers/choices.js';
import { s2System } from '../helpers/engine.js';
import { rendered, renderedModal } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';

const system = s2System();
const [scheme] = system.plan.schemes;
if (!scheme) throw new Error('S2 has schemes');
const incident = { channel: 'C0OUTAGE', thread: '1763580000.000100' };
const asked = { system, scheme, channel: 'C0INCIDENT', language: 'zh-CN' as const };

test('the dialog says what the scheme is for and offers only severities that lead to a rollback', () => {
  expect(renderedModal(requestModal(asked))).toMatchInlineSnapshot(`
    "# 申请回滚
    wechat-backend · 方案 A：特性开关回滚
    预计耗时：1 分钟内
    共 2 步，完成后验证 5 项
    环境：sandbox
    适用场景：
    • 问题由 v2 新功能引起
    • v1 代码仍然存在于系统中
    • 需要快速恢复服务
    严重程度:
      ( ) P0 立即回滚 – 决策人：CTO 或 技术总监；5 分钟内响应
      ( ) P1 暂停灰度，评估后回滚 – 决策人：技术总监；15 分钟内响应
    如何判断严重程度：
    P0：超过 50% 用户无法使用诊断功能；系统完全不可用（API 无响应）；数据丢失或损坏；安全漏洞被利用
    P1：20-50% 用户遇到诊断卡死；报告大面积为空；性能严重下降（响应时间 > 5 分钟）；关键监控指标异常
    P2（继续观察，暂不回滚）：5-20% 用户遇到非核心功能问题；偶发性错误（错误率 < 1%）；性能轻微下降
    原因: (出了什么问题，从什么时候开始？)
    影响: (影响哪些用户或功能，比例多大？)
    ~ 没有关联故障消息列。要关联，请在故障消息列里 @Backout。
    ~ 提交后不会立即改动：先做回滚前检查，再由决策人批准或拒绝。
    [提交申请] [取消]"
  `);
});

test('the dialog in English, from an incident thread', () => {
  expect(renderedModal(requestModal({ ...asked, incident, language: 'en' }))).toMatchInlineSnapshot(`
    "# Request a rollback
    wechat-backend · Scheme A: Switch the v2 features off
    Expected time: within 1 min
    Steps: 2, checks afterwards: 5
    Environment: sandbox
    Use it when:
    • The new v2 features cause the problem
    • The v1 code is still in the system
    • Service must be back quickly
    Severity:
      ( ) P0 Roll back at once – Decided by: CTO or Technical director; respond within 5 min
      ( ) P1 Pause the release, assess, then roll back – Decided by: Technical director; respond within 15 min
    How bad is it?
    P0: More than half of the users cannot run a diagnosis; The system is down (the API does not answer); Data is lost or damaged; A vulnerability is being exploited
    P1: Diagnoses hang for 20 to 50% of the users; Reports are empty on a large scale; Responses take longer than 5 minutes; Key metrics are abnormal
    P2 (Keep watching, no rollback yet): 5 to 20% of the users have trouble with a minor function; Sporadic errors, below 1%; Slightly slower than usual
    Reason: (What goes wrong, since when?)
    Impact: (Which users or functions, how many?)
    ~ Linked to the incident thread: the start and the result are posted there.
    ~ Sending this changes nothing: pre-checks run, then a decider approves or rejects.
    [Request] [Cancel]"
  `);
});

test('where no dialog can open, a button opens it', () => {
  expect(rendered(requestOpener(asked))).toBe(
    'wechat-backend · 方案 A：特性开关回滚\n请按下面的按钮，填写严重程度和原因。\n[填写申请]',
  );
});

test('the dialog remembers ids only', () => {
  const { metadata } = requestModal({ ...asked, incident });
  expect(parseRequestContext(metadata)).toEqual({
    system: 'wechat-backend',
    scheme: 'a',
    channel: 'C0INCIDENT',
    incident,
  });
  expect(parseRequestContext('')).toBeUndefined();
  expect(parseRequestContext('null')).toBeUndefined();
});

const filled = (severity: string, reason: string, impact: string) => ({
  severity: { input: { selected_option: { value: severity } } },
  reason: { input: { value: reason } },
  impact: { input: { value: impact } },
});

test('what was filled in is read', () => {
  expect(parseRequest(filled('P0', ' 诊断任务卡死\n', '约 60% 用户'), { system, scheme }, 'zh-CN')).toEqual({
    ok: true,
    severity: 'P0',
    reason: '诊断任务卡死',
    impact: '约 60% 用户',
  });
});

test('each field that is wrong is named', () => {
  expect(parseRequest(filled('P2', ' ', '长'.repeat(501)), { system, scheme }, 'zh-CN')).toEqual({
    ok: false,
    problems: { severity: '请选择严重程度。', reason: '请填写。', impact: '最多 500 个字。' },
  });
  expect(parseRequest({}, { system, scheme }, 'en')).toEqual({
    ok: false,
    problems: { severity: 'Choose a severity.', reason: 'Please fill this in.', impact: 'Please fill this in.' },
  });
});

const site = s1System();
const [auto] = site.plan.schemes;
if (!auto) throw new Error('S1 has schemes');
const restoring = { system: site, scheme: auto, channel: 'C0INCIDENT', language: 'zh-CN' as const };
const backupPart = (modal: ReturnType<typeof requestModal>) =>
  renderedModal(modal)
    .split('\n')
    .filter((line) => /备份|20261|再查|提交/.test(line));

test('before the host has answered, the dialog can be filled in but says that backups are awaited', () => {
  expect(backupPart(requestModal(restoring))).toEqual([
    '~ 正在主机上查询备份（部署前备份），可以先填写其他内容。',
    '[再查一次]',
    '~ 提交后不会立即改动：先做回滚前检查，再由决策人批准或拒绝。',
    '[提交申请] [取消]',
  ]);
});

test('usable backups are offered newest first, the default one chosen, old ones marked', () => {
  const offer = { kind: 'listed', list: s1Backups() } as const;
  expect(backupPart(requestModal({ ...restoring, offer }))).toEqual([
    '回滚到这个备份:',
    '  (x) 20261120_020000 · 1 小时前 · 1.4 KB',
    '  ( ) 20261115_020000 · 5 天前 · 1.4 KB · ⚠️ 较旧',
    '~ ⚠️ 超过 24 小时的备份标为“较旧”。',
    '~ 提交后不会立即改动：先做回滚前检查，再由决策人批准或拒绝。',
    '[提交申请] [取消]',
  ]);
  const wanted = requestModal({ ...restoring, offer, backup: '20261115_020000' });
  expect(renderedModal(wanted)).toContain('(x) 20261115_020000');
  const gone = renderedModal(requestModal({ ...restoring, offer, backup: '20261119_230000' }));
  expect(gone).not.toContain('(x) 2026');
  expect(gone).toContain('20261119_230000 已不可用，请另选一个。');
});

test('the tag of what stands there is marked, and one from before it is chosen', () => {
  const system = shopSystem('zh-CN');
  const scheme = system.plan.schemes.find(({ key }) => key === 'backend');
  if (!scheme) throw new Error('the shop has a scheme for its backend');
  const offer = { kind: 'listed', list: listFor(shopBackups(system), scheme.backup) } as const;
  const modal = (language: 'zh-CN' | 'en') =>
    renderedModal(requestModal({ system, scheme, channel: 'C0INCIDENT', language, offer }));
  expect(modal('zh-CN')).toContain('  ( ) 1.11.0 · 12 小时前 · ⚠️ 当前部署的就是它\n  (x) 1.10.0 · 24 小时前\n');
  expect(modal('en')).toContain('  ( ) 1.11.0 · 12 hours ago · ⚠️ what is deployed now\n  (x) 1.10.0');
});

test('of more than a hundred the newest hundred are offered', () => {
  const offer = { kind: 'listed', list: s1Backups(hourly(120)) } as const;
  const modal = requestModal({ ...restoring, offer });
  expect(renderedModal(modal).match(/ [(][x ][)] 2026/g)).toHaveLength(100);
  expect(renderedModal(modal)).toContain('共有 120 个可用备份，这里列出最新的 100 个。');
});

test('without a usable backup there is nothing to send, and why is said', () => {
  const offer = { kind: 'listed', list: s1Backups([dated('20261120_020000', [])]) } as const;
  const modal = requestModal({ ...restoring, offer });
  expect(modal.submit).toBeUndefined();
  expect(renderedModal(modal)).toContain(
    '! 没有可用的备份，无法申请这个方案。\n20261120_020000 1 小时前 · 0 B · ❌ 不可用：缺少或为空：user_system.py、change_password.py\n[再查一次]\n[取消]',
  );
});

test('a host that is silent is said, with a way to try again', () => {
  const offer = { kind: 'failed', failure: { code: 'ssh.unreachable', at: '10.0.0.6' } } as const;
  expect(renderedModal(requestModal({ ...restoring, offer }))).toContain(
    '! 查询备份失败，暂时无法提交。已填写的内容会保留。连不上主机 10.0.0.6。请检查主机和网络，然后重试。\n[再查一次]',
  );
});

test('for the next scheme of the ladder, what was said before stands there again', () => {
  const { request } = runs.failed();
  const modal = requestModal({ ...asked, before: { ...request, runId: 'r-1', impact: '两行\n影响' } });
  expect(renderedModal(modal)).toContain('(x) P0 立即回滚');
  expect(renderedModal(modal)).toContain('= 诊断任务卡死');
  expect(renderedModal(modal)).toContain('= 两行 影响');
  expect(parseRequestContext(modal.metadata)).toMatchObject({ run: 'r-1' });
});

test('a scheme that needs a backup is not sent without one', () => {
  const wanted = { system: site, scheme: auto };
  const typed = filled(site.plan.severities[0]?.key ?? '', '推荐人不显示', '全部');
  expect(parseRequest(typed, wanted, 'zh-CN')).toEqual({
    ok: false,
    problems: { severity: '备份列表还没有出来。请稍等，或按“再查一次”。' },
  });
  const none = { ...typed, backup: { input: { selected_option: null } } };
  expect(parseRequest(none, wanted, 'zh-CN')).toEqual({ ok: false, problems: { backup: '请选择备份。' } });
  const chosen = { ...typed, backup: { input: { selected_option: { value: '20261120_020000' } } } };
  expect(parseRequest(chosen, wanted, 'zh-CN')).toMatchObject({ ok: true, backup: '20261120_020000' });
});
