import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { problemLine } from '../src/config/config-problem.js';
import { readConfig } from '../src/config.js';
import { INVENTORY, PLAN } from './config/inventory-text.js';

const folder = await mkdtemp(join(tmpdir(), 'backout-config-'));
const file = join(folder, 'backout.yaml');
await writeFile(file, INVENTORY);
await mkdir(join(folder, 'plans'));
await writeFile(join(folder, 'plans/wechat-backend.yaml'), PLAN);
afterAll(() => rm(folder, { recursive: true }));

const COMPLETE = { BACKOUT_CONFIG: file, SLACK_BOT_TOKEN: 'xoxb-1-secret', SLACK_APP_TOKEN: 'xapp-1-secret' };

async function problemsOf(env: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const reading = await readConfig(env);
  return reading.ok ? [] : reading.problems.map((problem) => problemLine(problem, 'en'));
}

describe('readConfig', () => {
  it('joins environment and inventory, and shows no token', async () => {
    const reading = await readConfig({ ...COMPLETE, LOG_LEVEL: 'debug' });

    if (!reading.ok) throw new Error(reading.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
    expect(reading.value).toMatchObject({
      environment: 'production',
      journalFile: join(folder, 'data/backout.db'),
      slack: { team: 'T0BACKOUT' },
      logLevel: 'debug',
    });
    expect(reading.value.slack.botToken.reveal()).toBe('xoxb-1-secret');
    const { transport } = reading.value.slack;
    expect(transport.kind === 'socket' && transport.appToken.reveal()).toBe('xapp-1-secret');
    expect(reading.value.slack.apiUrl).toBeUndefined();
    expect(inspect(reading, { depth: 9 }) + JSON.stringify(reading)).not.toContain('-secret');
  });

  it('reports everything that is missing at once, and where to get it', async () => {
    expect(await problemsOf({ BACKOUT_CONFIG: join(folder, 'none.yaml'), LOG_LEVEL: 'loud' })).toEqual([
      'SLACK_BOT_TOKEN: is not set; get it at api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token. To try Backout without Slack: npm run demo',
      'SLACK_APP_TOKEN: is not set; get it at api.slack.com/apps → your app → Basic Information → App-Level Tokens, with the scope connections:write. To try Backout without Slack: npm run demo',
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent',
      expect.stringContaining('none.yaml: the file does not exist; set BACKOUT_CONFIG'),
    ]);
  });

  it('reports mistakes of the environment, of the inventory and against the plans in one round', async () => {
    const wrong = join(folder, 'wrong.yaml');
    const text = INVENTORY.replace('C0INCIDENT', '"#incident"').replace('cto: [U0ZHANG3]', 'cfo: []');
    await writeFile(wrong, text.replace(/ {4}secrets:.*$/s, ''));
    const problems = await problemsOf({ ...COMPLETE, LOG_LEVEL: 'loud', BACKOUT_CONFIG: wrong });

    expect(problems.map((line) => line.replace(`${folder}/`, ''))).toEqual([
      expect.stringMatching(/^LOG_LEVEL: /),
      expect.stringMatching(/^wrong\.yaml:9:16: write the channel id/),
      expect.stringMatching(/^wrong\.yaml:13:7: name at least one person/),
      expect.stringMatching(/^wrong\.yaml:13:7: the plan wechat-backend has no role cfo; write cto/),
      expect.stringMatching(/^wrong\.yaml:12:5: role cto is missing/),
      expect.stringMatching(/^wrong\.yaml:8:3: secret ADMIN_KEY is missing/),
    ]);
  });

  it('takes a section under a mistyped key for one mistake, not for many', async () => {
    const wrong = join(folder, 'mistyped.yaml');
    await writeFile(wrong, INVENTORY.replace('variables:', 'variable:'));

    expect(await problemsOf({ ...COMPLETE, BACKOUT_CONFIG: wrong })).toEqual([
      expect.stringMatching(/:19:5: unknown key variable; write variables$/),
    ]);
  });

  it('names what does not fit the plans even while the tokens are missing, and beside a broken plan', async () => {
    const wrong = join(folder, 'unfit.yaml');
    await writeFile(wrong, INVENTORY.replace('BACKUP_DIR', 'BACKUPS_DIR').replace('plans: ./plans', 'plans: ./mixed'));
    await mkdir(join(folder, 'mixed'));
    await writeFile(join(folder, 'mixed/a.yaml'), PLAN);
    await writeFile(
      join(folder, 'mixed/b.yaml'),
      PLAN.replace("version: '1'", 'version: 1').replace('wechat', 'weibo'),
    );

    const problems = await problemsOf({ BACKOUT_CONFIG: wrong });
    expect(problems.map((line) => line.split(/: |;/)[0]?.replace(`${folder}/`, ''))).toEqual([
      ...['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'mixed/b.yaml:3:1', 'unfit.yaml:22:7', 'unfit.yaml:19:5'],
    ]);
  });

  it('refuses tokens that were swapped, without repeating them', async () => {
    const swapped = { SLACK_BOT_TOKEN: COMPLETE.SLACK_APP_TOKEN, SLACK_APP_TOKEN: COMPLETE.SLACK_BOT_TOKEN };
    const problems = await problemsOf({ ...COMPLETE, ...swapped });

    expect(problems.map((line) => line.split(';')[0])).toEqual([
      'SLACK_BOT_TOKEN: must start with xoxb-',
      'SLACK_APP_TOKEN: must start with xapp-',
    ]);
    expect(problems.join()).not.toContain('secret');
  });

  it.each([
    ['http://127.0.0.1:4000/api', 'http://127.0.0.1:4000/api/'],
    ['https://slack-gov.com/api/', 'https://slack-gov.com/api/'],
  ])('takes %s for Slack', async (url, apiUrl) => {
    expect(await readConfig({ ...COMPLETE, SLACK_API_URL: url })).toMatchObject({ value: { slack: { apiUrl } } });
  });

  it.each(['slack.com', 'http://slack.example/api/', 'http://127.0.0.1.evil.example/', 'file:///etc/passwd'])(
    'sends no token to %s',
    async (url) => {
      expect(await problemsOf({ ...COMPLETE, SLACK_API_URL: url })).toEqual([
        expect.stringMatching(/^SLACK_API_URL: /),
      ]);
    },
  );

  it('reads the private certificates, or says where the file is named', async () => {
    const trusting = join(folder, 'trusting.yaml');
    await writeFile(trusting, INVENTORY.replace('plans:', 'certificates: ./ca.pem\nplans:'));
    expect(await problemsOf({ ...COMPLETE, BACKOUT_CONFIG: trusting })).toEqual([
      expect.stringContaining(`${trusting}:4:1: ${join(folder, 'ca.pem')} does not exist`),
    ]);

    await writeFile(join(folder, 'ca.pem'), 'PEM');
    expect(await readConfig({ ...COMPLETE, BACKOUT_CONFIG: trusting })).toMatchObject({
      value: { certificates: 'PEM' },
    });
  });
});
