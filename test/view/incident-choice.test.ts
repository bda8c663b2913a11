import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/blocks/check.js';
import { LANGUAGES } from '../../src/domain/text.js';
import { decode } from '../../src/view/actions.js';
import { choiceOpener, parseChoiceContext, schemeModal, systemModal } from '../../src/view/incident/choice-modals.js';
import type { Modal } from '../../src/view/surface.js';
import { s1System } from '../helpers/choices.js';
import { s2System } from '../helpers/engine.js';
import { rendered, renderedModal } from '../helpers/rendered.js';
import { wholePlan } from '../helpers/whole-plans.js';

const site = s1System();
const backend = s2System({ plan: wholePlan('wechat-backend') });
/** What Slack would find wrong with a dialog. */
const problemsOf = ({ title, submit, close, blocks }: Modal) => {
  const text = (words: string) => ({ type: 'plain_text', text: words });
  const sent = submit === undefined ? {} : { submit: text(submit) };
  return checkView({ type: 'modal', title: text(title), close: text(close), ...sent, blocks: [...blocks] });
};

const incident = { channel: 'C0INCIDENT', thread: '1763580000.000100' };
const asked = { channel: 'C0INCIDENT', incident, reason: '诊断任务全部卡死' };

test('the schemes are told with when to use them, the recommended one first', () => {
  const schemes = [...site.plan.schemes].reverse();
  const turned = { ...site, plan: { ...site.plan, schemes } };
  expect(renderedModal(schemeModal(turned, undefined, asked, 'zh-CN'))).toMatchInlineSnapshot(`
    "# 发起回滚
    meiyueart · 部署回滚方案
    用哪个方案？:
      ( ) 方案 1：自动回滚（⭐ 推荐） – 部署机与部署脚本可用
      ( ) 方案 3：应急回滚 – 紧急情况，快速回滚核心功能
      ( ) 方案 2：手动回滚 – 标准做法：直接在生产环境恢复备份文件
    ~ 原因取自这条消息：诊断任务全部卡死
    ~ 现在不会执行任何命令：接下来填写申请，由决策人批准后才开始。进展会在那条消息的消息列里通知。
    [下一步] [取消]"
  `);
  expect(renderedModal(schemeModal(backend, undefined, { channel: 'C0INCIDENT' }, 'en'))).toMatchInlineSnapshot(`
    "# Roll back
    wechat-backend · Phase-one rollback plan
    By which scheme?:
      ( ) Scheme A: Switch the v2 features off (⭐ recommended) – The new v2 features cause the problem; The v1 code is still in the system;…
      ( ) Scheme B: Roll the code back – Switching the features off does not help; The v1 and v2 code do not live s…
      ( ) Scheme C: Roll the database back – The schema changed incompatibly; Data is damaged; The other schemes do not…
    ~ Nothing runs yet: the request comes next, and a decider must approve it.
    [Next] [Cancel]"
  `);
});

test('several systems are told apart by name and title', () => {
  expect(renderedModal(systemModal([backend, site], asked, 'zh-CN'))).toMatchInlineSnapshot(`
    "# 发起回滚
    要回滚哪个系统？:
      ( ) wechat-backend – 阶段一回滚方案
      ( ) meiyueart – 部署回滚方案
    ~ 原因取自这条消息：诊断任务全部卡死
    ~ 现在不会执行任何命令：接下来填写申请，由决策人批准后才开始。进展会在那条消息的消息列里通知。
    [下一步] [取消]"
  `);
});

test('with a rollback open it says so, and another one can still be chosen', () => {
  const modal = schemeModal(site, '20261120-7kq2m', asked, 'en');
  expect(modal.submit).toBe('Next');
  expect(rendered(modal)).toContain('A rollback is open already (20261120-7kq2m)');
});

test('what the dialogs remember survives the way through Slack, and what is not ours is nothing', () => {
  const { metadata } = schemeModal(site, undefined, asked, 'zh-CN');
  expect(parseChoiceContext(metadata)).toEqual({ ...asked, system: 'meiyueart' });
  for (const other of ['', '{}', 'null', '[]', '{"channel":1}']) expect(parseChoiceContext(other)).toBeUndefined();
});

test('the button for them carries the message’s thread and words, however long', () => {
  const value = (context: typeof asked) => {
    const buttons = JSON.stringify(choiceOpener(context, 'zh-CN').blocks).match(/"value":("(?:[^"\\]|\\.)*")/);
    return decode('choose-rollback', JSON.parse(buttons?.[1] ?? '""'));
  };
  expect(value(asked)).toEqual({ thread: incident.thread, reason: asked.reason });
  const long = { ...asked, reason: '"\\'.repeat(250) };
  expect(value(long)).toEqual({ thread: incident.thread, reason: long.reason });
});

test('Slack takes them, however many there are and however long the words', () => {
  const [scheme] = site.plan.schemes;
  if (!scheme) throw new Error('S1 has schemes');
  const schemes = Array.from({ length: 30 }, (_, index) => ({ ...scheme, key: `k${index}`, title: '长'.repeat(200) }));
  const many = { ...site, plan: { ...site.plan, title: '长'.repeat(200), schemes } };
  const long = { ...asked, reason: '"\\'.repeat(250) };
  for (const language of LANGUAGES) {
    for (const modal of [
      schemeModal(many, undefined, long, language),
      schemeModal(many, '20261120-7kq2m', long, language),
      systemModal(
        Array.from({ length: 12 }, () => many).map((each, index) => ({
          ...each,
          plan: { ...each.plan, name: `s${index}` },
        })),
        long,
        language,
      ),
    ]) {
      expect(problemsOf(modal)).toEqual([]);
    }
    expect(rendered(choiceOpener(asked, language))).toMatch(/\[.+\]/);
  }
});
