import { describe, expect, it } from 'vitest';
import { problemLine } from '../../src/config/config-problem.js';
import { parseInventory, readInventory } from '../../src/config/read-inventory.js';
import { INVENTORY } from './inventory-text.js';

function problemsOf(text: string): readonly string[] {
  const reading = parseInventory(text, 'backout.yaml');
  return reading.ok ? [] : reading.problems.map((problem) => problemLine(problem, 'en'));
}

const edited = (from: string, to: string) => {
  expect(INVENTORY).toContain(from);
  return problemsOf(INVENTORY.replace(from, to));
};

describe('an inventory', () => {
  it('is read with absolute paths and defaults filled in', () => {
    const reading = parseInventory(INVENTORY, '/etc/backout/backout.yaml');

    if (!reading.ok) throw new Error(reading.problems.map((problem) => problemLine(problem, 'en')).join('\n'));
    expect(reading.value).toMatchObject({
      environment: 'production',
      language: 'zh-CN',
      journalFile: '/etc/backout/data/backout.db',
      plansFolder: '/etc/backout/plans',
      slack: { team: 'T0BACKOUT', languages: {} },
    });
    expect(reading.value.systems).toEqual([
      {
        name: 'wechat-backend',
        channels: ['C0INCIDENT'],
        language: 'en',
        requesters: ['ops-lead'],
        roles: {
          cto: { users: ['U0ZHANG3'], groups: [] },
          'tech-director': { users: ['U0LI4'], groups: ['S0DIRECTORS'] },
          'backend-lead': { users: ['U0WANG5'], groups: [] },
          'ops-lead': { users: ['U0ZHAO6'], groups: [] },
        },
        targets: {
          app: {
            name: 'app',
            host: '10.0.0.5',
            port: 22,
            user: 'deploy',
            keyFile: '/etc/backout/keys/id_ed25519',
            knownHostsFile: '/etc/ssh/known',
          },
        },
        variables: {
          API: 'https://api.example.com',
          ADMIN_API: 'http://127.0.0.1:8000',
          BACKUP_DIR: '/data/backups',
          ERROR_LOG: '/var/log/wechat-backend/error.log',
        },
        secrets: { ADMIN_KEY: { file: '/etc/backout/secrets/admin-key' } },
      },
    ]);
  });

  it('gives a system the language of the file unless it has its own', () => {
    const reading = parseInventory(INVENTORY.replace('    language: en\n', ''), 'backout.yaml');

    expect(reading).toMatchObject({ value: { systems: [{ language: 'zh-CN' }] } });
  });

  it('gives a channel a language of its own', () => {
    const text = INVENTORY.replace('  team: T0BACKOUT\n', '  channels:\n    C0INCIDENT: { language: zh-CN }\n');

    expect(parseInventory(text, 'backout.yaml')).toMatchObject({
      value: { slack: { languages: { C0INCIDENT: 'zh-CN' } } },
    });
    expect(problemsOf(text.replace('C0INCIDENT: {', 'incident: {'))[0]).toMatch(/^backout.yaml:7:5: .*channel id/);
  });

  it.each([
    ['channels:', 'chanels:', 'backout.yaml:9:5: unknown key chanels; write channels'],
    [
      '    requesters',
      '    requesters: []\n    requesters',
      'backout.yaml:12:5: this key is written twice; keep one of the two',
    ],
    [
      'U0ZHANG3',
      'zhang.san',
      'backout.yaml:13:13: write a Slack user id (U…) or user group id (S…), e.g. U0123ABCD (profile, ⋮, Copy member ID)',
    ],
    [
      '[U0ZHANG3]',
      '',
      'backout.yaml:13:7: name at least one person or user group, e.g. [U0123ABCD], or nobody fills this role',
    ],
    [
      '[U0ZHANG3]',
      '[]',
      'backout.yaml:13:7: name at least one person or user group, e.g. [U0123ABCD], or nobody fills this role',
    ],
    [
      'C0INCIDENT',
      '"#incident"',
      'backout.yaml:9:16: write the channel id, e.g. C0123ABCD (Slack shows it at the end of the channel details)',
    ],
    [
      'host: 10.0.0.5',
      'host: deploy@10.0.0.5',
      'backout.yaml:18:14: write a host name or address only, e.g. 10.0.0.5; user and port have their own keys',
    ],
    [
      'host: 10.0.0.5',
      'host: 10.0.0.5:2222',
      'backout.yaml:18:14: write a host name or address only, e.g. 10.0.0.5; user and port have their own keys',
    ],
    [
      'host: 10.0.0.5',
      'host: -oProxyCommand=x',
      'backout.yaml:18:14: write a host name or address only, e.g. 10.0.0.5; user and port have their own keys',
    ],
    ['user: deploy', 'port: 0, user: deploy', 'backout.yaml:18:30: write a port from 1 to 65535'],
    ['./keys', '~/keys', 'backout.yaml:18:44: write a path, absolute or relative to this file; ~ is not expanded'],
    [
      'API: https://api.example.com',
      'API: 8000',
      'backout.yaml:20:7: write a text; put numbers, true and false in quotes',
    ],
    ['{ file: ./secrets/admin-key }', 'hunter2', 'backout.yaml:25:7: write { file: ./secrets/name } or { env: NAME }'],
    ['language: zh-CN', 'language: fr', 'backout.yaml:2:1: must be one of zh-CN, en'],
    [
      'journal: ./data/backout.db\n',
      '',
      'backout.yaml:1:1: journal is missing; write a path, absolute or relative to this file; ~ is not expanded',
    ],
    ['host: 10.0.0.5', 'hst: 10.0.0.5', 'backout.yaml:18:14: unknown key hst; write host'],
    [
      'host: 10.0.0.5',
      'local: true, host: 10.0.0.5',
      'backout.yaml:18:27: a target with local: true is reached without SSH; remove this key',
    ],
    [
      'host: 10.0.0.5',
      'home: ./x, host: 10.0.0.5',
      'backout.yaml:18:14: only a target with local: true has this key; remove it',
    ],
    [
      'host: 10.0.0.5',
      'local: yes please',
      'backout.yaml:18:14: write { local: true }, or { host: 10.0.0.5, user: deploy, key: ./keys/id, knownHosts: ./known_hosts }',
    ],
  ])('refuses %j as %j at its place and says what to write', (from, to, problem) => {
    expect(edited(from, to)).toContain(problem);
  });

  it('reports all problems at once, in the order of the file', () => {
    const text = INVENTORY.replace('plans:', 'plan:').replace('targets:', 'target:');

    expect(problemsOf(text).map((line) => line.split(':')[1])).toEqual(['1', '4', '8', '17']);
  });

  it('refuses one address with two keys', () => {
    const second = '      web: { host: 10.0.0.5, port: 22, user: deploy, key: ./other, knownHosts: /etc/ssh/known }\n';

    expect(edited('    variables:\n', `${second}    variables:\n`)).toEqual([
      'backout.yaml:19:7: deploy@10.0.0.5 stands at systems.wechat-backend.targets.app with another key or knownHosts; use the same in both',
    ]);
  });

  it('refuses two places for the local targets of one name', () => {
    const withLocal = (text: string, target: string) => text.replace('app: {', `control: ${target}\n      app: {`);
    const other = INVENTORY.slice(INVENTORY.indexOf('  wechat-backend:')).replace('wechat-backend:', 'shop:');
    const text = withLocal(INVENTORY, '{ local: true }') + withLocal(other, '{ local: true, path: [./bin] }');

    expect(problemsOf(text)).toEqual([
      'backout.yaml:37:7: the local target control stands at systems.wechat-backend.targets.control with another home or path; use the same in both',
    ]);
  });

  it('refuses an inventory without a system, an empty one, and one of more than 256 KiB', () => {
    expect(problemsOf('environment: x\njournal: a\nplans: b\nsystems: {}\n')).toEqual([
      'backout.yaml:4:1: name at least one system',
    ]);
    expect(problemsOf('')).not.toEqual([]);
    expect(problemsOf(`# ${'x'.repeat(256 * 1024)}`)).toHaveLength(1);
  });

  it('refuses a bomb of aliases', () => {
    const bomb = Array.from({ length: 9 }, (_, n) => `a${n}: &a${n} [${n ? `*a${n - 1},`.repeat(9) : 'x'}]`).join('\n');

    expect(problemsOf(bomb)).toHaveLength(1);
  });

  it('that is not there is a problem that names BACKOUT_CONFIG', async () => {
    expect(await readInventory('/nowhere/backout.yaml')).toMatchObject({
      ok: false,
      problems: [{ place: '/nowhere/backout.yaml', message: { en: expect.stringContaining('BACKOUT_CONFIG') } }],
    });
  });
});
