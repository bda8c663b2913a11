import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { startWechatBackend, type WechatBackend } from '../../../sandbox/systems/wechat-backend/start.js';

const root = mkdtempSync(join(tmpdir(), 'backout-box-'));
let box: Box;
let system: WechatBackend;

beforeAll(async () => {
  box = await startBox({ name: 'app', root });
  system = await startWechatBackend(box);
});
afterAll(async () => {
  await system?.close();
  await box?.close();
  rmSync(root, { recursive: true, force: true });
});

const v2Flags = [
  'diagnosis_v2_enabled',
  'diagnosis_v2_state_machine',
  'diagnosis_v2_timeout',
  'diagnosis_v2_retry',
  'diagnosis_v2_dead_letter',
  'diagnosis_v2_api_logging',
  'diagnosis_v2_data_persistence',
  'diagnosis_v2_report_stub',
];

test('v2.0.0-phase1 is broken for most users, and says so', async () => {
  const seen = await seeBroken();
  expect(seen).toMatchObject({
    version: 'v2.0.0-phase1',
    healthy: false,
    flags: 'on',
    diagnosisWorks: false,
    backups: 4,
  });
  expect(await get('/api/health')).toMatchObject({ body: { status: 'degraded' } });
  expect(await get('/api/monitoring/metrics')).toMatchObject({ body: { db: 'connected', redis: 'connected' } });
  const told = await fetch(`${system.url}/api/monitoring/prometheus`);
  expect(told.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  expect(await told.text()).toMatch(/^wishes_total\{outcome="failed"\} [1-9]/m);
});

test('a v2 diagnosis dies in the state machine or sticks, with an empty report; the error log grows', async () => {
  const size = statSync(system.files.errorLog).size;
  const stuck = await waitUntil(tryToDiagnose, { what: 'a diagnosis that starts' });
  expect(await get(`/api/diagnostic/tasks/${stuck}/status`)).toMatchObject({ body: { status: 'processing' } });
  expect(await get(`/api/diagnostic/tasks/${stuck}/report`)).toMatchObject({ status: 200, body: { report: {} } });
  await waitUntil(async () => (await post('/api/perform-brand-test', brandTest)).status === 500, { what: 'a 500' });
  expect(statSync(system.files.errorLog).size).toBeGreaterThan(size);
  expect((await get(`/api/diagnostic/tasks/${stuck}/report`)).body).toEqual({ execution_id: stuck, report: {} });
});

test('the flags are not for everybody to change', async () => {
  const off = { diagnosis_v2_enabled: false };
  expect((await post('/api/admin/feature-flags', off)).status).toBe(401);
  expect((await post('/api/admin/feature-flags', off, { 'x-admin-key': 'YOUR_ADMIN_KEY' })).status).toBe(401);
  expect((await setFlags({ diagnosis_v3: false })).status).toBe(400);
  expect(await get('/api/admin/feature-flags')).toMatchObject({ body: { flags: { diagnosis_v2_enabled: true } } });
});

test('with all flags off the same build diagnoses with v1: a report in the database, the errors fade', async () => {
  const answer = await setFlags(Object.fromEntries(v2Flags.map((flag) => [flag, false])));
  expect(answer).toMatchObject({ status: 200, body: { updated: v2Flags } });

  const { execution_id: id } = (await post('/api/perform-brand-test', brandTest)).body;
  const isCompleted = async () => (await get(`/api/diagnostic/tasks/${id}/status`)).body.status === 'completed';
  await waitUntil(isCompleted, { what: 'the diagnosis to complete' });
  expect((await get(`/api/diagnostic/tasks/${id}/report`)).body.report).toMatchObject({
    brand: '测试品牌',
    ...rowOf(id),
  });

  const isWell = async () => ((await system.observe()).healthy ? system.observe() : undefined);
  const well = await waitUntil(isWell, { what: 'a healthy backend' });
  expect(well).toMatchObject({ version: 'v2.0.0-phase1', flags: 'off', diagnosisWorks: true });
  await waitUntil(async () => (await system.observe()).errorRate === 0, { what: 'an error rate of 0' });
  expect(await get('/api/health')).toMatchObject({ body: { status: 'healthy' } });
});

test('killed, the backend is started again and remembers its flags and its reports', async () => {
  const before = await get('/api/monitoring/dashboard');
  process.kill(before.body.pid, 'SIGKILL');
  const isNew = async () => {
    const now = await get('/api/monitoring/dashboard').catch(() => undefined);
    return now && now.body.pid !== before.body.pid;
  };
  await waitUntil(isNew, { what: 'a new process' });
  expect((await system.observe()).flags).toBe('off');
});

test('deployed again, the bad release breaks it again', async () => {
  await system.breakDiagnosis();
  expect(await seeBroken()).toMatchObject({ version: 'v2.0.0-phase1', flags: 'on', diagnosisWorks: false });
  expect((await system.look()).healthy).toBe(false);
});

test('v1.0.0 knows no flags and works; the bad release can be deployed over it', async () => {
  execFileSync('git', ['-C', system.files.app, 'checkout', '--quiet', 'v1.0.0']);
  process.kill((await get('/api/monitoring/dashboard')).body.pid);
  const isOld = async () => ((await system.observe()).version === 'v1.0.0' ? system.observe() : undefined);
  await waitUntil(isOld, { what: 'v1.0.0' });
  expect((await get('/api/admin/feature-flags')).status).toBe(404);
  const isWell = async () => (await system.observe()).diagnosisWorks && system.observe();
  expect(await waitUntil(isWell, { what: 'a diagnosis by v1.0.0' })).toMatchObject({
    version: 'v1.0.0',
    flags: 'none',
  });
  await system.breakDiagnosis();
  expect((await system.observe()).version).toBe('v2.0.0-phase1');
});

test('closed, it leaves no process on the host', async () => {
  await system.close();
  expect(box.processes()).toBe(0);
});

const brandTest = {
  brand_list: ['测试品牌'],
  selectedModels: [{ name: 'deepseek', checked: true }],
  custom_question: '测试',
};

async function seeBroken() {
  const look = async () => {
    const seen = await system.observe();
    return (seen.errorRate ?? 0) > 0.5 && seen.diagnosisWorks === false && seen;
  };
  return waitUntil(look, { what: 'a broken backend' });
}

async function tryToDiagnose(): Promise<string | undefined> {
  const { status, body } = await post('/api/perform-brand-test', brandTest);
  return status === 200 ? body.execution_id : undefined;
}

function rowOf(id: string) {
  const database = new Database(system.files.database, { readonly: true, timeout: 5_000 });
  const row = database.prepare('SELECT score, summary FROM reports WHERE execution_id = ?').get(id);
  database.close();
  const { score, summary } = row as { score: number; summary: string };
  return { score, summary };
}

const get = (path: string) => ask(path, {});
const setFlags = (flags: object) => post('/api/admin/feature-flags', flags, { 'x-admin-key': system.adminKey });

function post(path: string, body: object, headers: Record<string, string> = {}) {
  return ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function ask(path: string, init: RequestInit) {
  const response = await fetch(system.url + path, init);
  // biome-ignore lint/suspicious/noExplicitAny: the answers of a foreign service, judged by the expectations.
  return { status: response.status, body: (await response.json()) as any };
}
