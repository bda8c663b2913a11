import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockText, parseLocks } from '../../src/ssh/host-lock.js';
import { LOCK } from './helpers/remote.js';
import { describeShells, type Host, read, until } from './helpers/runner.js';

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  const lockFile = () => join(host.home, '.backout/locks', LOCK.system);
  const start = (lock = LOCK, epoch = 1, token = 'a') => {
    const orders = [host.order('echo run >>runs', { token })];
    return host.call({ mode: 'ensure', orders, offset: 0, lock }, {}, { journal: 'J1', epoch });
  };
  const runs = () => read(join(host.home, 'runs'));

  describe('the lock of a run', () => {
    test('stands before the first claim, in lines that any script can read', async () => {
      await start().reply;
      expect(readFileSync(lockFile(), 'utf8')).toBe(
        'run 20261120-7kq2m\nby U0LI4\nreason 诊断卡死\nsince 2026-11-20T06:30:00Z\nsince_ms 1795156200000\n',
      );
    });

    test('lets the same run go on and refuses another one before anything is touched', async () => {
      await start().reply;
      expect((await start(LOCK, 1, 'b').reply).fields[0]).toBe('exited');
      const other = await start({ ...LOCK, run: '20261120-other' }, 1, 'c').reply;
      expect([other.word, other.fields.join(' ')]).toEqual([
        'refused',
        'locked 20261120-7kq2m|U0LI4|1795156200000|诊断卡死',
      ]);
      expect(readdirSync(join(host.home, '.backout/steps')).sort()).toEqual(['a', 'b']);
    });

    test('is held by one of many that come at once', async () => {
      const attempts = Array.from({ length: 6 }, (_, n) => start({ ...LOCK, run: `run-${n}` }, 1, `step-${n}`));
      const words = await Promise.all(attempts.map(async ({ reply }) => (await reply).word));
      expect(words.sort()).toEqual(['ended', ...Array.from({ length: 5 }, () => 'refused')]);
      expect(runs()).toBe('run\n');
    });

    test('is taken off by its own run only, and again without complaint', async () => {
      await start().reply;
      const unlock = (run: string) => host.call({ mode: 'unlock', system: LOCK.system, run }).reply;
      expect((await unlock('20261120-other')).fields[0]).toBe('locked');
      expect(read(lockFile())).not.toBe('');
      expect((await unlock(LOCK.run)).word).toBe('done');
      expect(read(lockFile())).toBe('');
      expect((await unlock(LOCK.run)).word).toBe('done');
    });

    test('is listed', async () => {
      expect((await host.call({ mode: 'locks' }).reply).output.toString()).toBe('');
      expect(readdirSync(host.home)).toEqual([]);
      await start().reply;
      const { output } = await host.call({ mode: 'locks' }).reply;
      expect(parseLocks(output.toString())).toEqual([LOCK]);
    });

    test('that was cut off by a power failure is nobody’s', async () => {
      await start().reply;
      writeFileSync(lockFile(), 'run 20261120-gone\nby U0');
      expect((await start({ ...LOCK, run: 'next' }, 1, 'b').reply).word).toBe('ended');
      expect(read(lockFile())).toContain('run next\n');
    });

    test('is tested by a deploy script in two lines', async () => {
      const script = join(host.home, 'deploy.sh');
      writeFileSync(
        script,
        `lock=$HOME/.backout/locks/${LOCK.system}\n[ ! -s "$lock" ] || { cat "$lock"; exit 75; }\necho deployed\n`,
      );
      const deploy = () => host.call({ mode: 'observe', script: host.order(`sh '${script}'`).script }).reply;
      expect((await deploy()).output.toString()).toBe('deployed\n');
      await start().reply;
      expect((await deploy()).fields.slice(0, 2)).toEqual(['exited', '75']);
    });
  });

  describe('a fence', () => {
    test('refuses a bot that a later one has followed, before a claim', async () => {
      expect((await start(LOCK, 5).reply).word).toBe('ended');
      const late = await start(LOCK, 4, 'b').reply;
      expect([late.word, late.fields[0]]).toEqual(['refused', 'fenced']);
      expect((await start(LOCK, 5, 'c').reply).word).toBe('ended');
      expect((await start(LOCK, 6, 'd').reply).word).toBe('ended');
      expect(read(join(host.home, '.backout/fences/J1'))).toBe('6\n');
      expect(readdirSync(join(host.home, '.backout/steps')).sort()).toEqual(['a', 'c', 'd']);
    });

    test('is looked at again before each claim', async () => {
      const orders = ['a', 'b'].map((token) =>
        host.order(`echo ${token} >>runs; while [ ! -e go ]; do sleep 0.02; done`, { token }),
      );
      const old = host.call({ mode: 'ensure', orders, offset: 0, lock: LOCK }, {}, { journal: 'J1', epoch: 1 });
      await until(() => runs() === 'a\n');
      writeFileSync(join(host.home, '.backout/fences/J1'), '2\n');
      writeFileSync(join(host.home, 'go'), '');
      const [, second] = await old.replies;
      expect([second?.word, second?.fields[0]]).toEqual(['refused', 'fenced']);
      expect(runs()).toBe('a\n');
    });

    test('keeps the highest of many that come at once', async () => {
      const attempts = Array.from({ length: 6 }, (_, n) => start(LOCK, n + 1, `step-${n}`).reply);
      await Promise.all(attempts);
      expect(read(join(host.home, '.backout/fences/J1'))).toBe('6\n');
    });
  });

  describe('an inspection', () => {
    const inspect = async (secrets = false) => {
      const { word, fields } = await host.call({ mode: 'inspect', secrets }).reply;
      return `${word} ${fields.join(' ')}`;
    };
    const standIn = (name: string, script: string) => {
      const file = join(host.home, '../bin', name);
      writeFileSync(file, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
    };

    test('finds a host good, with secrets or without, and touches nothing', async () => {
      expect([await inspect(), await inspect(true)]).toEqual(['done ', 'done ']);
      expect(readdirSync(host.home)).toEqual([]);
      await start().reply;
      expect(await inspect()).toBe('done ');
    });

    test('names a state directory that is a file, a link or somebody else’s', async () => {
      symlinkSync('/tmp', join(host.home, '.backout'));
      expect(await inspect()).toMatch(/^refused unsuitable .*\.backout is not a writable directory .*\|remove it/);
    });

    test('names a foreign directory below it', async () => {
      mkdirSync(join(host.home, '.backout'));
      writeFileSync(join(host.home, '.backout/locks'), '');
      expect(await inspect()).toContain('.backout/locks is not a writable directory');
    });

    test('names a home that is not there', async () => {
      host.env.HOME = join(host.home, 'gone');
      expect(await inspect()).toContain('HOME is no directory|give the user a home directory');
    });

    test('names a full disk', async () => {
      standIn('df', 'echo head; echo "/dev/vda 1000 900 100 90% /"');
      expect(await inspect()).toContain('has only 100 kB left|free space');
    });

    test('names missing memory for secrets only where there are secrets', async () => {
      standIn('stat', 'echo ext2/ext3');
      expect(await inspect()).toBe('done ');
      expect(await inspect(true)).toContain('|mount a tmpfs');
      expect(readdirSync(host.home)).toEqual([]);
    });

    // A stand-in for loginctl: what the real one prints was taken from systemd 252.
    test.each([
      ['KillUserProcesses=yes', 'KillOnlyUsers=', 'KillExcludeUsers=deploy', 'refused'],
      ['KillUserProcesses=yes', 'KillOnlyUsers=', 'KillExcludeUsers=ME', 'done'],
      ['KillUserProcesses=yes', 'KillOnlyUsers=ME', 'KillExcludeUsers=deploy', 'refused'],
      ['KillUserProcesses=yes', 'KillOnlyUsers=deploy', 'KillExcludeUsers=www', 'done'],
      ['KillUserProcesses=no', 'KillOnlyUsers=', 'KillExcludeUsers=www', 'done'],
    ])('asks logind whether it ends what a login left: %s %s %s', async (kill, only, exclude, expected) => {
      standIn('loginctl', `me=$(id -un)\nprintf '%s\\n' '${kill}' '${only}' '${exclude}' | sed "s/ME/$me/"`);
      host.env.XDG_SESSION_ID = '7';
      const said = await inspect();
      expect(said.split(' ')[0]).toBe(expected);
      if (expected === 'refused') expect(said).toMatch(/KillUserProcesses=yes\)\|set KillExcludeUsers=root \S+ in/);
    });
  });
});

test('what people wrote becomes one line without control characters', () => {
  const text = lockText({ ...LOCK, by: 'x\nrun other', reason: 'a\u001b[31mred\r\nsince_ms 0\u0000' });
  expect(text.split('\n')).toHaveLength(6);
  expect(text).toContain('by x run other\nreason ared since_ms 0\n');
});
