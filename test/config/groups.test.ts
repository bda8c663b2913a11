import { expect, it } from 'vitest';
import { bindSystems } from '../../src/config/bind-systems.js';
import { problemLine } from '../../src/config/config-problem.js';
import { connectionsOf } from '../../src/config/connections.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { GROUP_PLAN } from '../helpers/group-plan.js';

const INVENTORY = `environment: production
journal: ./data/backout.db
plans: ./plans
systems:
  points-app:
    channels: [C0INCIDENT]
    roles: { ops-lead: [U0ZHAO6] }
    targets:
      web: { host: 10.0.0.5, user: deploy, key: ./keys/id, knownHosts: ./known_hosts }
      app:
        hosts:
          app-1: { host: 10.0.1.10 }
          app-2: { host: 10.0.1.11, port: 2222, user: points }
          app-3: { host: 10.0.1.12 }
        user: deploy
        key: ./keys/app
        knownHosts: ./known_hosts
    variables: { APP_DIR: /opt/points-app, API: 'https://api.example.com' }
`;

function parse(text = INVENTORY) {
  return parseInventory(text, '/etc/backout/backout.yaml');
}

function bind(text = INVENTORY, plan = GROUP_PLAN) {
  const reading = parse(text);
  if (!reading.ok) throw new Error(reading.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
  const read = readPlan(plan, 'a'.repeat(64));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return bindSystems(reading.value, [read.plan]);
}

const edited = (from: string, to: string) => {
  expect(INVENTORY).toContain(from);
  return INVENTORY.replace(from, to);
};
const problemsOf = (reading: ReturnType<typeof parse> | ReturnType<typeof bind>) =>
  reading.ok
    ? []
    : reading.problems.map((problem) => problemLine(problem, 'en')).map((line) => line.replace('/etc/backout/', ''));

it('gives each host of a group what the group says of all, in order', () => {
  const bound = bind();
  if (!bound.ok) throw new Error('it fits');
  expect(Object.values(bound.value[0]?.targets ?? {})).toEqual([
    { name: 'web', host: '10.0.0.5', port: 22, user: 'deploy' },
    { name: 'app-1', group: 'app', host: '10.0.1.10', port: 22, user: 'deploy' },
    { name: 'app-2', group: 'app', host: '10.0.1.11', port: 2222, user: 'points' },
    { name: 'app-3', group: 'app', host: '10.0.1.12', port: 22, user: 'deploy' },
  ]);
  expect(bound.value[0]?.plan.schemes[0]?.steps.map(({ target }) => target)).toEqual([
    'web',
    'app-1',
    'app-1',
    'app-2',
    'app-2',
    'app-3',
    'app-3',
    'web',
  ]);
});

it('reaches each host with the key of its group', () => {
  const reading = parse();
  if (!reading.ok) throw new Error('it is valid');
  const target = reading.value.systems[0]?.targets['app-2'];
  expect(target && connectionsOf(reading.value)(target)).toMatchObject({ value: { keyFile: '/etc/backout/keys/app' } });
});

it.each([
  ['        user: deploy\n', '', /^backout.yaml:12:\d+: user is missing; write the account on the host, e.g. deploy$/],
  [
    '      app:\n',
    '      app:\n        host: 10.0.0.9\n',
    /^backout.yaml:11:9: a group has its hosts under hosts:; move this one/,
  ],
  ['{ host: 10.0.1.10 }', '{ hots: 10.0.1.10 }', /^backout.yaml:12:\d+: unknown key hots; write host$/],
  [
    '{ host: 10.0.1.10 }',
    '{ local: true }',
    /^backout.yaml:12:\d+: the hosts of a group are reached over SSH: this machine cannot be one of them; remove this key$/,
  ],
  [
    '{ host: 10.0.1.10 }',
    '{ host: 10.0.1.10, home: ./home }',
    /^backout.yaml:12:\d+: the hosts of a group are reached over SSH/,
  ],
  [
    '      app:\n',
    '      app:\n        local: true\n',
    /^backout.yaml:12:9: the hosts of a group are reached over SSH: this machine cannot be one of them; remove hosts:, or local: true$/,
  ],
  ['app-3:', 'app-snapshot:', /^backout.yaml:14:11: Backout calls steps of its own …-snapshot; choose another name/],
  ['app-3:', 'app-undo:', /^backout.yaml:14:11: Backout calls steps of its own …-undo; choose another name/],
  ['app-3:', 'web:', /^backout.yaml:14:11: web is the name of another target or host of points-app; choose another/],
])('refuses %j as %j', (from, to, message) => {
  expect(problemsOf(parse(edited(from, to)))).toContainEqual(expect.stringMatching(message));
});

it('tells a group from a single host, on both sides', () => {
  const [group] = problemsOf(
    bind(edited('web: { host', 'web: { hosts: { web-1: { host').replace('10.0.0.5,', '10.0.0.5 } },')),
  );
  expect(group).toBe(
    'backout.yaml:9:7: web is one host in the plan points-app; name one host here, or write group: true at targets.web of the plan',
  );
  const [host] = problemsOf(bind(INVENTORY, GROUP_PLAN.replace('balancer }', 'balancer, group: true }')));
  expect(host).toMatch(
    /^backout.yaml:9:7: web is a group of hosts in the plan points-app; write web: \{ hosts: \{ web-1: /,
  );
});

it('refuses hosts whose names would give two steps one id', () => {
  const plan = GROUP_PLAN.replace('id: drain', 'id: stop-app-1');
  expect(problemsOf(bind(INVENTORY, plan))).toEqual([
    'backout.yaml:10:7: with these hosts two things are called stop-app-1 in scheme a; rename a host',
  ]);
});
