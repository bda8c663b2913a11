import { expect, test } from 'vitest';
import { dispatch, isOpen } from '../../commands/dispatch.js';
import { failed } from '../../src/domain/result.js';
import { LANGUAGES, type Language } from '../../src/domain/text.js';
import type { Engine } from '../../src/engine/engine.js';
import type { Door } from '../../src/view/door.js';
import { fakeEngine, s2System } from '../helpers/engine.js';
import { rendered } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

/** Everything that is said in answer to this, dialogs' openers included. */
async function said(text: string, door: Door, engine: Engine = fakeEngine({}), language: Language = 'zh-CN') {
  const typed = { text, door, by: 'U0ZHAO6', channel: 'C0INCIDENT', language, now: T0 };
  const first = await dispatch(typed, engine);
  const answer = first.kind === 'later' ? await first.answer() : first;
  if (answer.kind === 'file' || answer.kind === 'later') throw new Error(`a ${answer.kind}, not a message`);
  const messages = answer.kind === 'modal' ? [answer.opener] : [answer.message, ...(answer.more ?? [])];
  return messages.map((message) => `${message.text}\n${rendered(message)}`).join('\n');
}

const EVERYTHING = ['help', 'status', 'schemes', 'list-backups', 'scheme-a', 'scheme-z', 'contacts', 'record r-9'];
const WRONG = ['stauts', 'deploy', 'record', 'review r-9', 'status nowhere', 'list-backups nowhere'];
const gone = fakeEngine({ runs: [runs.running()], backups: failed({ code: 'backup.missing', at: 'database' }) });

test('nothing that is said in a thread has to be typed as a slash command, which Slack does not offer there', async () => {
  for (const language of LANGUAGES)
    for (const engine of [fakeEngine({}), gone, fakeEngine({ systems: [] })])
      for (const text of [...EVERYTHING, ...WRONG, ''])
        expect(await said(text, 'mention', engine, language), text).not.toContain('/rollback');
});

test('the same is named as it is typed in a channel', async () => {
  expect(await said('status', 'slash')).toContain('输入 /rollback help 查看命令');
  expect(await said('status', 'mention')).toContain('输入 @Backout help 查看命令');
  expect(await said('list-backups', 'mention', gone)).toContain('输入 @Backout list-backups 查看现有备份和原因');
  expect(await said('review r-9', 'mention', gone)).toContain('@Backout status');
});

test('a mention alone says in short what runs, and offers what comes next', async () => {
  expect(await said('', 'mention', fakeEngine({ runs: [runs.awaiting()] }))).toContain(
    '有 1 个回滚正在进行或等待中。\n' +
      '• 20261120-7kq2m wechat-backend · 方案 A：特性开关回滚：请 CTO 或 技术总监 批准或拒绝。P0 要求 5 分钟内响应；申请在 03:27:05 UTC+08:00 失效 · 您当地 ⟨date⟩。\n' +
      '[查看状态] [选择方案] [查看备份] [联系人]',
  );
  expect(await said('', 'mention', undefined, 'en')).toContain('No rollback is running or waiting.');
  expect(await said('', 'slash')).toBe(await said('help', 'slash'));
});

test('a mention alone tells of the channel’s systems only', async () => {
  const elsewhere = fakeEngine({ systems: [s2System({ channels: ['C0OTHER'] })], runs: [runs.awaiting()] });
  expect(await said('', 'mention', elsewhere)).not.toContain('20261120-7kq2m');
});

test('help is for everybody, what runs is not', () => {
  expect([isOpen('help', 'mention'), isOpen('', 'slash'), isOpen('帮助', 'slash')]).toEqual([true, true, true]);
  expect([isOpen('', 'mention'), isOpen('  ', 'mention'), isOpen('status', 'mention')]).toEqual([false, false, false]);
});
