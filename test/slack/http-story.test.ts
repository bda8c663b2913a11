import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotProcess, createBot } from '../../sandbox/demo/bot-process.js';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { freePort } from '../../sandbox/systems/free-port.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { WECHAT_ANSWERS, walk } from '../e2e/walk.js';
import { SIGNING_SECRET } from './signed.js';

/** Makes a process forget to catch something when it is told to by SIGUSR2, as a client library may. NODE_OPTIONS bears no spaces. */
const FORGETFUL = `data:text/javascript,process.on('SIGUSR2',()=>{Promise.reject(Error('hiccup'))})`;

// The real bot as a process in HTTP mode, from the request to the record.
let stage: Stage;
let bot: BotProcess;
let publicPage: string;
let ownPage: string;

beforeAll(async () => {
  const [port, watched] = [await freePort(), await freePort()];
  [publicPage, ownPage] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${watched}`];
  const delivery = { kind: 'http', url: `${publicPage}/slack/events`, signingSecret: SIGNING_SECRET } as const;
  stage = await raiseStage({ systems: ['wechat-backend'], bot: 'none', delivery });
  const { SLACK_APP_TOKEN: _, ...env } = stage.botEnv;
  const http = { SLACK_SIGNING_SECRET: SIGNING_SECRET, PORT: `127.0.0.1:${port}`, BACKOUT_LISTEN: String(watched) };
  bot = createBot({ ...env, ...http, LOG_LEVEL: 'trace', NODE_OPTIONS: `--import=${FORGETFUL}` });
  bot.start();
  const isReady = async () => (await fetch(`${publicPage}/healthz`).catch(() => undefined))?.ok ?? false;
  await waitUntil(isReady, { what: 'the bot to take requests' });
}, 90_000);
afterAll(async () => {
  await bot?.stop();
  await stage?.close();
});

it('takes a rollback from the request to the record without a connection of its own', async () => {
  const { people } = stage;
  expect(await people.connections()).toBe(0);
  const [ops] = await people.channels();
  const channel = ops?.id ?? '';
  const card = await walk({ people, channel, command: 'scheme-a', severity: 'P0', answers: WECHAT_ANSWERS });
  expect(card).toContain('回滚成功');
  expect((await stage.system.observe()).diagnosisWorks).toBe(true);
  await people.waitFor(async () => (await people.files()).length >= 2, { what: 'the record', timeoutMs: 20_000 });
  expect(await people.violations()).toEqual([]);
}, 180_000);

it('tells strangers no more than whether it is well', async () => {
  expect(await (await fetch(`${publicPage}/healthz`)).json()).toEqual({ ok: true });
  expect((await fetch(`${publicPage}/metrics`)).status).toBe(404);
  expect(await (await fetch(`${ownPage}/healthz`)).json()).toEqual({
    ok: true,
    slack: { connected: true },
    journal: { writable: true },
    runs: { open: 0 },
    problems: [],
  });
});

it('counts what happened', async () => {
  const text = await (await fetch(`${ownPage}/metrics`)).text();
  const counted = (series: string) => Number(new RegExp(`^${series} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  expect(counted('backout_runs_closed_total{system="wechat-backend",outcome="succeeded"}')).toBe(1);
  expect(counted('backout_decision_seconds_count{system="wechat-backend",verdict="approved"}')).toBe(1);
  expect(counted('backout_steps_ended_total{system="wechat-backend",status="succeeded"}')).toBeGreaterThan(0);
  expect(counted('backout_journal_append_seconds_count{outcome="written"}')).toBeGreaterThan(8);
  expect(counted('backout_host_calls_total{target="app",call="ensure",outcome="answered"}')).toBeGreaterThan(0);
  expect(counted('backout_slack_calls_total{method="chat.update",outcome="ok"}')).toBeGreaterThan(0);
  expect(counted('backout_slack_calls_total{method="upload",outcome="ok"}')).toBeGreaterThan(0);
  expect(counted('backout_slack_ack_seconds_count{kind="view"}')).toBeGreaterThan(0);
  expect(counted('backout_slack_connections')).toBe(1);
  expect(text).toContain('process_resident_memory_bytes');
});

it('names no person, no run and no secret in its metrics', async () => {
  const text = await (await fetch(`${ownPage}/metrics`)).text();
  expect(text).not.toMatch(/U0[A-Z0-9]+|C0[A-Z]+|\d{8}-[a-z0-9]{5}/);
});

it('logs every turn of the run as one line, and nothing that is secret or was typed', () => {
  const turns = bot.lines.flatMap((line) => {
    const told = JSON.parse(line) as Record<string, string>;
    return told.msg === 'run' && Number(told.level) === 30 ? [told] : [];
  });
  const phases = [...new Set(turns.map(({ phase }) => phase))];
  expect(phases).toEqual(['preparing', 'awaiting-approval', 'running', 'verifying', 'closing', 'closed']);
  expect(turns.at(-1)).toMatchObject({ system: 'wechat-backend', scheme: 'a', outcome: 'succeeded' });
  expect(turns.filter(({ status }) => status === 'succeeded').map(({ step }) => step).length).toBeGreaterThan(0);

  const log = bot.lines.join('\n');
  const secrets = [SIGNING_SECRET, stage.slack.botToken, stage.slack.appToken, stage.system.adminKey];
  for (const secret of [...secrets, '演练', '全部用户']) expect(log).not.toContain(secret);
});

it('outlives what somebody forgot to catch', async () => {
  process.kill(bot.pid ?? 0, 'SIGUSR2');
  const isSaid = () =>
    bot.lines.some((line) => line.includes('nobody handled this failure') && line.includes('hiccup'));
  await waitUntil(async () => isSaid(), { what: 'the log to say it' });
  expect(await (await fetch(`${publicPage}/healthz`)).json()).toEqual({ ok: true });
});

it('stops in good order', async () => {
  await bot.kill('SIGTERM');
  expect(bot.ended).toBe('exit code 0');
});
