import { WebClient } from '@slack/web-api';
import { expect, it } from 'vitest';
import { startSlack } from '../../sandbox/slack/workspace.js';
import { Secret } from '../../src/domain/secret.js';
import { createLog } from '../../src/health/log.js';

const TOKEN = 'xoxb-1-a-token-of-a-test';
const SIGNING = '0123456789abcdef0123456789abcdef';

function listening() {
  const lines: string[] = [];
  const log = createLog('trace', [new Secret(TOKEN), new Secret(SIGNING)], { write: (line) => void lines.push(line) });
  return { log, lines };
}

it('takes every known secret out of a line, wherever it stands', () => {
  const { log, lines } = listening();
  log.info({ env: { SLACK_BOT_TOKEN: TOKEN } }, `the secret is ${SIGNING}`);
  log.error({ err: new Error(`refused ${TOKEN}`, { cause: new Error(Buffer.from(SIGNING).toString('base64')) }) }, 'x');
  log.warn({ url: `https://a.example/?token=${encodeURIComponent(TOKEN)}`, header: `Bearer ${SIGNING}` }, 'x');
  expect(lines).toHaveLength(3);
  for (const line of lines) {
    expect(line).toContain('[redacted]');
    expect(() => JSON.parse(line)).not.toThrow();
    expect(line).not.toMatch(/a-token-of-a-test|0123456789abcdef|MDEyMzQ1Njc4/);
  }
});

it('takes out what looks like a token although nobody named it', () => {
  const { log, lines } = listening();
  log.info('somebody else’s xoxp-2-abcdefghijk and xapp-1-A0-abcdefghijk');
  expect(lines.join()).not.toContain('abcdefghijk');
});

it('logs the words of a client’s error, not what was sent and answered', async () => {
  const slack = await startSlack();
  const client = new WebClient('xoxb-not-this-one', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } });
  const error = await client.chat
    .postMessage({ channel: 'C0', text: '诊断任务卡死' })
    .catch((refused: unknown) => refused);
  await slack.close();
  const { log, lines } = listening();
  log.error({ err: error }, 'x');
  const { err } = JSON.parse(lines[0] ?? '{}');
  expect(err.message).toContain('invalid_auth');
  expect(Object.keys(err).sort()).toEqual(['code', 'message', 'stack', 'type']);
});

it('logs what is thrown and is no error', () => {
  const { log, lines } = listening();
  log.error({ err: 'a word' }, 'x');
  expect(JSON.parse(lines[0] ?? '{}').err).toEqual({ message: 'a word' });
});
