import { describe, expect, test } from 'vitest';
import { dispatch } from '../../commands/dispatch.js';
import type { Engine } from '../../src/engine/engine.js';
import { fakeEngine, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';
import { wholePlan, wholeRequest, wholeRun } from '../helpers/whole-plans.js';

const s2 = s2System({ plan: wholePlan('wechat-backend') });
const s1 = s2System({ plan: wholePlan('meiyueart'), roles: { ops: { users: ['U0ZHAO6'], groups: ['S0OPS'] } } });

const reply = (text: string, engine: Engine, language: 'zh-CN' | 'en' = 'zh-CN') =>
  dispatch({ text, door: 'slash', by: 'U0ZHAO6', channel: 'C0INCIDENT', language, now: T0 }, engine);

async function said(...args: Parameters<typeof reply>): Promise<string> {
  const answer = await reply(...args);
  if (answer.kind !== 'message') throw new Error(`a ${answer.kind}, not a message`);
  expect(answer.audience).toBe('asker');
  return [answer.message, ...(answer.more ?? [])].map(rendered).join('\n');
}

describe('contacts', () => {
  test('of S2: everybody with every way, and what is only a placeholder', async () => {
    expect(await said('联系人', fakeEngine({ systems: [s2] }))).toMatchInlineSnapshot(`
      "# 📞 联系人 · wechat-backend
      • CTO 张三 · 电话 138****0000 ⚠️ · 微信 zhang3 · 邮箱 zhang3@example.com ⚠️
      • 技术总监 李四 · 电话 139****1111 ⚠️ · 微信 li4 · 邮箱 li4@example.com ⚠️
      • 后端负责人 王五 · 电话 137****2222 ⚠️ · 微信 wang5 · 邮箱 wang5@example.com ⚠️
      • 运维负责人 赵六 · 电话 136****3333 ⚠️ · 微信 zhao6 · 邮箱 zhao6@example.com ⚠️
      • 产品经理 钱七 · 电话 135****4444 ⚠️ · 微信 qian7 · 邮箱 qian7@example.com ⚠️
      • 紧急联系群 · 链接 [微信群链接/钉钉群链接] ⚠️
      目前在 Slack 中担任的人
      CTO：@U0ZHANG3
      技术总监：@U0LI4
      后端负责人：⚠️ 没有人担任
      运维负责人：⚠️ 没有人担任
      产品经理：⚠️ 没有人担任
      ⚠️ 表示这一项打了码或没有填写，联系不到人。请在 wechat-backend 的方案文件里，把 contacts 中的这一项改成真实的内容，保存后立即生效。"
    `);
  });

  test('of S1 in English: what to tell them and what to do until then', async () => {
    expect(await said('contacts', fakeEngine({ systems: [s1] }), 'en')).toMatchInlineSnapshot(`
      "# 📞 Whom to call · meiyueart
      • Operations team · mail ops@meiyueart.com
      • Emergency support · mail emergency@meiyueart.com
      In Slack now
      Operations team: @U0ZHAO6 @S0OPS
      Tell them
      • Time and version of the rollback
      • What went wrong
      • The error log
      Until then
      • Stop all work
      • Wait for support"
    `);
  });

  test('of all systems of the channel, or of the one that is named', async () => {
    const both = fakeEngine({ systems: [s1, s2] });
    expect((await said('contacts', both)).match(/^# .*/gm)).toEqual([
      '# 📞 联系人 · meiyueart',
      '# 📞 联系人 · wechat-backend',
    ]);
    expect((await said('contacts wechat-backend', both)).match(/^# .*/gm)).toEqual(['# 📞 联系人 · wechat-backend']);
  });

  test('asks nothing but the plan: it works when hosts and journal are down', async () => {
    const down = () => Promise.reject(new Error('down'));
    const engine = { ...fakeEngine({ systems: [s2] }), backups: down, recent: down, run: down, incidentOf: down };
    expect(await said('contacts', engine)).toContain('李四');
  });

  test('a plan without contacts says so', async () => {
    const bare = s2System({ plan: { ...s2.plan, contacts: [] } });
    expect(await said('contacts', fakeEngine({ systems: [bare] }))).toContain('方案文档没有登记联系人。');
  });
});

describe('review', () => {
  const over = wholeRun(wholeRequest('wechat-backend', 'b'));
  const engine = fakeEngine({ systems: [s2], runs: [over] });

  test.each(['review', '复盘', `review ${over.id}`])('%s gives the report as a file', async (text) => {
    const answer = await reply(text, engine);
    expect(answer).toMatchObject({
      kind: 'file',
      name: 'review-20261120-7kq2m.md',
      title: '回滚复盘报告 20261120-7kq2m',
    });
    expect(answer.kind === 'file' && answer.content).toContain('# 回滚复盘报告');
  });

  test('says why there is none', async () => {
    const wanted = wholePlan('wechat-backend').review;
    if (!wanted) throw new Error('S2 asks for a review');
    const reviewed = { ...runs.rejected().request.plan, review: wanted };
    const answers = await Promise.all([
      said('review', fakeEngine({ systems: [s2] })),
      said('review r-9', fakeEngine({ systems: [s2] })),
      said(`review ${over.id}`, fakeEngine({ systems: [s2], runs: [runs.running({ plan: reviewed })] })),
      said(`review ${over.id}`, fakeEngine({ systems: [s2], runs: [runs.rejected({ plan: reviewed })] })),
      said(`review ${over.id}`, fakeEngine({ systems: [s1], runs: [wholeRun(wholeRequest('meiyueart', '3'))] })),
      said('review', fakeEngine({ systems: [s1], runs: [wholeRun(wholeRequest('meiyueart', '3'))] })),
    ]);
    expect(answers).toMatchInlineSnapshot(`
      [
        "这里还没有执行过并已结束的回滚，没有可以复盘的。",
        "⚠️ 没有编号为 r-9 的回滚。
      下一步：输入 /rollback status 查看。",
        "20261120-7kq2m 还没有结束，结束后才能复盘。",
        "20261120-7kq2m 没有执行过，不需要复盘。",
        "meiyueart 的方案文档没有要求复盘。",
        "meiyueart 的方案文档没有要求复盘。",
      ]
    `);
  });

  test('a run of a system of another channel is unknown here', async () => {
    expect(await said(`review ${over.id}`, fakeEngine({ systems: [s1], runs: [over] }))).toContain('没有编号为');
  });
});
