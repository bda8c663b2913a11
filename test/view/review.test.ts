import { expect, test } from 'vitest';
import { reviewDue, reviewOf } from '../../src/view/review.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { brokenRun, told, wholePlan, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const request = wholeRequest('wechat-backend', 'b');
const review = wholePlan('wechat-backend').review;
if (!review) throw new Error('S2 asks for a review');
const english = { ...request, language: 'en' as const };

test('the report of S2, as the run alone can fill it in', () => {
  expect(reviewOf(wholeRun(request), review)).toMatchInlineSnapshot(`
    "# 回滚复盘报告

    ## 基本信息

    - **回滚时间**：2026-11-20 03:12
    - **回滚原因**：推荐人字段不显示
    - **影响范围**：全部管理员
    - **回滚方案**：方案 B：代码回滚

    ## 时间线

    - **问题发生（HH:MM）**：待补充
    - **问题发现（HH:MM）**：待补充
    - **开始回滚**：2026-11-20 03:12
    - **回滚完成**：2026-11-20 03:12
    - **服务恢复**：2026-11-20 03:12

    ## 根因分析

    待补充

    ## 改进措施

    待补充

    ## 行动计划

    | 措施 | 负责人 | 截止日期 | 状态 |
    | --- | --- | --- | --- |
    |  |  |  |  |

    待补充

    ## 复盘清单

    - [ ] 问题根因分析完成
    - [ ] 影响范围评估完成
    - [ ] 修复方案已制定
    - [ ] 测试用例已补充
    - [ ] 监控告警已完善
    - [ ] 文档已更新
    - [ ] 团队已同步

    ## 复盘会议

    - **时间**：2026-11-21 03:12 UTC+08:00 前（回滚后 24 小时内）
    - **参与人员**：所有相关人员

    ### 议程

    1. 问题发现过程
    2. 问题根因分析
    3. 回滚过程回顾
    4. 改进措施讨论
    5. 行动计划制定
    "
  `);
});

test('the report in English, with what people told', () => {
  const state = brokenRun(
    english,
    told({
      occurred: '03:01',
      noticed: '03:05',
      'fill:recovered-at': '03:40',
      'root-cause': 'A lock\nheld too long',
      improvements: 'Test it\nAlert on it\nRehearse',
      actions: 'Add a test | 王五 | 2026-11-22 | open\nAdd an alert｜赵六｜2026-11-23｜open',
      'review-item:1': 'done',
    }),
  );
  expect(reviewOf(state, review)).toMatchInlineSnapshot(`
    "# Rollback review

    > Added after the end: The problem began (HH:MM), It was noticed (HH:MM), The service was back, Root cause, Three improvements, Action plan, @李四 2026-11-20 03:12:20 UTC+08:00

    ## Basics

    - **Time of the rollback**: 2026-11-20 03:12
    - **Reason**: 推荐人字段不显示
    - **Impact**: 全部管理员
    - **Scheme**: Scheme B: Roll the code back

    ## Timeline

    - **The problem began (HH:MM)**: 03:01 (told by @李四 2026-11-20 03:12:20 UTC+08:00)
    - **It was noticed (HH:MM)**: 03:05 (told by @李四 2026-11-20 03:12:20 UTC+08:00)
    - **The rollback began**: 2026-11-20 03:12
    - **The rollback was done**: 2026-11-20 03:12
    - **The service was back**: 03:40 (told by @李四 2026-11-20 03:12:20 UTC+08:00)

    ## Root cause

    > A lock
    >
    > held too long

    (told by @李四 2026-11-20 03:12:20 UTC+08:00)

    ## Improvements

    > Test it
    >
    > Alert on it
    >
    > Rehearse

    (told by @李四 2026-11-20 03:12:20 UTC+08:00)

    ## Action plan

    | Action | Owner | Due | State |
    | --- | --- | --- | --- |
    | Add a test | 王五 | 2026-11-22 | open |
    | Add an alert | 赵六 | 2026-11-23 | open |

    (told by @李四 2026-11-20 03:12:20 UTC+08:00)

    ## Review checklist

    - [x] The root cause is found: @李四 2026-11-20 03:12:20 UTC+08:00
    - [ ] The impact is assessed
    - [ ] The fix is planned
    - [ ] Tests are added
    - [ ] Alerts are improved
    - [ ] The documents are updated
    - [ ] The team knows

    ## Review meeting

    - **Time**: before 2026-11-21 03:12 UTC+08:00 (within 24 h of the rollback)
    - **Attendees**: Everybody involved

    ### Agenda

    1. How the problem was found
    2. Its root cause
    3. How the rollback went
    4. What to improve
    5. Who does what
    "
  `);
});

test('the closing summary says until when the review is due', () => {
  const summary = (state = wholeRun(request)) =>
    rendered(messageOf(surfacesOf(state, { now: 0, delivered: new Set() }), 'summary'));
  expect(summary().split('\n').at(-1)).toMatchInlineSnapshot(
    `"请在 2026-11-21 03:12 UTC+08:00 前复盘，报告：@Backout review 20261120-7kq2m"`,
  );
  expect(summary(wholeRun(english)).split('\n').at(-1)).toMatchInlineSnapshot(
    `"Hold the review before 2026-11-21 03:12 UTC+08:00. Its report: @Backout review 20261120-7kq2m"`,
  );
  expect(summary(runs.succeeded())).not.toContain('复盘');
});

test('what never ran needs no review', () => {
  expect(reviewDue(runs.rejected({ plan: request.plan }))).toBeUndefined();
  expect(reviewDue(runs.notStarted({ plan: request.plan }))).toBeUndefined();
  expect(reviewDue(runs.failed({ plan: request.plan }))).toBe((runs.failed().closedAt ?? 0) + 86_400_000);
});
