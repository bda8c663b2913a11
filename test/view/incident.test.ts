import { describe, expect, test } from 'vitest';
import { checkBlocks } from '../../sandbox/slack/blocks/check.js';
import type { RunState } from '../../src/run/state.js';
import type { View } from '../../src/view/scene.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';
import { english, runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

const incident = { channel: 'C0OUTAGE', thread: '1763580000.000100' };
const key = (post: string, thread = incident.thread) => `incident:${post}:${thread}`;
const roles = { cto: { users: ['U0ZHANG3'], groups: [] }, 'tech-director': { users: ['U0LI4'], groups: [] } };

/** What Slack shows already, beside the card and the request file. */
function showing(...posts: readonly string[]): View {
  return { now: T0 + 60_000, roles, delivered: new Set(['card', 'request-file', ...posts.map((post) => key(post))]) };
}

const told = (state: RunState, view = showing()) =>
  surfacesOf(state, view).filter((surface) => surface.key.startsWith('incident:'));
const post = (state: RunState, name: string, view = showing()) => rendered(messageOf(told(state, view), key(name)));

describe('the headline', () => {
  test('says while a decision is awaited who must decide until when', () => {
    expect(post(runs.awaiting({ incident }), 'requested')).toMatchInlineSnapshot(`
      "🔔 等待决定 · wechat-backend · 方案 A：特性开关回滚
      下一步：CTO @U0ZHANG3 或 技术总监 @U0LI4，请批准或拒绝。P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。
      编号：20261120-7kq2m · 申请人：@U0ZHAO6 · P0 立即回滚（5 分钟内响应）
      原因：诊断任务卡死
      回滚消息：在 #C0INCIDENT"
    `);
  });

  test.each([
    ['preparing', '🕐 正在做回滚前检查'],
    ['awaiting', '🔔 等待决定'],
    ['running', '▶️ 正在回滚'],
    ['verifying', '🔎 正在验证'],
    ['stopping', '🛑 正在中止'],
    ['needsHuman', '❓ 结果未知，需要人工决定'],
    ['stopped', '❌ 有一步失败，请选择怎么继续'],
    ['unverified', '❌ 验证未通过，请选择怎么继续'],
    ['held', '⏸️ 已停住，不再执行任何命令'],
    ['queued', '🕐 排队中'],
    ['succeeded', '✅ 回滚成功'],
    ['failed', '❌ 回滚失败'],
    ['rejected', '🚫 申请被拒绝'],
    ['withdrawn', '↩️ 申请已撤回'],
  ] as const)('%s: %s', (phase, words) => {
    const [first = ''] = post(runs[phase]({ incident }), 'requested').split('\n');
    expect(first).toBe(`${words} · wechat-backend · 方案 A：特性开关回滚`);
  });

  test('counts the steps and shows no moving clock', () => {
    const at = (now: number) => post(runs.running({ incident }), 'requested', { ...showing(), now });
    expect(at(T0)).toContain('第 2/2 步：确认开关已全部关闭。不用操作。');
    expect(at(T0)).toBe(at(T0 + 45_000));
  });

  test('ends with the outcome, the time taken, who approved and where the record is', () => {
    const view = { ...showing(), addressOf: (surface: string) => `https://backout.example/${surface}` };
    expect(post(runs.succeeded({ ...english, incident }), 'requested', view)).toMatchInlineSnapshot(`
      "✅ Rollback succeeded · wechat-backend · Scheme A: Switch the v2 features off
      All steps are done and every check passed.
      Run: 20261120-7kq2m · Requested by: @U0ZHAO6 · P0 Roll back at once (respond within 5 min)
      Reason: Diagnoses hang
      Approved by: @U0LI4 (Technical director, 2026-11-20 03:12:06 UTC+08:00 · your time ⟨date⟩)
      Time taken: 4 s, within the expected 1 min
      Rollback message: in #C0INCIDENT · open it
      The rollback record is below the rollback message."
    `);
  });
});

describe('the milestones', () => {
  test('each begins with the number and the scheme of its run, also where only text is read', () => {
    const view = showing('decide', 'verifying');
    for (const state of [runs.awaiting, runs.running, runs.verifying, runs.needsHuman, runs.failed, runs.rejected]) {
      const posts = told(state({ incident }), view).filter((surface) => surface.key !== key('requested'));
      expect(posts.length).toBeGreaterThan(0);
      for (const surface of posts) {
        const { text } = messageOf(posts, surface.key);
        expect(rendered(messageOf(posts, surface.key))).toMatch(/^20261120-7kq2m · wechat-backend · 方案 A/);
        expect(text).toMatch(/^20261120-7kq2m · wechat-backend · 方案 A/);
      }
    }
  });

  test('the deciders are called by name once the request can be read, and let go when it is decided', () => {
    expect(post(runs.awaiting({ incident }), 'decide')).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      🔔 请决定：CTO @U0ZHANG3 或 技术总监 @U0LI4，请批准或拒绝。P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。
      回滚消息：在 #C0INCIDENT"
    `);
    const unread = { ...showing(), delivered: new Set(['card']) };
    expect(told(runs.awaiting({ incident }), unread).map((surface) => surface.key)).toEqual([key('requested')]);
    const decided = post(runs.running({ ...english, incident }), 'decide', showing('decide'));
    expect(decided).toContain('Nothing left to decide. Approved by: @U0LI4');
    expect(decided).not.toContain('@U0ZHANG3');
  });

  test('a run that goes well tells its start, its verification and its end', () => {
    expect(post(runs.running({ incident }), 'decided')).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      ▶️ 已批准，开始回滚。预计耗时：1 分钟内。
      批准人：@U0LI4（技术总监，2026-11-20 03:12:06 UTC+08:00 · 您当地 ⟨date⟩）
      回滚消息：在 #C0INCIDENT"
    `);
    expect(post(runs.verifying({ incident }), 'verifying')).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      🔎 步骤已全部完成，开始验证。（03:12:10）"
    `);
    expect(post(runs.succeeded({ incident }), 'finished')).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      ✅ 回滚成功
      步骤全部完成，验证全部通过。
      回滚记录在回滚消息的消息列里。
      回滚消息：在 #C0INCIDENT"
    `);
  });

  test('that verification began is not told once it is over; where it was told it stays', () => {
    const names = (view: View) => told(runs.succeeded({ incident }), view).map((surface) => surface.key);
    expect(names(showing())).not.toContain(key('verifying'));
    expect(names(showing('verifying'))).toContain(key('verifying'));
  });

  test('that it started is told only while it goes on; where it was told it stays', () => {
    for (const build of [runs.succeeded, runs.failed, runs.needsHuman]) {
      const names = (view: View) => told(build({ incident }), view).map((surface) => surface.key);
      expect(names(showing())).not.toContain(key('decided'));
      expect(names(showing('decided'))).toContain(key('decided'));
    }
    expect(told(runs.verifying({ incident })).map((surface) => surface.key)).toContain(key('decided'));
  });

  test('an unknown step calls those who must choose, and is settled when it is known', () => {
    expect(post(runs.needsHuman({ ...english, incident }), 'unknown')).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · Scheme A: Switch the v2 features off
      ❓ Result unknown. A person must decide how to go on.
      Nobody knows how step 1 of 2 (Switch all v2 flags off) ended. The command was delivered at 03:12:07. We heard nothing from the host after that. It may have run fully, partly, or not at all. It may still be running on the host.
      @U0ZHAO6 @U0LI4, please choose how to go on, on the rollback message.
      Rollback message: in #C0INCIDENT"
    `);
    expect(post(runs.succeeded({ incident }), 'unknown', showing('unknown'))).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      结果未知的步骤已处理
      关闭所有 v2 功能开关 · 完成 · 0.4 秒
      确认开关已全部关闭 · 完成 · 0.4 秒"
    `);
  });

  test('a rejection says why, when the decider said so', () => {
    const rejected = runs.rejected({ incident });
    expect(post(rejected, 'decided')).not.toContain('拒绝原因');
    const { decision } = rejected;
    if (!decision) throw new Error('it was decided');
    expect(post({ ...rejected, decision: { ...decision, reason: '先扩容' } }, 'decided')).toContain('拒绝原因：先扩容');
    expect(told(rejected).map((surface) => surface.key)).not.toContain(key('finished'));
  });

  test('only the start and the end of what was approved are also shown in the channel', () => {
    const shown = (state: RunState) =>
      told(state, showing('decide', 'decided', 'verifying', 'unknown')).flatMap((surface) =>
        surface.place.broadcast ? [surface.key] : [],
      );
    expect(shown(runs.succeeded({ incident }))).toEqual([key('decided'), key('finished')]);
    for (const state of [runs.rejected, runs.expired, runs.withdrawn, runs.refused])
      expect(shown(state({ incident }))).toEqual([]);
  });
});

describe('a thread linked later', () => {
  const moved = { ...incident, thread: '1763580009.000200' };

  test('gets a headline of its own; the other one becomes a pointer, and its milestones stay', () => {
    const view = {
      ...showing('requested', 'decided'),
      threadAddress: ({ thread }: typeof moved) => `https://x/${thread}`,
    };
    const posts = told(runs.running({ incident: moved }), view);
    expect(rendered(messageOf(posts, key('requested', moved.thread)))).toContain('▶️ 正在回滚');
    expect(rendered(messageOf(posts, key('requested')))).toMatchInlineSnapshot(`
      "20261120-7kq2m · wechat-backend · 方案 A：特性开关回滚
      ➡️ 之后的进展改在另一个消息列里通知。
      打开那个消息列"
    `);
    expect(posts.map((surface) => surface.key)).not.toContain(key('decided'));
  });

  test('is told of the start as well; the channel, where it was told before, is not told again', () => {
    const start = (view: View) =>
      told(runs.running({ incident: moved }), view).find((surface) => surface.key === key('decided', moved.thread));
    expect(start(showing('requested', 'decided'))?.place).toEqual(moved);
    expect(start(showing('requested'))?.place).toEqual({ ...moved, broadcast: true });
  });

  test('leaves no call standing in the other one: what was asked there is settled there', () => {
    const view = showing('requested', 'decide', 'unknown');
    const there = (state: RunState, name: string) => rendered(messageOf(told(state, view), key(name)));
    expect(there(runs.awaiting({ incident: moved }), 'decide')).toContain('🔔 请决定');
    expect(there(runs.running({ incident: moved }), 'decide')).toContain('不用再决定。批准人：@U0LI4');
    expect(there(runs.needsHuman({ incident: moved }), 'unknown')).toContain('请到回滚消息上选择');
    expect(there(runs.succeeded({ incident: moved }), 'unknown')).toContain('结果未知的步骤已处理');
    const names = told(runs.awaiting({ incident: moved }), showing('requested')).map((surface) => surface.key);
    expect(names).not.toContain(key('decide'));
  });
});

test('Slack takes every post, however long the texts are', () => {
  const long = { reason: '长'.repeat(500), incident };
  for (const build of Object.values(runs)) {
    for (const language of ['zh-CN', 'en'] as const) {
      for (const surface of told(build({ ...long, language }), showing('decide', 'verifying', 'unknown'))) {
        if (surface.kind !== 'message') throw new Error('a file in the incident thread');
        expect(checkBlocks([...surface.message.blocks], 'message').problems).toEqual([]);
      }
    }
  }
});
