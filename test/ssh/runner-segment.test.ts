import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeUpload } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import {
  attach,
  describeShells,
  execute,
  FENCE,
  groupOf,
  type Host,
  isAlive,
  kill,
  processesOf,
  processTexts,
  type Reply,
  read,
  secret,
  supervisorAt,
  until,
} from './helpers/runner.js';

/** What was said of each step: its end and its output. */
const told = (replies: readonly Reply[]) =>
  replies.map(({ word, fields, output }) => `${word} ${fields.slice(0, 2).join(' ')}: ${output}`);

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  const runs = () => read(join(host.home, 'runs'));
  const run = (name: string, more = '') => `echo ${name} >>runs; echo ${name}; ${more}`;
  const waiting = (name: string, more = '') => run(name, `while [ ! -e go-${name} ]; do sleep 0.02; done; ${more}`);
  const go = (name: string) => writeFileSync(join(host.home, `go-${name}`), '');
  const claimed = (...tokens: string[]) => tokens.filter((token) => read(join(host.state(token), 'claim')) !== '');

  describe('a segment', () => {
    test('runs its steps in order and tells the end of each', async () => {
      const replies = await host.segment({ a: run('a'), b: run('b', 'printf 行'), c: run('c') }).replies;
      expect(told(replies)).toEqual(['ended exited 0: a\n', 'ended exited 0: b\n行', 'ended exited 0: c\n']);
      expect(runs()).toBe('a\nb\nc\n');
    });

    test('stops after the first step that fails: what follows is not claimed', async () => {
      const replies = await host.segment({ a: run('a'), b: run('b', 'exit 3'), c: run('c') }).replies;
      expect(told(replies)).toEqual(['ended exited 0: a\n', 'ended exited 3: b\n']);
      expect([runs(), claimed('a', 'b', 'c')]).toEqual(['a\nb\n', ['a', 'b']]);
    });

    test('claims each step just before it runs', async () => {
      const segment = host.segment({ a: run('a'), b: waiting('b'), c: run('c') });
      await until(() => runs() === 'a\nb\n');
      expect(claimed('a', 'b', 'c')).toEqual(['a', 'b']);
      go('b');
      expect((await segment.replies).length).toBe(3);
    });

    test('goes on to its end without its client, who hears the rest from the byte it has', async () => {
      const scripts = { a: run('a'), b: waiting('b', 'echo more'), c: run('c') };
      const first = host.segment(scripts);
      await until(() => runs() === 'a\nb\n');
      kill(-(first.child.pid ?? 0));
      const { a: _, ...rest } = scripts;
      const second = host.segment(rest, { offset: 1 });
      go('b');
      expect(told(await second.replies)).toEqual(['ended exited 0: \nmore\n', 'ended exited 0: c\n']);
      expect(runs()).toBe('a\nb\nc\n');
    });

    test('runs once for many who send it at once, or only its rest', async () => {
      const scripts = { a: run('a', 'sleep 0.1'), b: run('b', 'sleep 0.1'), c: run('c') };
      const { a: _, ...rest } = scripts;
      const all = Array.from({ length: 4 }, () => host.segment(scripts));
      await until(() => read(join(host.state('a'), 'result')) !== '');
      const late = [host.segment(rest), host.segment(rest)];
      for (const { replies } of all)
        expect(told(await replies)).toEqual(['ended exited 0: a\n', 'ended exited 0: b\n', 'ended exited 0: c\n']);
      for (const { replies } of late)
        expect(told(await replies)).toEqual(['ended exited 0: b\n', 'ended exited 0: c\n']);
      expect(runs()).toBe('a\nb\nc\n');
    });

    test('is taken up where a killed supervisor left it, when no step was under way', async () => {
      await host.segment({ a: run('a') }).replies;
      const replies = await host.segment({ a: run('a'), b: run('b') }).replies;
      expect(told(replies)).toEqual(['ended exited 0: a\n', 'ended exited 0: b\n']);
      expect(runs()).toBe('a\nb\n');
    });

    test('ends when its supervisor is killed: that step is lost, the next ones never began', async () => {
      const segment = host.segment({ a: run('a'), b: waiting('b'), c: run('c') });
      await until(() => read(join(host.state('b'), 'out')) === 'b\n');
      kill(supervisorAt(host.state('b')));
      expect(told(await segment.replies)).toEqual(['ended exited 0: a\n', 'lost killed: b\n']);
      expect(claimed('a', 'b', 'c')).toEqual(['a', 'b']);
    });

    test('keeps its values to itself: no argument list and no environment of others holds them', async () => {
      const secrets = { KEY: secret('hunter2-secret') };
      const segment = host.segment({ a: 'cat "$KEY_FILE" | wc -c', b: waiting('b') }, { secrets, env: { A: 'v4lue' } });
      await until(() => runs() === 'b\n');
      const group = groupOf(host, 'b');
      expect(isAlive(-group)).toBe(true);
      expect(processTexts().filter((text) => text.includes('hunter2'))).toEqual([]);
      go('b');
      await segment.replies;
    });

    test('hides the steps that wait from whoever looks for processes by name', async () => {
      const segment = host.segment({
        stop: waiting('stop'),
        'start-mailer': run('start', 'pwd; set | grep -c ^OLDPWD= || :'),
      });
      await until(() => runs() === 'stop\n' && existsSync(host.state('start-mailer')));
      const argv = () =>
        processesOf(join(host.home, '..'))
          .map((pid) => read(`/proc/${pid}/cmdline`))
          .find((text) => text.includes('script.2'));
      await until(() => argv()?.includes('-eu') === true);
      // `pkill -f mailer` in the step that stops it would end the one that starts it, before its turn.
      expect(argv()).not.toContain('mailer');
      go('stop');
      expect(told(await segment.replies)).toEqual([
        'ended exited 0: stop\n',
        `ended exited 0: start\n${host.home}\n0\n`,
      ]);
    });

    test('executes nothing of a cut upload, wherever it is cut', async () => {
      const orders = ['a', 'b'].map((token) => host.order(run(token), { token }));
      const upload = composeUpload({ mode: 'ensure', orders, offset: 0, lock: LOCK }, FENCE);
      const bytes = Buffer.from(upload.text);
      const cuts = Array.from({ length: 60 }, () => Math.floor(Math.random() * bytes.length));
      for (const cut of [0, 1, 3, 5, 6, 7, ...cuts, bytes.length - 2, bytes.length - 1]) {
        await execute(host.env, bytes.subarray(0, cut));
        expect(readdirSync(host.home)).toEqual([]);
      }
      await attach(host.env, upload, 2).replies;
      expect(runs()).toBe('a\nb\n');
    });

    test('is left by a daemon of each step: the next one runs, and the lock is free at the end', async () => {
      const daemon = '(exec sleep 600) & echo $!';
      const replies = await host.segment({ a: daemon, b: daemon }).replies;
      expect(replies.map(({ fields }) => fields.slice(0, 2).join(' '))).toEqual(['exited 0', 'exited 0']);
      for (const { output } of replies) expect(isAlive(Number(`${output}`))).toBe(true);
      const lock =
        read(join(host.state('b'), 'claim'))
          .trim()
          .split(' ')[3] ?? '';
      rmSync(join(host.state('b'), 'result'));
      // Were the lock held by a daemon, the step would seem to run.
      const order = host.order(daemon, { token: 'b' });
      // Its supervisor still has to make the results durable.
      await expect.poll(async () => (await host.call({ mode: 'ask', order, offset: 0 }).reply).word).toBe('lost');
      expect(lock).toMatch(/^a\/lock\./);
    });
  });

  describe('a cancel', () => {
    test('ends the step that runs and keeps the others from beginning', async () => {
      const segment = host.segment({ a: run('a'), b: waiting('b'), c: run('c'), d: run('d') });
      await until(() => runs() === 'a\nb\n');
      expect((await host.call({ mode: 'cancel', tokens: ['b', 'c', 'd'] }).reply).word).toBe('done');
      expect(told(await segment.replies)).toEqual(['ended exited 0: a\n', 'ended cancelled 143: b\n']);
      const late = await host.segment({ c: run('c'), d: run('d') }).replies;
      expect(late.map(({ fields }) => fields[0])).toEqual(['void']);
      expect(runs()).toBe('a\nb\n');
    });

    test('of a step whose supervisor and processes are dead is done: nothing of it runs on', async () => {
      const segment = host.segment({ a: waiting('a') });
      await until(() => runs() === 'a\n');
      const group = groupOf(host, 'a');
      kill(supervisorAt(host.state('a')));
      kill(-group);
      await segment.reply;
      expect((await host.call({ mode: 'cancel', tokens: ['a'] }).reply).word).toBe('done');
      const order = host.order(waiting('a'), { token: 'a' });
      expect((await host.call({ mode: 'ask', order, offset: 0 }).reply).word).toBe('lost');
    });

    test('that only forbids lets the running step go on', async () => {
      const segment = host.segment({ a: waiting('a'), b: run('b') });
      await until(() => runs() === 'a\n');
      expect((await host.call({ mode: 'forbid', tokens: ['a', 'b'] }).reply).word).toBe('done');
      go('a');
      expect(told(await segment.replies)).toEqual(['ended exited 0: a\n', 'ended void -: ']);
      expect(runs()).toBe('a\n');
    });
  });

  test('a flood keeps its beginning, its end and its length, and nothing is left of the middle', async () => {
    const script = 'i=0; while [ $i -lt 40000 ]; do echo "line $i"; i=$((i+1)); done; exit 6';
    const limits = { outputCap: 65_536, tailCap: 4_096 };
    const orders = [host.order(script)];
    const reply = await host.call({ mode: 'ensure', orders, offset: 0, lock: LOCK }, limits).reply;
    const whole = Array.from({ length: 40_000 }, (_, n) => `line ${n}\n`).join('');
    expect(reply.fields[1]).toBe('6');
    expect(whole.startsWith(reply.output.toString())).toBe(true);
    expect(reply.output.length + Number(reply.fields[3])).toBe(whole.length);
    expect(reply.tail.toString()).toBe(whole.slice(-4_096));
  });
});
