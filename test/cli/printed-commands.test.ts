import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backoutIn, repository } from './run-backout.js';

describe('the printed commands', () => {
  let host: string;
  const backout = (...args: readonly string[]) => backoutIn(host, ...args);
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
    const steps = blocks(paper, 'Steps').filter((text) => !text.includes('/look-'));
    const done = enter([...values, ...steps].join('\n'));
    expect(done.stderr).toBe('');
    expect(done.stdout.match(/^exit code .*$/gm)).toEqual(Array.from({ length: 6 }, () => 'exit code 0'));
    expect(readFileSync(join(host, 'routes/user_system.py'), 'utf8')).toBe('good user_system.py');
    expect(readFileSync(join(host, 'sudo.log'), 'utf8')).toMatch(/^-n supervisorctl restart admin$/m);
    expect(readFileSync(join(host, '.backout/snapshots/by-hand-1/user_system.py'), 'utf8')).toBe('broken');

    const checks = blocks(paper, 'Did it work?');
    const check = (id: string) => checks.find((text) => text.includes(`/check-${id}.sh`)) ?? '';
    expect(enter([...values, check('files')].join('\n')).stdout).toMatch(/same: .*exit code 0\n$/s);
    expect(enter([...values, check('log')].join('\n')).stdout).toMatch(/exit code 0\n$/);
    writeFileSync(join(host, 'error.log'), 'Traceback: old\nTraceback: new\n');
    expect(enter([...values, check('log')].join('\n')).stdout).toMatch(/Traceback: new.*exit code 1\n$/s);
  });

  it('say why a backup cannot be read, and give it no values', async () => {
    const args = ['--config', join(host, 'backout.yaml'), '--language', 'en', '--backup', '20261118_020000'];
    const { out: paper } = await backout('print', 'meiyueart', '2', ...args);
    const space = blocks(paper, 'Before the first step').find((text) => text.includes('/check-space.sh')) ?? '';
    const done = enter([...blocks(paper, 'Hosts and values'), space].join('\n'));
    expect(done.stdout).toContain('exit code 2\nno such directory: ');
    expect(done.stdout).not.toMatch(/BACKUP_BYTES=\d|exit code 0/);
    expect(done.stderr).toContain('BACKUP_BYTES');
  });

  it('take it back from the last step to the first, and their checks see it', async () => {
    const args = ['--config', join(host, 'backout.yaml'), '--language', 'en', '--backup', '20261119_020000'];
    const { out: paper } = await backout('print', 'meiyueart', '2', ...args);
    const values = blocks(paper, 'Hosts and values');
    const back = blocks(paper, 'Taking it back');
    expect(back.map((text) => /\$paper\/([a-z-]+)\.sh/.exec(text)?.[1])).toEqual([
      ...['restore-kept', 'restore-change-password-undo', 'restore-user-system-undo'],
      ...['restored-live-files', 'restored-running'],
    ]);
    const look = blocks(paper, 'Steps').find((text) => text.includes('/look-restore-user-system.sh')) ?? '';
    expect(enter([...values, look].join('\n')).stdout).toMatch(/exit code 0\n$/);
    const done = enter([...values, ...back].join('\n'));
    expect(done.stderr).toBe('');
    expect(done.stdout.match(/^exit code .*$/gm)).toEqual(Array.from({ length: 6 }, () => 'exit code 0'));
    for (const name of ['user_system.py', 'change_password.py'])
      expect(readFileSync(join(host, 'routes', name), 'utf8')).toBe('broken');
    expect(enter([...values, look].join('\n')).stdout).toMatch(/exit code 1\n$/);
    expect(paper).toContain('Only if step 3 was started.');
  });

  it('find the programs and the home that the inventory gives a local target', async () => {
    const place = mkdtempSync(join(tmpdir(), "backout it's own "));
    for (const name of ['tools', 'home']) mkdirSync(join(place, name));
    writeFileSync(join(place, 'tools/sudo'), '#!/bin/sh\necho "$*" >>"$HOME/sudo.log"\n');
    chmodSync(join(place, 'tools/sudo'), 0o755);
    const written = JSON.parse(readFileSync(join(host, 'backout.yaml'), 'utf8'));
    written.systems.meiyueart.targets.web = { local: true, path: [join(place, 'tools')], home: join(place, 'home') };
    writeFileSync(join(place, 'backout.yaml'), JSON.stringify(written));
    const args = ['--config', join(place, 'backout.yaml'), '--language', 'en', '--backup', '20261119_020000'];
    const { out: paper } = await backout('print', 'meiyueart', '2', ...args);
    const steps = blocks(paper, 'Steps').filter((text) => !text.includes('/look-'));
    const text = [...blocks(paper, 'Hosts and values'), ...steps].join('\n');
    const done = spawnSync('sh', ['-c', text], { env: { PATH: process.env.PATH, HOME: host }, encoding: 'utf8' });
    expect([done.stderr, done.stdout.match(/^exit code [^0].*$/gm)]).toEqual(['', null]);
    expect(readFileSync(join(place, 'home/sudo.log'), 'utf8')).toMatch(/^-n supervisorctl restart admin$/m);
    expect(readdirSync(join(place, 'home/.backout/snapshots/by-hand-1'))).toContain('user_system.py');
    const shell = `in the shell opened for it`;
    expect(paper).toContain(
      `Host: Production server (the machine on which Backout runs, as ${userInfo().username}, ${shell})`,
    );
    rmSync(place, { recursive: true });
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
