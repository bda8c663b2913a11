import { expect, test } from 'vitest';
import { recordOf } from '../../src/view/record.js';
import { english, runs } from '../helpers/state.js';

test('the record is the document template, filled in', () => {
  expect(recordOf(runs.succeeded())).toMatchInlineSnapshot(`
    "# 回滚记录

    ## 基本信息

    - **回滚时间**：2026-11-20 03:12:07 UTC+08:00（Asia/Shanghai）
    - **回滚人员**：@U0ZHAO6（申请人）、@U0LI4（批准人，技术总监）
    - **回滚版本**：v2.0.0-phase1（方案文档的回滚目标是 v1.0.0）
    - **原部署版本**：v2.0.0-phase1

    ## 回滚原因

    - **问题现象**：诊断任务卡死
    - **影响范围**：约 60% 用户
    - **严重程度**：P0 立即回滚（5 分钟内响应）

    ## 执行的回滚方案

    - [x] 方案 A：特性开关回滚

    ## 回滚步骤

    - **备份时间**：方案 A 不使用备份
    - **恢复文件**：无，方案 A 只关闭功能开关
    - **重启服务**：不需要重启
    - **验证回滚**：5 项中 5 项通过

    ### 各步骤

    1. 关闭所有 v2 功能开关 · app（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:07 开始

    \`\`\`
    {"ok":true}
    \`\`\`

    2. 确认开关已全部关闭 · app（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:09 开始

    \`\`\`
    {"ok":true}
    \`\`\`

    ## 回滚验证

    ### 服务验证

    - [x] 版本号仍为 v2.0.0-phase1（方案 A 不改代码）：通过 · 40 毫秒；依据：\`version pass\`
    - [x] 健康检查通过：通过 · 40 毫秒；依据：\`health pass\`
    - [x] 监控面板可以读取：通过 · 40 毫秒；依据：\`dashboard pass\`

    ### 功能验证

    - [x] 发起诊断、任务完成、报告可读：通过 · 40 毫秒；依据：\`diagnosis pass\`

    ### 性能验证

    - [x] 错误率 \\< 1%：通过 · 40 毫秒；依据：\`error-rate pass\`

    ## 回滚结果

    - [x] ✅ 回滚成功
    - [ ] ⚠️ 部分成功
    - [ ] ❌ 回滚失败

    ## 后续计划

    - [ ] 分析问题原因
    - [ ] 修复问题代码
    - [ ] 测试修复方案
    - [ ] 重新部署
    - [ ] 持续监控

    ## 备注

    ### Backout 的记录

    - **编号**：\`20261120-7kq2m\`
    - **环境**：sandbox
    - **申请人**：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00）
    - **批准人**：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00）
    - **实际耗时**：4 秒，在预计的 1 分钟内
    - **结束时间**：2026-11-20 03:12:16 UTC+08:00
    - **方案文档**：阶段一回滚方案（wechat-backend 1.0.0）
    - **文档摘要（SHA-256）**：\`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`
    - **申请摘要（SHA-256）**：\`dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\`
    - **日志最后的哈希**：\`16\`（共 17 条事件）

    ### 其他重要信息

    待补充

    ## 附：Backout 的执行记录

    ### 回滚前检查

    - [x] 当前版本是 v2.0.0-phase1：通过 · 40 毫秒；依据：\`version pass\`
    - [ ] 健康状态：未通过（不阻止回滚） · 40 毫秒；依据：\`health fail\`
    - [x] 错误日志最近 100 行没有错误：通过 · 40 毫秒；依据：\`error-log pass\`
    - [x] 有 24 小时内的可用备份：通过 · 40 毫秒；依据：\`backup pass\`
    - [x] 特性开关接口可用：通过 · 40 毫秒；依据：\`flags-reachable pass\`
    "
  `);
});

test('the record in English, of a run that was taken over, with names', () => {
  const names = new Map([['U0LI4', 'Li Si']]);
  const text = recordOf(runs.handedOver(english), { names });
  expect(text.split('\n## ').slice(4).join('\n## ')).toMatchInlineSnapshot(`
    "Steps

    - **Backup taken at**: Scheme A uses no backup
    - **Files restored**: None, scheme A only switches features off (not every step was completed: see the steps)
    - **Services restarted**: No restart needed (not every step was completed: see the steps)
    - **Rollback verified**: not run

    ### Each step

    1. Switch all v2 flags off · app (deploy@127.0.0.1:2222): result unknown, started at 03:12:07

    \`\`\`
    half
    \`\`\`

    2. Read the flags back · app (deploy@127.0.0.1:2222): not run

    ## Verification

    ### Service

    - [ ] The version is still v2.0.0-phase1 (scheme A keeps the code): not run
    - [ ] The health check passes: not run
    - [ ] The dashboard can be read: not run

    ### Function

    - [ ] A diagnosis starts, completes and its report can be read: not run

    ### Performance

    - [ ] Error rate below 1%: not run

    ## Result

    - [ ] ✅ Rollback succeeded
    - [ ] ⚠️ Partly succeeded
    - [ ] ❌ Rollback failed
    - [x] ✋ Handed over to a person

    ## Follow-up

    - [ ] Analyse the cause
    - [ ] Fix the code
    - [ ] Test the fix
    - [ ] Deploy again
    - [ ] Keep monitoring

    ## Remarks

    ### What Backout noted

    - **Run**: \`20261120-7kq2m\`
    - **Environment**: sandbox
    - **Requested by**: @U0ZHAO6 (2026-11-20 03:12:00 UTC+08:00)
    - **Approved by**: @Li Si (Technical director, 2026-11-20 03:12:06 UTC+08:00)
    - **Handed over to**: @Li Si (2026-11-20 03:12:09 UTC+08:00)
    - **Step with unknown result**: Nobody knows how step 1 of 2 (Switch all v2 flags off) ended. The command was delivered at 03:12:07. We heard nothing from the host after that. It may have run fully, partly, or not at all. It may still be running on the host. Why unknown: the connection to the host was lost; Host: app (deploy@127.0.0.1:2222); Begun on the host: the host cannot be asked; Still running there: unknown; Host restarted meanwhile: unknown; Last word or output from the host: 2026-11-20 03:12:00 UTC+08:00; Script (SHA-256): eeeeeeeeeeee
    - **Ended at**: 2026-11-20 03:12:10 UTC+08:00
    - **Plan**: Phase-one rollback plan (wechat-backend 1.0.0)
    - **Plan digest (SHA-256)**: \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`
    - **Request digest (SHA-256)**: \`dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\`
    - **Journal's last hash**: \`10\` (11 events)

    ### Anything else of note

    not filled in yet

    ## Appendix: what Backout wrote down

    ### Pre-checks

    - [x] The live version is v2.0.0-phase1: passed · 40 ms; Seen: \`version pass\`
    - [ ] Health: did not pass (does not block the rollback) · 40 ms; Seen: \`health fail\`
    - [x] No errors in the last 100 lines of the error log: passed · 40 ms; Seen: \`error-log pass\`
    - [x] A usable backup of the last 24 hours exists: passed · 40 ms; Seen: \`backup pass\`
    - [x] The feature-flag interface answers: passed · 40 ms; Seen: \`flags-reachable pass\`

    ### Commands that are left, for a person to run by hand

    1. Switch all v2 flags off · app (deploy@127.0.0.1:2222) (it may have run in part: look on the host first)

    \`\`\`sh
    export ADMIN_API='http://127.0.0.1:5000'
    # before this, set ADMIN_KEY_FILE to the path of a 0600 file with that secret
    curl -fsS --max-time 15 -X POST "$ADMIN_API/api/admin/feature-flags" \\
      -H "Content-Type: application/json" \\
      -H @"$ADMIN_KEY_FILE" \\
      -d '{
        "diagnosis_v2_enabled": false,
        "diagnosis_v2_state_machine": false,
        "diagnosis_v2_timeout": false,
        "diagnosis_v2_retry": false,
        "diagnosis_v2_dead_letter": false,
        "diagnosis_v2_api_logging": false,
        "diagnosis_v2_data_persistence": false,
        "diagnosis_v2_report_stub": false
      }'
    \`\`\`

    2. Read the flags back · app (deploy@127.0.0.1:2222)

    \`\`\`sh
    export ADMIN_API='http://127.0.0.1:5000'
    flags=$(curl -fsS --max-time 10 "$ADMIN_API/api/admin/feature-flags")
    printf '%s\\n' "$flags"
    case $flags in *diagnosis_v2_enabled*) ;; *) echo "no flags in the answer"; exit 1 ;; esac
    case $flags in *true*) echo "a v2 flag is still on"; exit 1 ;; esac
    \`\`\`
    "
  `);
});

test('what did not run is not ticked and not called a success', () => {
  const text = recordOf(runs.rejected());
  expect(text).toContain('- **回滚时间**：未执行');
  expect(text).toContain('- [ ] 方案 A：特性开关回滚');
  expect(text).toContain('- [ ] ✅ 回滚成功\n- [ ] ⚠️ 部分成功\n- [ ] ❌ 回滚失败\n- [x] 🚫 申请被拒绝');
});

test('what people typed cannot forge a heading, a tick or a mention', () => {
  const text = recordOf(runs.failed({ reason: '坏了\n## 回滚结果\n- [x] ✅ 回滚成功 <!channel> `x`' }));
  expect(text).toContain('- **问题现象**：坏了 / \\#\\# 回滚结果 / - \\[x\\] ✅ 回滚成功 \\<!channel\\> \\`x\\`');
  expect(text.match(/^## 回滚结果$/gm)).toHaveLength(1);
});

test('the same state gives the same bytes', () => {
  expect(recordOf(runs.partial())).toBe(recordOf(runs.partial()));
});
