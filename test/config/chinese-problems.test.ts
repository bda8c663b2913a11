import { expect, it } from 'vitest';
import { bindSystems } from '../../src/config/bind-systems.js';
import type { Reading } from '../../src/config/config-problem.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import { readSlackAccess } from '../../src/config/slack-access.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';
import { s2Plan } from '../helpers/plan.js';
import { isUntranslated } from '../helpers/untranslated.js';

/** Every mistake that people make first, in one file. */
const WRONG = `
language: fr
plan: ./plans
slack: { team: x }
systems:
  site:
    channels: [general]
    chanels: []
    roles: { lead: [], cto: [U], member: everybody }
    targets: { app: { host: a b, port: 0, user: "0", key: ~/key }, db: 3 }
    variables: { lower: "1", NUMBER: 1 }
    secrets: { KEY: text }`;

const FOREIGN = `
environment: test
journal: ./backout.db
plans: ./plans
systems: { wechat-backend: { channels: [C0123ABCD], roles: { nobody: [U0123ABCD] }, targets: { none: { local: true } } } }`;

/** A system of the plan with a group, whose targets are these. */
const grouped = (app: string, web = '{ host: 10.0.0.4, user: u, key: k, knownHosts: k }') =>
  parseInventory(
    `
environment: test
journal: ./backout.db
plans: ./plans
systems:
  points-app:
    channels: [C0123ABCD]
    roles: { ops-lead: [U0123ABCD] }
    targets: { web: ${web}, app: ${app} }
    variables: { APP_DIR: /opt, API: 'https://a' }`,
    'backout.yaml',
  );
const ONE = '{ host: 10.0.0.5, user: u, key: k, knownHosts: k }';
const MANY = '{ hosts: { app-1: { host: 10.0.0.5 } }, user: u, key: k, knownHosts: k }';

function bound(reading: ReturnType<typeof grouped>, text = GROUP_PLAN): Reading<unknown> {
  const read = readPlan(text, 'a'.repeat(64));
  if (!read.ok || !reading.ok) throw new Error(JSON.stringify([read, reading]));
  return bindSystems(reading.value, [read.plan]);
}

const foreign = parseInventory(FOREIGN, 'backout.yaml');

const readings: readonly (readonly [string, Reading<unknown>])[] = [
  ['an empty environment', readSlackAccess({})],
  ['both ways at once', readSlackAccess({ SLACK_SIGNING_SECRET: 'x', SLACK_APP_TOKEN: 'x', SLACK_API_URL: 'x' })],
  ['an empty inventory', parseInventory('', 'backout.yaml')],
  ['an inventory full of mistakes', parseInventory(WRONG, 'backout.yaml')],
  ['names that the plan does not know', foreign.ok ? bindSystems(foreign.value, [s2Plan()]) : foreign],
  ['a group without hosts', grouped('{ hosts: {} }')],
  ['a group that is a host as well', grouped('{ host: a, hosts: { app-1: { host: 10.0.0.5 } } }')],
  ['this machine in a group', grouped('{ hosts: { app-1: { local: true } }, user: u, key: k, knownHosts: k }')],
  ['a group that is this machine', grouped('{ local: true, hosts: { app-1: { host: 10.0.0.5 } } }')],
  ['hosts of one name', grouped(MANY.replace('app-1', 'web'))],
  ['a host that is called like steps', grouped(MANY.replace('app-1', 'app-undo'))],
  ['one host for a group', bound(grouped(ONE))],
  ['a group for one host', bound(grouped(MANY, MANY.replace('app-1', 'web-1')))],
  [
    'no target for a group',
    bound(grouped(MANY), GROUP_PLAN.replace('  app: {', '  db: { title: DB, group: true }\n  app: {')),
  ],
  ['hosts that give two steps one id', bound(grouped(MANY), GROUP_PLAN.replace('id: drain', 'id: stop-app-1'))],
  ['a system without a plan', foreign.ok ? bindSystems(foreign.value, []) : foreign],
];

it.each(readings)('everything that is said of %s has Chinese', (_title, reading) => {
  const said = reading.ok ? [] : reading.problems.map(({ message }) => message['zh-CN']);
  expect(said).not.toEqual([]);
  expect(said.filter((sentence) => isUntranslated(sentence))).toEqual([]);
});
