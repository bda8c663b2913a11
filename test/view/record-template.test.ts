import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FILLS } from '../../src/domain/template.js';
import { recordOf } from '../../src/view/record.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { brokenRun, told, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const request = wholeRequest('meiyueart', '2');
const section = (text: string, title: string) => text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0]?.trim();

test('every field of the document template S1 is filled in by the run', () => {
  expect(recordOf(wholeRun(request))).toMatchInlineSnapshot(`
    "# 回滚记录

    ## 基本信息

    - **回滚时间**：2026-11-20 03:12:10 UTC+08:00（Asia/Shanghai）
    - **回滚人员**：@赵六（申请人）、@李四（批准人，运维团队）
    - **回滚版本**：20261120_020000
    - **原部署版本**：待补充

    ## 回滚原因

    - **问题现象**：推荐人字段不显示
    - **影响范围**：全部管理员
    - **严重程度**：NOW 确认问题后立即回滚（15 分钟内响应）

    ## 执行的回滚方案

    - [ ] 方案 1：自动回滚
    - [x] 方案 2：手动回滚
    - [ ] 方案 3：应急回滚

    ## 回滚步骤

    - **备份时间**：2026-11-20 02:00:00 UTC+08:00（20261120_020000，17.2 KB，SHA-256 摘要 bbbbbbbbbbbb）
    - **恢复文件**：user_system.py、change_password.py
    - **重启服务**：lingzhi_admin_backend
    - **验证回滚**：12 项中 12 项通过

    ## 回滚验证

    ### 服务验证

    - [x] 线上文件与所选备份一致：通过 · 40 毫秒；依据：\`files pass\`
    - [x] 服务状态为 RUNNING：通过 · 40 毫秒；依据：\`running pass\`
    - [x] 健康检查通过：通过 · 40 毫秒；依据：\`health pass\`
    - [x] 回滚开始后日志无异常错误：通过 · 40 毫秒；依据：\`log pass\`

    ### 功能验证

    - [x] 用户可以正常登录：通过 · 40 毫秒；依据：\`login pass\`
    - [x] 用户信息正常返回，含推荐人：通过 · 40 毫秒；依据：\`user-info pass\`
    - [x] 密码修改功能正常：通过 · 40 毫秒；依据：\`password pass\`
    - [x] 系统其他功能正常：通过 · 40 毫秒，回答人：@李四 2026-11-20 03:12:29 UTC+08:00
    - [x] 用户未报告异常：通过 · 40 毫秒，回答人：@李四 2026-11-20 03:12:30 UTC+08:00

    ### 性能验证

    - [x] API 响应时间正常（\\< 500 毫秒）：通过 · 40 毫秒；依据：\`latency pass\`
    - [x] 服务资源占用正常（CPU 与内存 \\< 80%）：通过 · 40 毫秒；依据：\`resources pass\`
    - [x] 无明显性能下降（持续观察 5 秒）：通过 · 40 毫秒；依据：\`degradation pass\`

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

    ### 过程备注

    - **编号**：\`20261120-7kq2m\`
    - **环境**：sandbox
    - **申请人**：@赵六（2026-11-20 03:12:00 UTC+08:00）
    - **批准人**：@李四（运维团队，2026-11-20 03:12:09 UTC+08:00）
    - **实际耗时**：12 秒，在预计的 15 分钟内
    - **结束时间**：2026-11-20 03:12:34 UTC+08:00
    - **方案文档**：部署回滚方案（meiyueart v1.0）
    - **文档摘要（SHA-256）**：\`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`
    - **备份摘要（SHA-256）**：\`bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\`
    - **申请摘要（SHA-256）**：\`dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\`
    - **日志最后的哈希**：\`34\`（共 35 条事件）

    ### 其他重要信息

    待补充

    ## 附：Backout 的执行记录

    ### 回滚前检查清单

    - [x] 确认需要回滚的问题：@赵六 2026-11-20 03:12:07 UTC+08:00
    - [x] 已记录问题和现象（申请中已写明）
    - [x] 已找到最新备份（由回滚前检查确认）
    - [x] 通知团队成员即将回滚（由频道里的消息通知）
    - [x] 准备好回滚验证方案（方案自带验证）
    - [x] 确认回滚时间窗口：@赵六 2026-11-20 03:12:08 UTC+08:00

    ### 回滚前检查

    - [x] 有完整的备份：通过 · 40 毫秒；依据：\`backup pass\`
    - [x] 磁盘空间足够：通过 · 40 毫秒；依据：\`space pass\`
    - [x] 可以写入后端代码目录：通过 · 40 毫秒；依据：\`writable pass\`
    - [x] 可以用 sudo 操作 supervisor：通过 · 40 毫秒；依据：\`sudo pass\`
    - [x] 健康状态：通过 · 40 毫秒；依据：\`health pass\`
    - [x] 推荐人字段可以显示：通过 · 40 毫秒；依据：\`referrer pass\`

    ### 各步骤

    1. 核对所选备份未被改动 · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:10 开始

    \`\`\`
    confirm-backup ok
    \`\`\`

    2. 标记日志当前的末尾 · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:12 开始

    \`\`\`
    mark-logs-web ok
    \`\`\`

    3. 保存线上当前文件 · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:14 开始

    \`\`\`
    restore-user-system-snapshot ok
    \`\`\`

    4. 恢复 user_system.py · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:16 开始

    \`\`\`
    restore-user-system ok
    \`\`\`

    5. 恢复 change_password.py · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:18 开始

    \`\`\`
    restore-change-password ok
    \`\`\`

    6. 重启服务 · web（deploy@127.0.0.1:2222）：完成 · 0.4 秒，退出码 0，03:12:20 开始

    \`\`\`
    restart ok
    \`\`\`
    "
  `);
});

test('what people told stands in the record with who and when, and what is new stands on top', () => {
  const text = recordOf(
    wholeRun(
      request,
      told({ 'deployed-version': '20261119_180000', 'follow-up:1': 'done', 'follow-up:2': 'done' }),
      told({ remarks: '发布前没有演练。\n# 下次先演练', 'follow-up:2': 'open' }),
    ),
  );
  expect(text.split('\n').slice(0, 3)).toEqual([
    '# 回滚记录',
    '',
    '> 结束后补充：其他重要信息，@李四 2026-11-20 03:12:36 UTC+08:00',
  ]);
  expect(section(text, '基本信息')).toContain(
    '- **原部署版本**：20261119_180000（填写人：@李四 2026-11-20 03:12:35 UTC+08:00）',
  );
  expect(section(text, '备注')?.split('### 其他重要信息')[1]?.trim()).toBe(
    '> 发布前没有演练。\n>\n> \\# 下次先演练\n\n（填写人：@李四 2026-11-20 03:12:36 UTC+08:00）',
  );
  expect(section(text, '后续计划')?.split('\n').slice(0, 3)).toEqual([
    '- [x] 分析问题原因：@李四 2026-11-20 03:12:35 UTC+08:00',
    '- [ ] 修复问题代码',
    '- [ ] 测试修复方案',
  ]);
});

test('a rollback that broke says what takes it back, last step first, ready for a shell', () => {
  const text = recordOf(brokenRun(request));
  expect(section(text, '回滚步骤')).toContain(
    '- **恢复文件**：user_system.py、change_password.py（步骤没有全部完成，以各步骤为准）',
  );
  expect(text.split('### 撤销命令：由人按此顺序手动执行\n')[1]?.trim()).toMatchInlineSnapshot(`
    "1. 放回 change_password.py · web（deploy@127.0.0.1:2222），撤销第 5 步

    \`\`\`sh
    export ROUTES='/srv/ROUTES'
    export BACKOUT_RUN='20261120-7kq2m'
    kept="$HOME/.backout/snapshots/$BACKOUT_RUN"
    if [ -e "$kept/change_password.py" ]; then
      cp -p -- "$kept/change_password.py" "$ROUTES/.change_password.py.new"
      mv -f -- "$ROUTES/.change_password.py.new" "$ROUTES/change_password.py"
    else
      grep -qxF change_password.py "$kept/absent"
      rm -f -- "$ROUTES/change_password.py"
    fi
    \`\`\`

    2. 放回线上的两个文件并重启服务 · web（deploy@127.0.0.1:2222），撤销第 4 步

    \`\`\`sh
    export ROUTES='/srv/ROUTES'
    export PROGRAM='/srv/PROGRAM'
    export BACKOUT_RUN='20261120-7kq2m'
    kept="$HOME/.backout/snapshots/$BACKOUT_RUN"
    for file in user_system.py change_password.py; do
      [ -e "$kept/$file" ] || grep -qxF "$file" "$kept/absent" || { echo "no $file was saved; nothing was touched"; exit 1; }
    done
    for file in user_system.py change_password.py; do
      if [ -e "$kept/$file" ]; then
        cp -p -- "$kept/$file" "$ROUTES/.$file.new"
        mv -f -- "$ROUTES/.$file.new" "$ROUTES/$file"
      else
        rm -f -- "$ROUTES/$file"
      fi
    done
    # A release that dies at once fails the undo only if it ran before.
    if ! sudo -n supervisorctl restart "$PROGRAM"; then
      if grep -q RUNNING "$kept/status"; then exit 1; fi
      echo "it did not run before either"
    fi
    \`\`\`"
  `);
  expect(recordOf(wholeRun(request))).not.toContain('撤销命令');
});

test('the record in English', () => {
  const text = recordOf(wholeRun({ ...request, language: 'en' }, told({ 'deployed-version': '20261119_180000' })));
  expect(text).not.toMatch(/[：、（）]/);
  expect(section(text, 'Steps')).toMatchInlineSnapshot(`
    "- **Time of the backup**: 2026-11-20 02:00:00 UTC+08:00 (20261120_020000, 17.2 KB, SHA-256 bbbbbbbbbbbb)
    - **Files restored**: user_system.py, change_password.py
    - **Services restarted**: lingzhi_admin_backend
    - **Verification**: 12 of 12 checks passed"
  `);
});

test('the same state gives the same bytes, and nothing that people told forges a heading or a box', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (version, remarks) => {
      const state = wholeRun(request, told({ 'deployed-version': version, remarks: `${remarks}\n# x\n- [x] y` }));
      const text = recordOf(state);
      expect(recordOf(structuredClone(state))).toBe(text);
      const headings = (of: string) => of.split('\n').filter((line) => /^(#|- \[)/.test(line)).length;
      expect(headings(text)).toBe(headings(recordOf(wholeRun(request))));
    }),
    { numRuns: 50 },
  );
});

test('the notice of S2 goes out in its own words', () => {
  const state = brokenRun(wholeRequest('wechat-backend', 'b'));
  const surfaces = surfacesOf(state, { now: state.requestedAt, delivered: new Set() });
  expect(rendered(messageOf(surfaces, 'notice'))).toMatchInlineSnapshot(`
    "【回滚通知】
    时间：2026-11-20 03:12:09 UTC+08:00
    原因：推荐人字段不显示
    影响：全部管理员
    回滚方案：方案 B：代码回滚
    预计耗时：10 分钟内
    负责人：@U0ZHAO6
    批准人：@U0LI4（CTO）"
  `);
});

test('every fill there is has words in every document, whatever became of the run', () => {
  const fields = FILLS.map((fill) => ({ title: fill, fill, cites: [] }));
  const record = { title: 'all', sections: [{ title: 'all', fields }] };
  const plan = { ...request.plan, record, notice: { title: 'all', fields, cites: [] } };
  const done = wholeRun({ ...request, plan });
  const text = recordOf(done);
  for (const fill of FILLS) expect(text).toMatch(new RegExp(`^(### |- \\*\\*)${fill}`, 'm'));
  expect(section(text, 'all')?.split('### timeline')[1]?.split('###')[0]?.trim()).toMatchInlineSnapshot(`
    "- 03:12 - 申请回滚
    - 03:12 - 批准回滚
    - 03:12 - 开始回滚
    - 03:12 - 回滚完成
    - 03:12 - 服务恢复"
  `);
  expect(section(text, 'all')?.split('\n').slice(0, 7)).toMatchInlineSnapshot(`
    [
      "- **requested-at**：2026-11-20 03:12:00 UTC+08:00（Asia/Shanghai）",
      "- **approved-at**：2026-11-20 03:12:09 UTC+08:00（Asia/Shanghai）",
      "- **started-at**：2026-11-20 03:12:10 UTC+08:00（Asia/Shanghai）",
      "- **ended-at**：2026-11-20 03:12:21 UTC+08:00（Asia/Shanghai）",
      "- **recovered-at**：2026-11-20 03:12:34 UTC+08:00（Asia/Shanghai）",
      "- **people**：@赵六（申请人）、@李四（批准人，运维团队）",
      "- **owner**：@赵六",
    ]
  `);
  const notice = messageOf(surfacesOf(done, { now: 0, delivered: new Set() }), 'notice');
  expect(rendered(notice)).toContain('schemes：☐ 方案 1：自动回滚；☑ 方案 2：手动回滚；☐ 方案 3：应急回滚');
  for (const state of Object.values(runs).map((make) => make({ plan }))) expect(recordOf(state)).toContain('# all');
});

test('a line after a list is a list of its own', () => {
  const fields = [
    { title: 'noted', fill: 'remarks' as const, cites: [] },
    { title: 'other', ask: 'other', long: false, columns: [], cites: [] },
  ];
  const plan = { ...request.plan, record: { title: 'x', sections: [{ title: 'all', fields }] } };
  expect(recordOf(wholeRun({ ...request, plan }))).toContain('（共 35 条事件）\n\n- **other**：待补充');
});
