import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { LANGUAGES } from '../../src/domain/text.js';
import { readPlanFolder } from '../../src/plan-folder.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
let inventory: string;

/** Runs the program as a person would on a machine where nothing is set: no token, no configuration. */
function backout(...args: readonly string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const options = { cwd: repository, env: { PATH: process.env.PATH, HOME: folder } };
    execFile(process.execPath, ['bin/backout.js', ...args], options, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: out + err });
    });
  });
}

const INVENTORY = `environment: production
language: en
journal: ./backout.db
plans: ${join(repository, 'plans')}
systems:
  wechat-backend:
    channels: [C0000001]
    roles: { cto: [U0000001] }
    targets: { app: { host: 10.0.0.5, port: 2222, user: deploy, key: ./key, knownHosts: ./known_hosts } }
    variables: { API: "https://api.example.com", ADMIN_API: "it's $HOME" }
    secrets: { ADMIN_KEY: { file: ./secrets/admin-key } }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backout-print-'));
  inventory = join(folder, 'backout.yaml');
  writeFileSync(inventory, INVENTORY);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('npx backout print', () => {
  it('prints every scheme of every plan in both languages, with each of its scripts word for word', async () => {
    const files = await readPlanFolder(join(repository, 'plans'));
    const schemes = files.flatMap(({ plan }) => plan!.schemes.map((scheme) => ({ name: plan!.name, scheme })));
    expect(schemes).toHaveLength(6);
    const papers = schemes.flatMap(({ name, scheme }) => LANGUAGES.map((language) => ({ name, scheme, language })));
    for (const { name, scheme, language } of papers) {
      const lines: string[] = [];
      await main(['print', name, scheme.key, '--language', language], (line) => lines.push(line));
      const paper = lines.join('\n');
      expect(scheme.steps.filter(({ run }) => !paper.includes(run.trimEnd()))).toEqual([]);
      expect((paper.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
  });

  it('says hosts, quoted values and where a secret is, without reading it', async () => {
    const { code, out } = await backout('print', 'wechat-backend', 'a', '--config', inventory);
    expect(code).toBe(0);
    expect(out).toContain('Host: Backend server, `ssh deploy@10.0.0.5 -p 2222`');
    expect(out).toContain(`export ADMIN_API='it'\\''s $HOME' #`);
    expect(out).toContain(`its value is in the file ${join(folder, 'secrets/admin-key')} of the machine`);
    expect(out).toContain('The line to enter is `X-Admin-Key: ` and the value.');
    expect(out).toContain(`curl -sS --max-time 10 -w '\\nHTTP %{http_code}\\n' "$API"'/api/version'`);
  });

  it.each(['c', 'scheme-c', '方案C', '数据库', 'database'])('takes %s for scheme C', async (word) => {
    const { code, out } = await backout('print', 'plans/wechat-backend.yaml', word);
    expect([code, out.split('\n')[0]]).toEqual([0, '# 手动执行回滚：阶段一回滚方案, c 数据库回滚']);
  });

  it.each([
    [['print', 'wechat'], 2, 'name a plan and a scheme, e.g. npx backout print wechat-backend a'],
    [['print', 'wechat', 'a'], 1, 'there is no plan wechat in plans; it has meiyueart, wechat-backend, or name a file'],
    [['print', 'wechat-backend', 'z'], 1, 'there is no scheme z; there is a or 特性开关'],
    [['print', 'wechat-backend', 'a', '--backup', 'x'], 1, 'scheme a uses no backup; leave --backup out'],
    [['print', 'wechat-backend', 'a', '--language', 'fr'], 2, '--language is one of zh-CN, en'],
    [['print', 'none.yaml', 'a'], 1, 'none.yaml:1:1: cannot be read: ENOENT'],
    [['print', 'wechat-backend', 'a', '--config', 'none.yaml'], 1, 'none.yaml: cannot be read: ENOENT'],
  ])('says what is wrong with %j', async (args, code, message) => {
    const done = await backout(...args);
    expect(done).toEqual({ code, out: expect.stringContaining(`backout print: ${message}`) });
  });

  it('says that the inventory has no such system', async () => {
    const { code, out } = await backout('print', 'meiyueart', '2', '--config', inventory);
    expect([code, out]).toEqual([1, `backout print: ${inventory} has no system meiyueart; it has wechat-backend\n`]);
  });
});

describe('the printed commands', () => {
  let host: string;
  /** Shell blocks below a heading of the paper, as somebody would enter them. */
  const blocks = (paper: string, heading: string) => {
    const [, section = ''] = paper.split(`\n## ${heading}\n`);
    const [own = ''] = section.split('\n## ');
    return [...own.matchAll(/```sh\n([\s\S]*?)\n```/g)].map(([, text]) => text ?? '');
  };
  const enter = (text: string) =>
    spawnSync('sh', ['-c', text], { env: { PATH: `${host}/bin:${process.env.PATH}`, HOME: host }, encoding: 'utf8' });

  beforeAll(() => {
    host = mkdtempSync(join(tmpdir(), "backout print's host-"));
    for (const name of ['bin', 'routes', 'backups/20261119_020000']) mkdirSync(join(host, name), { recursive: true });
    for (const name of ['user_system.py', 'change_password.py']) {
      writeFileSync(join(host, 'routes', name), 'broken');
      writeFileSync(join(host, 'backups/20261119_020000', name), `good ${name}`);
    }
    writeFileSync(join(host, 'error.log'), 'Traceback: old\n');
    // A stand-in for sudo: it says what it was asked for.
    writeFileSync(join(host, 'bin/sudo'), '#!/bin/sh\necho "$*" >>"$HOME/sudo.log"\necho RUNNING\n');
    chmodSync(join(host, 'bin/sudo'), 0o755);
    const values = {
      API: '',
      BACKUP_DIR: `${host}/backups`,
      ROUTES: `${host}/routes`,
      PROGRAM: 'admin',
      ERROR_LOG: `${host}/error.log`,
    };
    const system = {
      channels: ['C0000001'],
      roles: { ops: ['U0000001'] },
      targets: { web: { local: true } },
      variables: values,
    };
    const written = {
      environment: 'test',
      journal: './x.db',
      plans: join(repository, 'plans'),
      systems: { meiyueart: system },
    };
    writeFileSync(join(host, 'backout.yaml'), JSON.stringify(written));
  });
  afterAll(() => rmSync(host, { recursive: true }));

  it('carry a scheme out, one after the other, and its checks see it', async () => {
    const args = ['--config', join(host, 'backout.yaml'), '--language', 'en', '--backup', '20261119_020000'];
    const { out: paper } = await backout('print', 'meiyueart', '2', ...args);
    const values = blocks(paper, 'Hosts and values');
    // The undo of a step is on the paper, too, for those who need it.
    const steps = blocks(paper, 'Steps').filter((text) => !text.includes('/undo-'));
    const done = enter([...values, ...steps].join('\n'));
    expect(done.stderr).toBe('');
    expect(done.stdout.match(/^exit code .*$/gm)).toEqual(Array.from({ length: 6 }, () => 'exit code 0'));
    expect(readFileSync(join(host, 'routes/user_system.py'), 'utf8')).toBe('good user_system.py');
    expect(readFileSync(join(host, 'sudo.log'), 'utf8')).toBe('-n supervisorctl restart admin\n');
    expect(readFileSync(join(host, '.backout/snapshots/by-hand-1/user_system.py'), 'utf8')).toBe('broken');

    const checks = blocks(paper, 'Did it work?');
    const check = (id: string) => checks.find((text) => text.includes(`/check-${id}.sh`)) ?? '';
    expect(enter([...values, check('files')].join('\n')).stdout).toMatch(/same: .*exit code 0\n$/s);
    expect(enter([...values, check('log')].join('\n')).stdout).toMatch(/exit code 0\n$/);
    writeFileSync(join(host, 'error.log'), 'Traceback: old\nTraceback: new\n');
    expect(enter([...values, check('log')].join('\n')).stdout).toMatch(/Traceback: new.*exit code 1\n$/s);
  });

  it('say why a backup cannot be read, and give it no values', async () => {
    const args = ['--config', join(host, 'backout.yaml'), '--language', 'en', '--backup', 'no-such-backup'];
    const { out: paper } = await backout('print', 'meiyueart', '2', ...args);
    const space = blocks(paper, 'Before the first step').find((text) => text.includes('/check-space.sh')) ?? '';
    const done = enter([...blocks(paper, 'Hosts and values'), space].join('\n'));
    expect(done.stdout).toContain('exit code 2\nno such directory: ');
    expect(done.stdout).not.toMatch(/BACKUP_BYTES=\d|exit code 0/);
    expect(done.stderr).toContain('BACKUP_BYTES');
  });

  it('are taken back from the last to the first', async () => {
    const { out: paper } = await backout('print', 'meiyueart', '2', '--language', 'en');
    expect(paper.match(/Only to undo it.*/)?.[0]).toContain('the last step first');
  });

  it('do nothing while a value is missing', async () => {
    const { out: paper } = await backout('print', 'meiyueart', '2', '--language', 'en');
    const [values = ''] = blocks(paper, 'Hosts and values');
    const restart = blocks(paper, 'Steps').find((text) => text.includes('-restart.sh')) ?? '';
    rmSync(join(host, 'sudo.log'), { force: true });
    const done = enter(`${values}\n${restart}`);
    expect([done.stdout, done.stderr]).toEqual([
      expect.not.stringContaining('exit code 0'),
      expect.stringContaining('PROGRAM'),
    ]);
    expect(() => readFileSync(join(host, 'sudo.log'))).toThrow('ENOENT');
  });
});
