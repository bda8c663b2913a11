import { expect, test } from 'vitest';
import { parseRequest } from '../../src/view/request-input.js';
import { parseRequestContext, requestModal, requestOpener } from '../../src/view/request-modal.js';
import { s2System } from '../helpers/engine.js';
import { rendered, renderedModal } from '../helpers/rendered.js';

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
