import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Attach, describeShells, type Host, isAlive, kill, read, supervisorAt, until } from './helpers/runner.js';

const STEPS = ['a', 'b', 'c', 'd', 'e'];
const ROUNDS = 6;

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  /** Each step leaves its token where it ran; the third one fails. */
  const scriptsOf = (round: number) =>
    Object.fromEntries(
      STEPS.map((name) => [`${round}-${name}`, `echo ${name} >>ran-${round}; ${name === 'c' ? 'exit 3' : 'true'}`]),
    );
  const ran = (round: number) =>
    read(join(host.home, `ran-${round}`))
      .split('\n')
      .filter(Boolean);
  const soon = (most: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * most));
  const killClient = ({ child }: Attach) => kill(-(child.pid ?? 0));
  const killSupervisor = (round: number) => {
    const claimed = STEPS.filter((name) => read(join(host.state(`${round}-${name}`), 'claim')) !== '');
    const pid = supervisorAt(host.state(`${round}-${claimed.at(-1)}`));
    if (pid > 0 && isAlive(pid)) kill(pid);
  };

  test('whoever is killed at whatever moment: each step ran once or not at all, and none after the failed one', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const scripts = scriptsOf(round);
      const first = host.segment(scripts);
      await soon(150);
      if (round % 2 === 0) killClient(first);
      else killSupervisor(round);
      await soon(50);
      await host.segment(scripts).replies;
      const again = await host.segment(scripts).replies;
      const done = ran(round);
      expect(done).toEqual(STEPS.slice(0, done.length));
      expect(done.length).toBeLessThanOrEqual(3);
      // What is said to have ended well has run.
      const good = again.filter(({ word, fields }) => word === 'ended' && fields[1] === '0').length;
      expect(done.length).toBeGreaterThanOrEqual(good);
      if (round % 2 === 0) expect(done).toEqual(['a', 'b', 'c']);
    }
  });

  test('a cancel at whatever moment: when it is done, nothing begins or goes on', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const scripts = Object.fromEntries(
        STEPS.map((name) => [`${round}-${name}`, `echo ${name} >>ran-${round}; sleep 0.05; echo end >>ended-${round}`]),
      );
      const segment = host.segment(scripts);
      await soon(300);
      expect((await host.call({ mode: 'cancel', tokens: Object.keys(scripts) }).reply).word).toBe('done');
      const before = [ran(round), read(join(host.home, `ended-${round}`))];
      await segment.replies;
      await soon(100);
      expect([ran(round), read(join(host.home, `ended-${round}`))]).toEqual(before);
      await host.segment(scripts).replies;
      expect(ran(round)).toEqual(before[0]);
    }
  });

  test('a power cut that took the claim along leaves the step in doubt: it is not run again', async () => {
    await host.segment({ a: 'echo a >>runs', b: 'echo b >>runs' }).replies;
    for (const name of ['claim', 'result']) rmSync(join(host.state('b'), name));
    const mark = readdirSync(host.state('b')).find((name) => name.startsWith('in.')) ?? '';
    renameSync(join(host.state('b'), mark), join(host.state('b'), 'in.an-earlier-boot'));
    const order = host.order('echo b >>runs', { token: 'b' });
    const ask = async () => (await host.call({ mode: 'ask', order, offset: 0 }).reply).word;
    expect(await ask()).toBe('lost');
    const reply = await host.segment({ b: 'echo b >>runs' }).reply;
    expect([reply.word, reply.fields[0]]).toEqual(['lost', 'rebooted']);
    // Nor is it called never begun when somebody keeps it from beginning.
    expect((await host.call({ mode: 'cancel', tokens: ['b'] }).reply).word).toBe('done');
    expect(await ask()).toBe('lost');
    expect(read(join(host.home, 'runs'))).toBe('a\nb\n');
  });

  test('a power cut that took the claim along: the output that was heard is not told again, and no other step is touched', async () => {
    const scripts = { a: 'echo heard; echo new', b: 'echo b' };
    await host.segment({ a: scripts.a }).replies;
    for (const name of ['claim', 'result']) rmSync(join(host.state('a'), name));
    const mark = readdirSync(host.state('a')).find((name) => name.startsWith('in.')) ?? '';
    renameSync(join(host.state('a'), mark), join(host.state('a'), 'in.an-earlier-boot'));
    const reply = await host.segment(scripts, { offset: 'heard\n'.length }).reply;
    expect([reply.word, `${reply.output}`]).toEqual(['lost', 'new\n']);
    expect(existsSync(host.state('b'))).toBe(false);
  });

  test('a power cut in a long step leaves none of those after it in doubt', async () => {
    const marks = (token: string) => readdirSync(host.state(token)).filter((name) => name.startsWith('in.')).length;
    const segment = host.segment({ a: 'touch begun; while [ ! -e go ]; do sleep 0.02; done', b: 'true', c: 'true' });
    // By then all of them were marked.
    await until(() => existsSync(join(host.home, 'begun')));
    await until(() => marks('b') + marks('c') === 0);
    expect(marks('a')).toBe(1);
    writeFileSync(join(host.home, 'go'), '');
    expect((await segment.replies).length).toBe(3);
    expect([marks('b'), marks('c')]).toEqual([1, 1]);
  });

  test('of many shells that make the same file with O_EXCL one succeeds', async () => {
    mkdirSync(join(host.home, 'claims'));
    const text = `set -C; n=0
while [ $n -lt 100 ]; do
  { printf '%s\\n' "$ME"; } 2>/dev/null >claims/$n && echo won
  n=$((n+1))
done; true`;
    const looks = Array.from({ length: 6 }, (_, n) =>
      host.call({ mode: 'observe', script: host.order(text, { env: { ME: String(n) } }).script }),
    );
    const won = await Promise.all(looks.map(async ({ reply }) => `${(await reply).output}`.split('\n').length - 1));
    expect(won.reduce((sum, each) => sum + each, 0)).toBe(100);
  });
});
