import { expect, test } from 'vitest';
import { surfacesOf } from '../../src/view/surfaces.js';
import { fileOf } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';
import { wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const view = { now: T0, delivered: new Set<string>() };
const requestFile = (state = runs.awaiting()) => fileOf(surfacesOf(state, view), 'request-file');

test('the file holds every script whole, and every value it will see', () => {
  const text = requestFile();
  const { scheme, variables } = runs.awaiting().request;
  for (const { run } of scheme.steps) expect(text).toContain(`\`\`\`sh\n${run.trimEnd()}\n\`\`\``);
  for (const value of Object.values(variables)) expect(text).toContain(`\`${value}\``);
  expect(text).toContain('d'.repeat(64));
});

test('it says what a local target finds there', () => {
  const control = { name: 'app', host: 'localhost', port: 0, user: 'deploy', local: true, home: '/srv/home' } as const;
  const local = runs.awaiting({ targets: { app: { ...control, path: ['/srv/bin', '/opt/bin'] } } });
  const said = '**app**：`deploy@localhost`、`HOME=/srv/home`、`PATH=/srv/bin:/opt/bin:$PATH`';
  expect(requestFile(local)).toContain(`\n- ${said}\n`);
});

test('it begins with what is asked and ends with the digest', () => {
  expect(requestFile().split('\n\n').slice(0, 2).join('\n\n')).toMatchInlineSnapshot(`
    "# 回滚申请 20261120-7kq2m

    - **方案文档**：阶段一回滚方案（wechat-backend 1.0.0）
    - **文档摘要（SHA-256）**：\`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`
    - **回滚方案**：方案 A：特性开关回滚
    - **环境**：sandbox
    - **回滚后版本**：v2.0.0-phase1
    - **严重程度**：P0 立即回滚（5 分钟内响应）
    - **决策人**：CTO 或 技术总监
    - **原因**：诊断任务卡死
    - **影响**：约 60% 用户
    - **申请人**：@U0ZHAO6（2026-11-20 03:12:00 UTC+08:00）
    - **预计耗时**：1 分钟内"
  `);
  expect(requestFile(runs.awaiting(english)).split('\n').slice(-22).join('\n')).toMatchInlineSnapshot(`
    "
    - **app**: \`deploy@127.0.0.1:2222\`

    ## Variables

    - **API**: \`http://127.0.0.1:5000\`
    - **ADMIN_API**: \`http://127.0.0.1:5000\`
    - **BACKUP_DIR**: \`/data/backups\`
    - **ERROR_LOG**: \`/var/log/error.log\`

    ## Secrets

    - **ADMIN_KEY**: Key of the admin interface

    Only their names are shown.

    ## Request digest (SHA-256)

    \`dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd\`

    Approving counts for exactly this text. If anything changes, a new request is needed.
    "
  `);
});

test('it is the same however the run goes on', () => {
  expect(requestFile(runs.succeeded())).toBe(requestFile(runs.awaiting()));
});

test('a step says where and as whom it runs, what Backout added, and how it is taken back', () => {
  const request = wholeRequest('meiyueart', '1');
  const text = requestFile(wholeRun(request));
  expect(text).toContain('### 1. 核对所选备份未被改动（Backout 自动加入）');
  expect(text).toContain('- **目录**：`$DEPLOY_DIR`');
  expect(text).toContain('- **重复执行**：不会：主机上有标记防止重复');
  expect(text).toContain('**如何撤销**\n\n放回线上的两个文件并重启服务');
  for (const { verify } of request.scheme.steps) if (verify) expect(text).toContain(verify.run.trimEnd());
  for (const { undo } of request.scheme.steps) if (undo) expect(text).toContain(undo.run.trimEnd());
  expect(text).toContain(`- **回滚到**：\`${request.backup?.path}\`（2026-11-20 02:00:00 UTC+08:00，17.2 KB，`);
  expect(text).toContain(`\`${'b'.repeat(64)}\``);
  expect(text).toContain('- **通过之后**：需持续');
});

test('it says when the undos start by themselves, in which order they run, and how their success is seen', () => {
  const request = wholeRequest('wechat-backend', 'c');
  const { restore } = request.scheme;
  if (!restore) throw new Error('scheme C can be taken back');
  const part = (text: string) => /\n## (?:如果出了问题|If it goes wrong)\n[\s\S]*?(?=\n## )/.exec(text)?.[0].trim();
  const file = requestFile(wholeRun(request));
  expect(part(file)).toMatchInlineSnapshot(`
    "## 如果出了问题

    不会自动撤销：失败之后由人选择。

    只撤销已经开始过的步骤，每步一次，最后一步最先撤销：

    1. 停止服务
    2. 放回回滚前的数据库（先另存现在的）
    3. 启动服务"
  `);
  for (const check of restore.checks) if (check.kind === 'command') expect(file).toContain(check.run.trimEnd());
  expect(file).toContain(restore.kept[0]?.run.trimEnd());
  const automatic = { ...restore, automatic: ['step', 'verification'] } as const;
  const forgotten = { ...automatic, kept: [] };
  const scheme = { ...request.scheme, restore: forgotten };
  const other = requestFile(wholeRun({ ...request, language: 'en', scheme }));
  expect(part(other)?.split('\n').slice(2, 3)).toMatchInlineSnapshot(`
    [
      "What the steps did is taken back by itself, without asking anybody, after a step that failed or a required check that did not pass.",
    ]
  `);
  expect(other).toContain('Not possible: the plan does not say how to see that the kept copies are still there.');
});

test('a page is asked for with the text that it must hold and lack', () => {
  const { checks } = runs.awaiting().request.scheme;
  const [health] = checks.filter((check) => check.kind === 'http');
  if (!health) throw new Error('scheme A asks by HTTP');
  const requests = health.requests.map((each) => ({ ...each, json: {}, contains: '登录', lacks: '维护 "中"' }));
  const scheme = { ...runs.awaiting().request.scheme, checks: [{ ...health, requests }] };
  expect(requestFile(runs.awaiting({ scheme }))).toContain('→ 200, ∋ "登录", ∌ "维护 \\"中\\""');
});

test('a request from before plans could say so has no such part', () => {
  const request = wholeRequest('wechat-backend', 'c');
  const { restore: _, ...scheme } = request.scheme;
  expect(requestFile(wholeRun({ ...request, scheme }))).not.toContain('如果出了问题');
});
