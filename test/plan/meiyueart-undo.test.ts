import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Box, startBox } from '../../sandbox/host/box.js';
import { program, routeFiles } from '../../sandbox/systems/meiyueart/files.js';
import { type Meiyueart, startMeiyueart } from '../../sandbox/systems/meiyueart/start.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { wholePlan } from '../helpers/whole-plans.js';
import { shellOf } from '../sandbox/systems/shell.js';
import { hands } from './taken-back.js';

// Every scheme of S1 carried out on the demonstration system and taken back: what it changed is as it was.
let root: string;
let web: Box;
let control: Box;
let system: Meiyueart;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meiyueart-undo-'));
  for (const name of ['web', 'control']) mkdirSync(join(root, name));
  web = await startBox({ name: 'web', root: join(root, 'web'), user: 'user' });
  control = await startBox({ name: 'control', root: join(root, 'control') });
  system = await startMeiyueart(web, control);
});
afterAll(async () => {
  await system?.close();
  await web?.close();
  await control?.close();
  rmSync(root, { recursive: true, force: true });
});

function by(scheme: string, run: string) {
  const folders = readdirSync(system.files.backups).filter((name) => /^\d{8}_\d{6}$/.test(name));
  const good = folders.sort().filter((name) => isWhole(join(system.files.backups, name)));
  const BACKUP = join(system.files.backups, good.at(-1) ?? '');
  const values = {
    ...{ ROUTES: system.files.routes, PROGRAM: program, DEPLOY_DIR: system.control.deployDir, BACKUP },
    PRODUCTION: system.control.destination,
  };
  return hands({
    plan: wholePlan('meiyueart'),
    scheme,
    run,
    on: { web: shellOf(web), control: shellOf(control) },
    values,
  });
}

function isWhole(folder: string): boolean {
  return routeFiles.every((name) => existsSync(join(folder, name)) && readFileSync(join(folder, name)).length > 0);
}

const live = () => contentOf(system.files.routes);
const deployHost = () => contentOf(system.control.routes);
const contentOf = (folder: string) =>
  routeFiles.map((name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined));

it.each(['1', '2', '3'])(
  'scheme %s puts back what production had, and what the deploy host had',
  async (scheme) => {
    await system.breakRelease();
    // The deploy host need not have had what was live.
    writeFileSync(join(system.control.routes, 'user_system.py'), '# worked on\n');
    const before = [live(), deployHost()];
    const run = by(scheme, `run-${scheme}`);
    await run.carryOut();
    expect(await run.isAsBefore()).toBe(false);
    const restoring = ['fetch-user-system', 'restore-user-system', 'restore'][Number(scheme) - 1];
    expect(await run.done()).toContain(restoring);
    expect(await run.isKept()).toBe(true);
    await run.takeBack();
    expect([live(), deployHost()]).toEqual(before);
    expect(await run.isAsBefore()).toBe(true);
    expect(await run.done()).toEqual([]);
  },
  60_000,
);

it('puts both files back when only the first was restored, and removes what was not there before', async () => {
  await system.breakRelease();
  rmSync(join(system.files.routes, 'user_system.py'));
  const before = live();
  const run = by('2', 'run-lost');
  await run.carryOut('restore-user-system');
  expect(live()[0]).toBeDefined();
  await run.takeBack('restore-user-system');
  expect(live()).toEqual(before);
  await system.breakRelease();
});

it('is content with a service that crashes as it did before', async () => {
  await system.crashBackend();
  await waitUntil(() => system.service.look().phase === 'failed', { what: 'FATAL', timeoutMs: 40_000 });
  const before = live();
  const run = by('3', 'run-crashing');
  await run.carryOut();
  await run.takeBack();
  expect(live()).toEqual(before);
  expect(await run.isAsBefore()).toBe(true);
}, 90_000);

it('takes nothing back of which nothing was saved', async () => {
  await system.breakRelease();
  const before = live();
  await expect(by('3', 'run-unknown').takeBack()).rejects.toThrow('nothing was touched');
  expect(live()).toEqual(before);
  expect(await by('3', 'run-unknown').isKept()).toBe(false);
});
