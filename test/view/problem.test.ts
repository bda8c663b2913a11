import { describe, expect, test } from 'vitest';
import { FAILURE_CODES } from '../../src/domain/failure.js';
import { problem, problemText } from '../../src/view/problem.js';
import { rendered } from '../helpers/rendered.js';

describe.each(FAILURE_CODES)('%s', (code) => {
  test('is said in both languages, each in its own', () => {
    const failure = { code, at: 'wechat-1', facts: { roles: 'cto,tech-director', run: 'r-1' } };
    const [zh, en] = [problemText(failure, 'zh-CN'), problemText(failure, 'en')];
    expect(zh).toMatch(/^.*\p{Script=Han}.*。$/su);
    expect(en).toMatch(/^[\x20-\x7e]+\.$/);
    expect(rendered(problem(failure, 'zh-CN'))).toContain('下一步：');
    expect(rendered(problem(failure, 'en'))).toContain('Next: ');
  });
});

test('a busy system names the run, who asked for it and why', () => {
  const facts = { run: '20261120-7kq2m', by: 'U0ZHAO6', reason: '诊断任务卡死', since: '1' };
  expect(rendered(problem({ code: 'run.busy', at: 'wechat-backend', facts }, 'zh-CN'))).toMatchInlineSnapshot(`
    "⚠️ wechat-backend 已有一个没有结束的回滚（20261120-7kq2m）。
    下一步：请等它结束，或先中止它。输入 /rollback status 查看。
    申请人：@U0ZHAO6
    开始时间：⟨date⟩
    原因：诊断任务卡死
    [查看当前状态]"
  `);
});

test('a second press is told who decided', () => {
  const facts = { by: 'U0LI4', verdict: 'rejected' };
  expect(rendered(problem({ code: 'approval.already-decided', at: 'r-1', facts }, 'en'))).toMatchInlineSnapshot(`
    "⚠️ Request r-1 is already decided.
    Next: Your press changed nothing. The rollback message shows who decided.
    Rejected by: @U0LI4"
  `);
});

test('the technical fact comes last and in one line', () => {
  const failure = { code: 'ssh.unreachable', at: '10.0.0.5', detail: 'connect ECONNREFUSED\n10.0.0.5:22' } as const;
  expect(rendered(problem(failure, 'zh-CN'))).toMatchInlineSnapshot(`
    "⚠️ 连不上主机 10.0.0.5。
    下一步：请检查主机和网络，然后重试。
    详细信息：connect ECONNREFUSED ⏎ 10.0.0.5:22"
  `);
});
