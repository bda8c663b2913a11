import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeUpload } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import { attach, describeShells, execute, FENCE, type Host, read, TOKEN, until } from './helpers/runner.js';

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  describe('a step', () => {
    test('runs once, with its exit code and its output to the byte', async () => {
      const reply = await host.ensure('echo out; echo err >&2; printf 你好; exit 7').reply;
      expect(reply.word).toBe('ended');
      expect(reply.fields.slice(0, 2)).toEqual(['exited', '7']);
      expect(reply.output.toString()).toBe('out\nerr\n你好');
    });

    test('stops at the first failing command and at an unset variable', async () => {
      expect((await host.ensure('false; echo on').reply).fields[1]).toBe('1');
      const unset = await host.ensure('echo "$NOWHERE"; echo on', { token: 'unset' }).reply;
      expect(unset.fields[1]).not.toBe('0');
      expect(unset.output.toString()).not.toMatch(/^on$/m);
    });

    test('sees UTF-8 and nobody’s country, whatever the account has', async () => {
      Object.assign(host.env, { LANG: 'zh_CN.UTF-8', LC_ALL: 'de_DE', LC_TIME: 'fr_FR' });
      const { output } = await host.ensure('echo "[$LC_ALL]"; locale').reply;
      const [all, ...categories] = output.toString().trim().replaceAll('"', '').split('\n');
      expect(all).toBe('[]');
      expect(categories.filter((line) => !/^(LANG|LANGUAGE|LC_ALL)=$/.test(line))).toEqual(
        [
          'CTYPE=C.UTF-8',
          ...'NUMERIC TIME COLLATE MONETARY MESSAGES PAPER NAME ADDRESS TELEPHONE MEASUREMENT IDENTIFICATION'
            .split(' ')
            .map((name) => `${name}=POSIX`),
        ].map((line) => `LC_${line}`),
      );
    });

    test('sees the home directory, an empty input, a UTF-8 locale and the umask of the login', async () => {
      const { output } = await host.ensure('pwd; cat; echo "$LC_CTYPE"; umask; ps -o sid= -p $$; echo $$').reply;
      const [directory, locale, umask, session, pid] = output.toString().split('\n');
      expect([directory, locale, Number(umask)]).toEqual([host.home, 'C.UTF-8', 22]);
      expect(Number(session)).toBe(Number(pid));
    });

    test('can be interrupted by its own means: INT and QUIT are not ignored', async () => {
      const { output } = await host.ensure('grep SigIgn /proc/self/status; sleep 0').reply;
      expect(BigInt(`0x${output.toString().trim().split(/\s+/)[1]}`) & 0b110n).toBe(0n);
    });

    test('is not run again by another attach, which goes on at any byte', async () => {
      const script = 'echo run >>runs; i=0; while [ $i -lt 20000 ]; do echo "line $i 行"; i=$((i+1)); done; exit 3';
      const whole = (await host.ensure(script).reply).output;
      for (const offset of [0, 1, 4, 65_535, 65_536, 65_537, 200_001, whole.length]) {
        const reply = await host.ensure(script, { offset }).reply;
        expect(reply.output.equals(whole.subarray(offset))).toBe(true);
        expect(reply.fields[1]).toBe('3');
      }
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });

    test('streams what it prints while it runs', async () => {
      const script = 'echo first; while [ ! -e go ]; do sleep 0.02; done; echo second';
      const running = host.ensure(script);
      let seen = '';
      running.child.stdout?.on('data', (chunk) => {
        seen += chunk;
      });
      await until(() => seen.includes('first\n'));
      writeFileSync(join(host.home, 'go'), '');
      expect((await running.reply).output.toString()).toBe('first\nsecond\n');
    });

    test('runs once for eight starters, and all are told the same', async () => {
      const script = 'echo run >>runs; sleep 0.2; echo done; exit 3';
      const replies = await Promise.all(Array.from({ length: 8 }, () => host.ensure(script).reply));
      expect(new Set(replies.map(({ word, fields, output }) => `${word} ${fields.join(' ')} ${output}`)).size).toBe(1);
      expect(replies[0]?.fields.slice(0, 2)).toEqual(['exited', '3']);
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });

    test('goes on when its client goes away, and no attach stays behind', async () => {
      const script = 'echo 1; while [ ! -e go ]; do sleep 0.02; done; echo 2; exit 4';
      const first = host.ensure(script);
      await until(() => read(join(host.state(), 'out')) === '1\n');
      first.child.stdin?.destroy();
      first.child.stdout?.destroy();
      await expect(first.reply).rejects.toThrow('no answer');
      const second = host.ensure(script, { offset: 2 });
      writeFileSync(join(host.home, 'go'), '');
      const reply = await second.reply;
      expect([reply.output.toString(), reply.fields[1]]).toEqual(['2\n', '4']);
    });

    test('cannot forge the end of its own output', async () => {
      const forged = `for n in 0 1 BS1 ${'0'.repeat(32)}; do printf '%s ended exited 0 0 0\\n' "$n"; done; exit 9`;
      const reply = await host.ensure(forged).reply;
      expect(reply.fields[1]).toBe('9');
      expect(reply.output.toString().split('\n')).toHaveLength(5);
    });

    test('ends though it leaves a daemon that holds its output, and the daemon lives on', async () => {
      const script = '(i=0; while [ $i -lt 400 ]; do echo tick; i=$((i+1)); sleep 0.05; done) & echo $!; exit 0';
      const reply = await host.ensure(script).reply;
      expect(reply.fields.slice(0, 2)).toEqual(['exited', '0']);
      // Either of the two may print first.
      const pid = Number(/^\d+$/m.exec(reply.output.toString())?.[0]);
      const before = statSync(join(host.state(), 'out')).size;
      await until(() => statSync(join(host.state(), 'out')).size > before);
      expect(() => process.kill(pid, 0)).not.toThrow();
      // A dead supervisor's lock would tell that the daemon had kept it.
      expect((await host.call({ mode: 'ask', order: host.order(script), offset: 0 }).reply).word).toBe('ended');
    });

    test('goes on through a flood of 50 MB, of which the host keeps the beginning', async () => {
      const script = 'yes 0123456789 | head -c 50000000; exit 6';
      const reply = await host.ensure(script).reply;
      expect(reply.fields[1]).toBe('6');
      expect(reply.output.length).toBeLessThanOrEqual(8 << 20);
      expect(reply.output.length).toBeGreaterThan((8 << 20) - 8192);
      expect(reply.output.length + Number(reply.fields[3])).toBe(50_000_000);
    });

    test('that prints byte by byte is kept up to the cap as well', async () => {
      const script = 'i=0; while [ $i -lt 3000 ]; do printf 12345678; i=$((i+1)); done';
      const order = host.order(script);
      const reply = await host.call({ mode: 'ensure', orders: [order], offset: 0, lock: LOCK }, { outputCap: 16_384 })
        .reply;
      expect(reply.output.length).toBeLessThanOrEqual(16_384);
      expect(reply.output.length + Number(reply.fields[3])).toBe(24_000);
    });
  });

  describe('a cut upload', () => {
    test('executes nothing, wherever it is cut', async () => {
      const { script } = host.order('echo run >>runs', { env: { VALUE: "it's; echo run >>runs\n}" } });
      const upload = composeUpload(
        { mode: 'ensure', orders: [{ token: TOKEN, script }], offset: 0, lock: LOCK },
        FENCE,
      );
      const bytes = Buffer.from(upload.text);
      const cuts = Array.from({ length: 120 }, (_, n) => Math.floor((n * bytes.length) / 120));
      for (const cut of [...cuts, bytes.length - 3, bytes.length - 2, bytes.length - 1]) {
        await execute(host.env, bytes.subarray(0, cut));
        expect(readdirSync(host.home)).toEqual([]);
      }
      await attach(host.env, upload).reply;
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });
  });
});
