import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Box, startBox } from '../../../sandbox/host/box.js';
import { type Meiyueart, startMeiyueart } from '../../../sandbox/systems/meiyueart/start.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';
import { shellOf } from './shell.js';

// Seed S1 by hand: what each part of its schemes does to the system, and what does nothing.
let root: string;
let web: Box;
let control: Box;
let system: Meiyueart;
let onWeb: ReturnType<typeof shellOf>;
let onControl: ReturnType<typeof shellOf>;
const program = 'lingzhi_admin_backend';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meiyueart-'));
  const rootOf = (name: string) => {
    mkdirSync(join(root, name));
    return join(root, name);
  };
  web = await startBox({ name: 'web', root: rootOf('web'), user: 'user' });
  control = await startBox({ name: 'control', root: rootOf('control') });
  system = await startMeiyueart(web, control);
  onWeb = shellOf(web);
  onControl = shellOf(control);
});
afterAll(async () => {
  await system?.close();
  await web?.close();
  await control?.close();
  rmSync(root, { recursive: true, force: true });
});

test('the bad release runs: no referrer, a password change answers 500, the log says why', async () => {
  const seen = await waitUntil(
    async () => {
      const now = await system.observe();
      return now.passwordWorks === false && now.program === 'RUNNING' && now.health === 'degraded' && now;
    },
    { what: 'users to meet the bad release' },
  );
  expect(seen).toMatchObject({
    ...{ loginWorks: true, referrerShown: false, healthy: false, usableBackups: 3 },
    files: { 'user_system.py': { content: 'bad' }, 'change_password.py': { content: 'bad' } },
  });
  const token = await login();
  const info = await ask(`/api/user/info?token=${token}`);
  expect(info.body).toMatchObject({ username: 'test_account' });
  expect(info.body).not.toHaveProperty('referrer');
  expect((await changePassword(token)).status).toBe(500);
  expect(readFileSync(system.files.errorLog, 'utf8')).toMatch(/^\d{4}-\d\d-\d\d .*no such column: password_digest$/m);
  expect((await ask('/api/monitoring/metrics')).body).toMatchObject({
    ...{ latency_ms: expect.any(Number), cpu_percent: expect.any(Number), memory_percent: expect.any(Number) },
    error_rate: expect.any(Number),
  });
});

test('the backups: dated folders, one lacks a file, one has an empty one, one is old, and notes that `ls -t` picks first', async () => {
  const folders = readdirSync(system.files.backups).filter((name) => /^\d{8}_\d{6}$/.test(name));
  expect(folders).toHaveLength(5);
  expect((await onWeb('ls -t ~/backups | head -1')).out).toBe('notes.txt\n');
  const kinds = folders.sort().map((name) =>
    ['user_system.py', 'change_password.py'].map((file) => {
      return statSync(join(system.files.backups, name, file), { throwIfNoEntry: false })?.size ?? -1;
    }),
  );
  const full = [expect.toSatisfy((size: number) => size > 100), expect.toSatisfy((size: number) => size > 100)];
  expect(kinds).toEqual([full, full, [0, full[1]], full, [full[0], -1]]);
});

test('restored files change nothing before the restart', async () => {
  const restored = await onWeb(`cp "$BACKUP"/*.py "$ROUTES/"`, { BACKUP: goodBackup(), ROUTES: system.files.routes });
  expect(restored.code).toBe(0);
  expect((await system.observe()).files['user_system.py']).toMatchObject({ content: 'good' });
  expect((await changePassword(await login())).status).toBe(500);
  expect((await system.look()).healthy).toBe(false);
});

test('the restart makes them count, and the system is well', async () => {
  expect(await onWeb(`sudo -n supervisorctl restart ${program}`)).toMatchObject({
    code: 0,
    out: `${program}: stopped\n${program}: started\n`,
  });
  await waitUntil(async () => (await system.look()).healthy, { what: 'a healthy system' });
  const token = await login();
  expect((await ask(`/api/user/info?token=${token}`)).body).toMatchObject({ referrer: 'test_referrer' });
  expect(await changePassword(token)).toMatchObject({ status: 200, body: { message: '密码已修改' } });
  expect(await changePassword(token)).toMatchObject({ status: 200 });
});

test('a restart alone heals nothing', async () => {
  await system.hideReferrer();
  await waitUntil(async () => (await system.observe()).referrerShown === false, { what: 'the referrer to go' });
  await onWeb(`sudo -n supervisorctl restart ${program}`);
  await waitUntil(async () => (await system.observe()).health === 'healthy', {
    what: 'a health check that sees nothing',
  });
  expect(await system.observe()).toMatchObject({ referrerShown: false, healthy: false, passwordWorks: true });
});

test('a crashing backend goes through BACKOFF to FATAL', { timeout: 40_000 }, async () => {
  await system.crashBackend();
  const status = () => onWeb(`sudo -n supervisorctl status ${program}`);
  await waitUntil(async () => (await status()).out.includes('BACKOFF'), { what: 'BACKOFF' });
  await waitUntil(async () => (await status()).out.includes('FATAL'), { what: 'FATAL' });
  expect(await system.observe()).toMatchObject({
    program: 'FATAL',
    health: undefined,
    loginWorks: false,
    healthy: false,
  });
  expect(readFileSync(system.service.logFile, 'utf8')).toContain("No module named 'referrals'");
});

test('a dry run on the control host says what it would do, and does nothing', async () => {
  const before = await system.observe();
  const { code, out } = await onControl(`${system.control.deployDir}/deploy_now.sh --dry-run`);
  expect(code).toBe(0);
  expect(out).toContain(
    `would upload admin-backend/routes/user_system.py to user@meiyueart.com:${system.files.routes}`,
  );
  expect(out).toContain(`would run on user@meiyueart.com: sudo -n supervisorctl restart ${program}`);
  expect((await system.observe()).files).toEqual(before.files);
  expect(web.requests.filter(({ kind }) => kind === 'exec')).toEqual([]);
});

test('scheme 1 on the control host: fetch both files from production, deploy them', async () => {
  const values = { PRODUCTION: system.control.destination, BACKUP: goodBackup(), DEPLOY_DIR: system.control.deployDir };
  const ran = await onControl(
    `cd "$DEPLOY_DIR"
     for file in user_system.py change_password.py; do
       scp -q "$PRODUCTION:$BACKUP/$file" "$DEPLOY_DIR/admin-backend/routes/"
     done
     ./deploy_now.sh`,
    values,
  );
  expect(ran).toMatchObject({ code: 0, out: expect.stringContaining(`${program}: started\ndeployed\n`) });
  await waitUntil(async () => (await system.look()).healthy, { what: 'a healthy system' });
});

test('nothing is deployed when a file is missing or empty', async () => {
  const before = web.requests.length;
  writeFileSync(join(system.control.routes, 'user_system.py'), '');
  expect(await onControl(`${system.control.deployDir}/deploy_now.sh`)).toMatchObject({
    code: 1,
    err: 'missing or empty: admin-backend/routes/user_system.py\n',
  });
  expect(web.requests).toHaveLength(before);
});

test('ssh and scp tell what went wrong, as the real ones do', async () => {
  const target = system.control.destination;
  expect(await onControl(`ssh ${target} 'echo here; exit 7'`)).toMatchObject({ code: 7, out: 'here\n' });
  expect(await onControl(`echo words | ssh ${target} cat`)).toMatchObject({ code: 0, out: 'words\n' });
  expect(await onControl(`scp -q ${target}:~/backups/none/user_system.py ./`)).toMatchObject({
    code: 1,
    err: expect.stringContaining('scp: '),
  });
  expect(await onControl('ls user_system.py')).not.toMatchObject({ code: 0 });
  expect(await onControl(`scp -q ${target}:~/backups/notes.txt . && cat notes.txt`)).toMatchObject({ code: 0 });
  expect(await onControl('ssh user@nowhere.invalid true')).toMatchObject({ code: 255 });
  web.rotateHostKey();
  expect(await onControl(`ssh ${target} true`)).toMatchObject({ code: 255, err: expect.stringContaining('Host key') });
});

test('closed, it leaves no process on its hosts', async () => {
  await system.close();
  expect([web.processes(), control.processes()]).toEqual([0, 0]);
});

/** The newest complete one by its name: the second newest of all folders, whose newest lacks a file. */
function goodBackup(): string {
  const folders = readdirSync(system.files.backups).filter((name) => /^\d{8}_\d{6}$/.test(name));
  return join(system.files.backups, folders.sort().at(-2) ?? '');
}

async function login(): Promise<string> {
  const { body } = await ask('/api/login', { username: 'test_account', password: 'test123456' });
  return String(body.token);
}

function changePassword(token: string) {
  return ask(`/api/user/password?token=${token}`, { old_password: 'test123456', new_password: 'test123456' });
}

async function ask(path: string, body?: object) {
  const init = body ? { method: 'POST', body: JSON.stringify(body) } : {};
  const response = await fetch(system.url + path, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
