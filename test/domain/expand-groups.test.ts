import { expect, it } from 'vitest';
import { expandGroups } from '../../src/domain/expand-groups.js';
import { expandScheme } from '../../src/domain/expand-scheme.js';
import type { Plan } from '../../src/domain/plan.js';
import { undoStep } from '../../src/domain/undo-steps.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';

const hosts = { app: ['app-1', 'app-2', 'app-3'] };

function read(): Plan {
  const reading = readPlan(GROUP_PLAN, 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

const expanded = expandGroups(read(), hosts);
const [scheme] = expanded.schemes;
const places = (list: readonly { readonly id: string; readonly target?: string }[] | undefined) =>
  list?.map(({ id, target }) => `${id} on ${target}`);

it('leaves a plan without groups as it is', () => {
  const plan = read();
  expect(expandGroups(plan, {})).toBe(plan);
});

it('runs all steps on the canary, then all on the next host, and what is on another target in between as it stands', () => {
  expect(places(scheme?.steps)).toEqual([
    'drain on web',
    ...['stop-app-1 on app-1', 'restore-app-1 on app-1'],
    ...['stop-app-2 on app-2', 'restore-app-2 on app-2'],
    ...['stop-app-3 on app-3', 'restore-app-3 on app-3'],
    'serve on web',
  ]);
});

it('names the host first, in every title', () => {
  const step = scheme?.steps.find(({ id }) => id === 'restore-app-2');
  expect(step).toMatchObject({
    title: 'app-2 · Restore the release',
    snapshot: { title: { 'zh-CN': 'app-2 · 保存当前状态', en: 'app-2 · Save the present state' } },
    undo: { title: { 'zh-CN': 'app-2 · 撤销：Restore the release', en: 'app-2 · Undo: Restore the release' } },
  });
  expect(step && undoStep(step)).toMatchObject({ id: 'restore-app-2-undo', target: 'app-2' });
  expect(expanded.targets.map(({ name, title }) => `${name}: ${title}`)).toEqual([
    'web: Load balancer',
    ...['app-1: app-1 · Application', 'app-2: app-2 · Application', 'app-3: app-3 · Application'],
  ]);
});

it('asks every check on each host of its group', () => {
  expect(places(scheme?.prechecks as never)).toEqual([
    'space-app-1 on app-1',
    'space-app-2 on app-2',
    'space-app-3 on app-3',
  ]);
  expect(scheme?.checks.map(({ id }) => id)).toEqual(['public', 'health-app-1', 'health-app-2', 'health-app-3']);
  expect(scheme?.restore?.checks.map(({ id }) => id)).toEqual(['before-app-1', 'before-app-2', 'before-app-3']);
  expect(places(scheme?.restore?.kept)).toEqual(['kept-app-1 on app-1', 'kept-app-2 on app-2', 'kept-app-3 on app-3']);
});

it('gives people its commands for each host', () => {
  expect(expanded.commands.map(({ title, target }) => [title, target])).toEqual(
    hosts.app.map((host) => [`${host} · See the log`, host]),
  );
});

it('reaches every host before the first is touched, the canary first', () => {
  const place = { host: '127.0.0.1', port: 22, user: 'deploy' };
  const targets = Object.fromEntries(hosts.app.map((name) => [name, { name, group: 'app', ...place }]));
  const steps = scheme ? expandScheme(scheme, [], { ...targets, web: { name: 'web', ...place } }).steps : [];
  expect(places(steps)?.slice(0, 4)).toEqual([...hosts.app.map((host) => `reach-${host} on ${host}`), 'drain on web']);
  expect(steps[0]).toMatchObject({
    effect: 'read-only',
    repeat: 'observe',
    title: { en: expect.stringMatching(/^app-1 · /) },
  });
});
