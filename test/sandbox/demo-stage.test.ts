import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { raiseStage, type Stage } from '../../sandbox/demo/stage.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';

let stage: Stage;

beforeAll(async () => {
  stage = await raiseStage({ bot: 'none' });
});
afterAll(() => stage?.close());

test('the inventory binds the plan to the host, with key, known_hosts and secret beside it', () => {
  const { box, system, directory } = stage;
  const inventory = parse(readFileSync(stage.inventoryFile, 'utf8'));
  expect(inventory).toMatchObject({ environment: 'sandbox', language: 'zh-CN', slack: { team: 'T0BACKOUT' } });
  const entry = inventory.systems['wechat-backend'];
  expect(entry.targets.app).toMatchObject({ host: '127.0.0.1', port: box.port, user: 'deploy' });
  expect(entry.variables).toMatchObject({ API: system.url, BACKUP_DIR: system.files.backups });
  expect(readFileSync(join(directory, entry.secrets.ADMIN_KEY.file), 'utf8').trim()).toBe(system.adminKey);
  expect(readFileSync(join(directory, 'known_hosts'), 'utf8')).toContain(`[127.0.0.1]:${box.port} ssh-ed25519`);
  expect(stage.botEnv).toMatchObject({ BACKOUT_CONFIG: stage.inventoryFile, SLACK_API_URL: stage.slack.apiUrl });
});

test('the side panel shows the broken systems, their hosts and that the bot is not running', async () => {
  const state = await (await fetch(`${stage.slack.url}/production/state`)).json();
  expect(state).toMatchObject({
    systems: [
      {
        name: 'wechat-backend',
        hosts: [{ name: 'app', address: `deploy@127.0.0.1:${stage.box.port}` }],
        healthy: false,
      },
      {
        name: 'meiyueart',
        hosts: [
          { name: 'web', address: `user@127.0.0.1:${stage.meiyueart.box.port}` },
          { name: 'control', address: `deploy@127.0.0.1:${stage.meiyueart.control.port}` },
        ],
        healthy: false,
      },
    ],
    bot: { running: false },
    actions: [{ id: 'start-bot' }],
  });
  const { facts, actions } = state.systems[0];
  expect(facts).toContainEqual({
    label: { 'zh-CN': '诊断（模拟用户）', en: 'Diagnosis (stand-in users)' },
    value: { 'zh-CN': '失败', en: 'fails' },
    ok: false,
  });
  const headOf = ({ found }: { found: { id: string; items: { name: string; value: string }[] }[] }) =>
    found.find(({ id }) => id === 'code')?.items[0];
  expect(headOf(state.systems[0])).toMatchObject({ name: 'HEAD', value: expect.stringMatching(/^v2\.0\.0-phase1 · /) });
  expect(Date.now() - Date.parse(state.startedAt)).toBeLessThan(60_000);
  const idsOf = (all: { id: string }[]) => all.map(({ id }) => id);
  expect(idsOf(actions)).toEqual(['break', 'break-api', 'break-data']);
  const ofMeiyueart = idsOf(state.systems[1].actions);
  expect(ofMeiyueart).toEqual(['release', 'referrer', 'password', 'crash'].map((what) => `meiyueart-${what}`));
});

test('the side panel can break the system again; pages of other sites cannot', async () => {
  await switchFlagsOff();
  const sees = (flags: string) => async () => (await stage.system.observe()).flags === flags;
  await waitUntil(sees('off'), { what: 'the flags to be off' });
  expect((await act('break', { origin: 'https://example.com' })).status).toBe(403);
  expect((await act('no-such-thing')).status).toBe(404);
  expect(await sees('off')()).toBe(true);
  expect((await act('break')).status).toBe(200);
  expect(await sees('on')()).toBe(true);
});

test('closed, the stage leaves no process, no port and no file', async () => {
  await stage.close();
  for (const box of [stage.box, stage.meiyueart.box, stage.meiyueart.control]) expect(box.processes()).toBe(0);
  expect(existsSync(dirname(stage.directory))).toBe(false);
  await expect(fetch(`${stage.slack.url}/production/state`)).rejects.toThrow();
  await expect(fetch(`${stage.system.url}/api/version`)).rejects.toThrow();
});

test('one system alone, with plans of one’s own: the inventory has what the plan declares and nothing else', async () => {
  const plans = mkdtempSync(join(tmpdir(), 'backout-plans-'));
  const declared = 'plan: meiyueart\nroles: { ops: 运维 }\ntargets: { web: {} }\nvariables: { API: A, PROGRAM: P }\n';
  writeFileSync(join(plans, 'meiyueart.yaml'), declared);
  const alone = await raiseStage({ bot: 'none', systems: ['meiyueart'], plans });
  const inventory = parse(readFileSync(alone.inventoryFile, 'utf8'));
  expect(inventory.plans).toBe(plans);
  expect(inventory.systems).toEqual({
    meiyueart: {
      channels: ['C0MEIYUEART'],
      requesters: ['ops'],
      roles: { ops: ['U0ZHAO6', 'U0WANG5', 'U0LI4'] },
      targets: { web: expect.objectContaining({ port: alone.meiyueart.box.port, user: 'user' }) },
      variables: { API: alone.meiyueart.system.url, PROGRAM: 'lingzhi_admin_backend' },
      secrets: {},
    },
  });
  expect(() => alone.system).toThrow('This stage was raised without wechat-backend.');
  await alone.close();
  rmSync(plans, { recursive: true });
});

test('a system without a plan is on the stage and not in the inventory', async () => {
  const plans = mkdtempSync(join(tmpdir(), 'backout-plans-'));
  const alone = await raiseStage({ bot: 'none', systems: ['meiyueart'], plans });
  expect(parse(readFileSync(alone.inventoryFile, 'utf8')).systems).toEqual({});
  await alone.close();
  rmSync(plans, { recursive: true });
});

test('a stage that is given up leaves nothing either', async () => {
  const giveUp = new AbortController();
  const raising = raiseStage({ bot: 'none', signal: giveUp.signal });
  giveUp.abort(new Error('enough'));
  await expect(raising).rejects.toThrow('enough');
});

function act(id: string, headers: Record<string, string> = {}) {
  return fetch(`${stage.slack.url}/production/actions/${id}`, { method: 'POST', headers });
}

async function switchFlagsOff() {
  const { url, adminKey } = stage.system;
  const { flags } = (await (await fetch(`${url}/api/admin/feature-flags`)).json()) as { flags: object };
  const off = Object.fromEntries(Object.keys(flags).map((flag) => [flag, false]));
  const init = { method: 'POST', headers: { 'x-admin-key': adminKey }, body: JSON.stringify(off) };
  expect((await fetch(`${url}/api/admin/feature-flags`, init)).status).toBe(200);
}
