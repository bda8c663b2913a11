import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeProgram } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import { type Attach, attach, type Host, kill, locate, makeHost, processesOf, read, until } from './helpers/runner.js';

const SHELLS = ['dash', 'busybox', 'bash'].map((name) => ({ name, file: locate(name) }));

// While people decide, Perl waits with its program; a start then only tells it what to do.
for (const { name, file } of SHELLS) {
  describe.skipIf(!file || !locate('perl'))(`Perl that waits for a start, beside ${name}`, () => {
    let host: Host;
    beforeEach(() => {
      host = makeHost(file ?? '');
      mkdirSync(temporary());
      host.env.TMPDIR = temporary();
    });
    afterEach(() => host.close());

    const temporary = () => join(host.home, '../tmp');
    const commandOf = (pid: number) => read(`/proc/${pid}/cmdline`).split('\0')[0] ?? '';
    const nameOf = (pid: number) => read(`/proc/${pid}/comm`).trim();
    const named = () => until(() => `${perls().map(nameOf)}` === 'backout');
    const perls = () => processesOf(join(host.home, '..')).filter((pid) => commandOf(pid) === 'perl');
    const call = (scripts: Readonly<Record<string, string>>, meanwhile?: () => void | Promise<void>) => {
      const orders = Object.entries(scripts).map(([token, text]) => host.order(text, { token }));
      return host.callAhead({ mode: 'ensure', offset: 0, lock: LOCK, orders }, meanwhile);
    };
    const told = async ({ replies }: Attach) =>
      (await replies).map(({ word, fields, output }) => `${word} ${fields[0]}: ${output}`);

    test('is there before the start, under its own name, and its pipes have none', async () => {
      const look = async () => {
        await named();
        expect([readdirSync(temporary()), readdirSync(host.home)]).toEqual([[], []]);
      };
      expect(await told(call({ a: 'echo one' }, look))).toEqual(['ended exited: one\n']);
    });

    test('ends with its client when nothing is told to it', async () => {
      expect((await attach(host.env, composeProgram()).reply).word).toBe('ready');
      await until(() => processesOf(join(host.home, '..')).length === 0);
    });

    test('is the one that runs the steps', async () => {
      let waits = 0;
      const look = async () => {
        await named();
        [waits = 0] = perls();
      };
      const parentOfSupervisor = "awk '{ print $4 }' /proc/$PPID/stat";
      expect(await told(call({ a: parentOfSupervisor, b: parentOfSupervisor }, look))).toEqual([
        `ended exited: ${waits}\n`,
        `ended exited: ${waits}\n`,
      ]);
      await until(() => processesOf(join(host.home, '..')).length === 0);
    });

    test('leaves its place to the supervisor in sh when something ends it before', async () => {
      const end = async () => {
        await named();
        for (const pid of perls()) kill(pid);
      };
      const started = call({ a: 'echo one', b: 'echo two' }, end);
      expect(await told(started)).toEqual(['ended exited: one\n', 'ended exited: two\n']);
    });

    test('is started with the steps where there is no room for its pipes', async () => {
      host.env.TMPDIR = '/nonexistent';
      expect(await told(call({ a: 'echo one' }))).toEqual(['ended exited: one\n']);
    });

    test('is told as lost when it is killed, whatever daemon a step has left', async () => {
      const started = call({ a: 'sleep 60 & wait' });
      await until(() => read(join(host.state('a'), 'claim')) !== '');
      kill(Number(read(join(host.state('a'), 'claim')).split(' ')[2]));
      expect(await told(started)).toEqual(['lost killed: ']);
    });

    test('is given up where somebody has the steps already', async () => {
      const first = host.segment({ a: 'until [ -e gate ]; do sleep 0.01; done' });
      await until(() => read(join(host.state('a'), 'claim')) !== '');
      const own = new Set(perls());
      const late = call({ a: 'until [ -e gate ]; do sleep 0.01; done' }, () =>
        until(() => perls().some((pid) => !own.has(pid))),
      );
      await until(() => perls().every((pid) => own.has(pid)));
      writeFileSync(join(host.home, 'gate'), '');
      expect([await told(late), await told(first)]).toEqual([['ended exited: '], ['ended exited: ']]);
    });

    test('shares nothing with another call on its line, nor with a step', async () => {
      const list = 'ls /proc/self/fd';
      const script = host.order(list).script;
      const seen = async ({ reply }: Attach) => `${(await reply).output}`;
      const alone = await seen(host.call({ mode: 'observe', script }));
      expect(await seen(host.callAhead({ mode: 'observe', script }))).toBe(alone);
      await until(() => perls().length === 0);
      const step = await seen(host.segment({ a: list }));
      expect(await seen(call({ b: list }))).toBe(step);
    });
  });
}
