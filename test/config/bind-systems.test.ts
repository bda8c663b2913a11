import { describe, expect, it } from 'vitest';
import { bindSystems } from '../../src/config/bind-systems.js';
import { problemLine } from '../../src/config/config-problem.js';
import { parseInventory } from '../../src/config/read-inventory.js';
import type { Plan } from '../../src/domain/plan.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { INVENTORY, PLAN } from './inventory-text.js';

function planOf(): Plan {
  const reading = readPlan(PLAN, 'ab'.repeat(32));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

function bind(inventory: string, plans: readonly Plan[] = [planOf()]) {
  const reading = parseInventory(inventory, 'backout.yaml');
  if (!reading.ok) throw new Error(reading.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
  return bindSystems(reading.value, plans);
}

function problemsOf(inventory: string, plans?: readonly Plan[]): readonly string[] {
  const bound = bind(inventory, plans);
  return bound.ok ? [] : bound.problems.map((problem) => problemLine(problem, 'en'));
}

describe('binding plans to the inventory', () => {
  it('gives the system that /rollback acts on, without a word of keys', () => {
    const bound = bind(INVENTORY);

    expect(bound).toMatchObject({
      ok: true,
      value: [
        {
          plan: { name: 'wechat-backend' },
          environment: 'production',
          language: 'en',
          channels: ['C0INCIDENT'],
          requesters: ['ops-lead'],
          roles: { 'tech-director': { users: ['U0LI4'], groups: ['S0DIRECTORS'] } },
        },
      ],
    });
    expect(bound.ok && bound.value[0]?.targets).toEqual({
      app: { name: 'app', host: '10.0.0.5', port: 22, user: 'deploy' },
    });
    expect(JSON.stringify(bound)).not.toMatch(/id_ed25519|admin-key/);
  });

  it('gives home and path of a local target, for those who do its steps by hand', () => {
    const place = 'app: { local: true, home: /srv/home, path: [/srv/bin] }';
    const bound = bind(INVENTORY.replace(/app: \{.*\}/, place));
    expect(bound.ok && bound.value[0]?.targets.app).toMatchObject({
      ...{ local: true, home: '/srv/home', path: ['/srv/bin'] },
    });
  });

  it('keeps the own language of its channels, and of no others', () => {
    const spoken = 'channels:\n    C0INCIDENT: { language: zh-CN }\n    C0OTHER: { language: en }';
    const bound = bind(INVENTORY.replace('team: T0BACKOUT', spoken));
    expect(bound.ok && bound.value[0]?.channelLanguages).toEqual({ C0INCIDENT: 'zh-CN' });
  });

  it('leaves out a plan that the inventory does not name', () => {
    const bound = bind(INVENTORY, [planOf(), { ...planOf(), name: 'diagnosis' }]);

    expect(bound.ok && bound.value.map(({ plan }) => plan.name)).toEqual(['wechat-backend']);
  });

  it.each([
    [
      'wechat-backend:',
      'wechat-backed:',
      /^backout\.yaml:8:3: no plan is named wechat-backed in .*; write wechat-backend$/,
    ],
    ['cto:', 'cfo:', /^backout\.yaml:13:7: the plan wechat-backend has no role cfo; write cto$/],
    [
      'cto:',
      'cfo:',
      /^backout\.yaml:12:5: role cto is missing; the plan wechat-backend needs it: write cto: \[U0123ABCD\], with/,
    ],
    ['[ops-lead]', '[ops-led]', /^backout\.yaml:11:18: the plan wechat-backend has no role ops-led; write ops-lead$/],
    ['app: {', 'web: {', /^backout\.yaml:18:7: the plan wechat-backend has no target web; known there: app$/],
    ['app: {', 'web: {', /^backout\.yaml:17:5: target app is missing; .* write app: \{ host: 10\.0\.0\.5, /],
    ['BACKUP_DIR', 'BACKUPS_DIR', /^backout\.yaml:22:7: .* no variable BACKUPS_DIR; write BACKUP_DIR$/],
    ['BACKUP_DIR', 'BACKUPS_DIR', /^backout\.yaml:19:5: variable BACKUP_DIR is missing/],
    ['ADMIN_KEY', 'ADMIN_KEYS', /^backout\.yaml:25:7: .* no secret ADMIN_KEYS; write ADMIN_KEY$/],
    [
      'ADMIN_KEY',
      'ADMIN_KEYS',
      /^backout\.yaml:24:5: secret ADMIN_KEY is missing; .* write ADMIN_KEY: \{ file: \.\/secrets\/admin-key \}/,
    ],
  ])('refuses %j written as %j', (from, to, problem) => {
    expect(problemsOf(INVENTORY.replace(from, to))).toContainEqual(expect.stringMatching(problem));
  });

  it('refuses two plans of one name', () => {
    expect(problemsOf(INVENTORY, [planOf(), planOf()])).toEqual([
      'backout.yaml:8:3: two plan files are named wechat-backend; keep one',
    ]);
  });
});
