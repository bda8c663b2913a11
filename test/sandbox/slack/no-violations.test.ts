import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { closed } from '../../../sandbox/slack/closed.js';
import type { Violation } from '../../../sandbox/slack/model.js';
import { startSlack } from '../../../sandbox/slack/workspace.js';

const told: Violation[][] = [];
const note = (violations: unknown) => void told.push(violations as Violation[]);
closed.subscribe(note);
afterAll(() => closed.unsubscribe(note));

it('tells, when it closes, which rules were broken', async () => {
  const slack = await startSlack();
  const body = new URLSearchParams({ channel: 'C0INCIDENT' });
  await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    body,
  });
  await slack.close();
  expect(told.map((each) => each.map(({ rule }) => rule))).toEqual([['no-text']]);
});

it('is listened to by every kind of suite there is', () => {
  const configs = readdirSync('.').filter((name) => /^vitest\..*ts$/.test(name));
  expect(configs.length).toBeGreaterThan(2);
  for (const config of configs) expect(readFileSync(config, 'utf8')).toContain('slack-no-violations.ts');
});
