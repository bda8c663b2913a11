import { expect, it } from 'vitest';
import { largeGroupAwaiting, largeGroupBroken, largeGroupRunning, largeGroupTried } from '../../gallery/tales/hosts.js';
import type { RunState } from '../../src/run/state.js';
import { divider } from '../../src/view/blocks.js';
import { isShortened } from '../../src/view/card-progress.js';
import { dryRunMessages } from '../../src/view/dry-run.js';
import { message } from '../../src/view/message.js';
import { sceneOf } from '../../src/view/scene.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { messageOf, rendered } from '../helpers/rendered.js';

const LANGUAGES = ['en', 'zh-CN'] as const;
const shown = (state: RunState, ...delivered: readonly string[]) =>
  surfacesOf(state, { now: 0, delivered: new Set(['card', 'request-file', ...delivered]) });
const card = (state: RunState) => rendered({ blocks: messageOf(shown(state), 'card').blocks });

it('tells a decider which of sixty hosts is first, and which pre-check did not pass', () => {
  expect(card(largeGroupAwaiting('en'))).toMatch(/Host by host: app-1 first, as the canary, then app-2/);
  expect(card(largeGroupAwaiting('zh-CN'))).toMatch(/逐台执行：先 app-1（金丝雀），再 app-2/);
  for (const language of LANGUAGES) expect(card(largeGroupAwaiting(language))).toMatch(/❌ app-41 · /);
});

it('shows which of sixty hosts is at work, and counts the others', () => {
  const said = card(largeGroupRunning('en'));
  expect(said).toContain('🔄 app-41 (deploy@10.0.1.50) · running');
  expect(said).toContain('✅ done: 40 hosts');
  expect(said).toContain('⬜ waiting: 19 hosts');
  expect(card(largeGroupRunning('zh-CN'))).toContain('✅ 完成：40 台主机');
});

it('says on which of sixty hosts it failed, and what each way on means', () => {
  const said = card(largeGroupBroken('en'));
  expect(said).toContain('❌ app-41 (deploy@10.0.1.50) · failed');
  expect(said).toContain('• Undo now · ');
  expect(said).toMatch(/error: Steps 181 of 240 done/);
});

it('lists in the thread whatever a card lost to the limits of Slack', () => {
  const { blocks } = message(
    '',
    Array.from({ length: 60 }, () => divider()),
  );
  expect(isShortened({ text: '', blocks }, sceneOf(largeGroupRunning('en'), { now: 0, delivered: new Set() }))).toBe(
    true,
  );
});

it('lists every step below the card, however many there are', () => {
  const state = largeGroupRunning('en');
  const pages = shown(state).filter(({ key }) => key === 'rows' || key.startsWith('rows:'));
  const said = pages.map((page) => (page.kind === 'message' ? rendered({ blocks: page.message.blocks }) : '')).join();
  for (const [index, { title }] of state.steps.entries()) {
    expect(said).toContain(`${index + 1}. ${typeof title === 'string' ? title : title.en}`);
  }
});

it('says in a dry run what did not pass, and that the steps follow whole', () => {
  const [first] = dryRunMessages(largeGroupTried('en'), 'en');
  const said = rendered({ blocks: first.blocks });
  expect(said).toContain('❌ app-41 · No errors in the last 100 lines of the error log · did not pass');
  expect(said).toContain('301/303 passed');
  expect(said).toContain('20. app-20 · ');
  expect(said).toContain('… and 220 more, told whole below.');
  expect(said).toContain('… and 115 more, told whole below.');
});
