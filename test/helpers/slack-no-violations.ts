import { afterAll, expect } from 'vitest';
import { closed } from '../../sandbox/slack/closed.js';
import type { Violation } from '../../sandbox/slack/model.js';

// Set up for every suite: whatever local Slack it started, the bot broke none of Slack's rules by the end. A suite that
// breaks one on purpose clears it away. The judge's own suites are about broken rules.
const broken: Violation[] = [];
const note = (violations: unknown) => void broken.push(...(violations as Violation[]));
const isJudgesOwn = expect.getState().testPath?.includes('test/sandbox/slack/');

if (!isJudgesOwn) closed.subscribe(note);
afterAll(() => {
  closed.unsubscribe(note);
  expect(broken.splice(0), 'rules of Slack that were broken').toEqual([]);
});
