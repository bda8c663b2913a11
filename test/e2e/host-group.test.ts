import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RunState } from '../../src/run/state.js';
import { lockText } from '../../src/ssh/host-lock.js';
import { raiseGroup } from './group-stage.js';

// Three application hosts and the load balancer before them, rolled back over SSH by the real engine (S4.3).
let stage: Awaited<ReturnType<typeof raiseGroup>>;

beforeEach(async () => {
  stage = await raiseGroup();
});
afterEach(() => stage?.close());

const rollBack = () => stage.live.carryOut('points-app', 'a', 'P0');

const REACHED = ['reach-app-1', 'reach-app-2', 'reach-app-3'];
const on = (host: string) => [`stop-${host}`, `restore-${host}-snapshot`, `restore-${host}`];

/** The steps that began, in the order in which they did. */
const began = ({ steps }: RunState) =>
  steps
    .filter(({ startedAt }) => startedAt !== undefined)
    .sort((a, b) => Number(a.startedAt) - Number(b.startedAt))
    .map(({ id }) => id);

it('rolls the canary back first, then the others, one after the other', async () => {
  const run = await rollBack();
  expect(run.outcome).toBe('succeeded');
  expect(began(run)).toEqual([...REACHED, 'drain', ...on('app-1'), ...on('app-2'), ...on('app-3'), 'serve']);
  expect(await stage.versions()).toEqual(['v1', 'v1', 'v1']);
});

it('stops at the host that fails, and takes back those that were touched, the last first', async () => {
  await writeFile(stage.at('app-2', 'app/broken'), '');
  const run = await rollBack();
  expect(run.outcome).toBe('restored');
  expect(began(run)).toEqual([...REACHED, 'drain', ...on('app-1'), ...on('app-2')]);
  expect(run.restore?.steps.map(({ id, status }) => [id, status])).toEqual([
    ['restore-app-2-undo', 'succeeded'],
    ['restore-app-1-undo', 'succeeded'],
  ]);
  expect(run.restore?.checks.map(({ id }) => id)).toEqual(['before-app-1', 'before-app-2']);
  expect(await stage.versions()).toEqual(['v2', 'v2', 'v2']);
  expect(await readdir(stage.at('app-3', 'app'))).toEqual(['live', 'old']);
});

it('touches no host when another run holds the lock of the last', async () => {
  const lock = stage.at('app-3', '.backout/locks/points-app');
  await mkdir(dirname(lock), { recursive: true });
  await writeFile(
    lock,
    lockText({ system: 'points-app', run: '20261128-other', by: 'U0LI4', reason: '演练', since: 1 }),
  );
  const run = await rollBack();
  expect(run.outcome).toBe('failed');
  expect(began(run)).toEqual(REACHED);
  expect(await stage.versions()).toEqual(['v2', 'v2', 'v2']);
  expect(await readdir(stage.at('app-1', 'app'))).toEqual(['live', 'old']);
});
