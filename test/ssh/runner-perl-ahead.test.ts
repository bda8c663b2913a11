import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeProgram, PERL_COMMAND } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import { type Attach, attach, type Host, kill, locate, makeHost, processesOf, read, until } from './helpers/runner.js';

const SHELLS = ['dash', 'busybox', 'bash'].map((name) => ({ name, file: locate(name) }));

// While people decide, Perl waits with its program; a start then only tells it what to do.
for (const { name, file } of SHELLS) {
  describe.skipIf(!file || !locate('perl'))(`Perl that waits for a start, beside ${name}`, () => {
    let host: Host;
    beforeEach(() => {
      host = makeHost(file ?? '');
    });
    afterEach(() => host.close());

    const root = () => join(host.home, '..');
    const nameOf = (pid: number) => read(`/proc/${pid}/comm`).trim();
    const perls = () => processesOf(root()).filter((pid) => nameOf(pid) === 'backout');
    const call = (scripts: Readonly<Record<string, string>>, meanwhile?: () => void | Promise<void>) => {
      const orders = Object.entries(scripts).map(([token, text]) => host.order(text, { token }));
      return host.callAhead({ mode: 'ensure', offset: 0, lock: LOCK, orders }, meanwhile);
    };
    const told = async ({ replies }: Attach) =>
      (await replies).map(({ word, fields, output }) => `${word} ${fields[0]}: ${output}`);

    test('is there before the start, under its own name, alone, and has touched nothing', async () => {
      const look = () => {
        expect(processesOf(root()).map(nameOf)).toEqual(['backout']);
        expect(readdirSync(host.home)).toEqual([]);
      };
      expect(await told(call({ a: 'echo one' }, look))).toEqual(['ended exited: one\n']);
    });

    test('ends with its client when nothing is told to it', async () => {
      expect((await attach(host.env, composeProgram(true), 1, PERL_COMMAND).reply).word).toBe('ready');
      await until(() => processesOf(root()).length === 0);
    });

    test('is the one that runs the steps', async () => {
      let waits = 0;
      const look = () => {
        [waits = 0] = perls();
      };
      const parentOfSupervisor = "awk '{ print $4 }' /proc/$PPID/stat";
      expect(await told(call({ a: parentOfSupervisor, b: parentOfSupervisor }, look))).toEqual([
        `ended exited: ${waits}\n`,
        `ended exited: ${waits}\n`,
      ]);
      await until(() => processesOf(root()).length === 0);
    });

    test('leaves its place to a shell when something ends it before', async () => {
      const end = () => {
        for (const pid of perls()) kill(pid);
      };
      const started = call({ a: 'echo one', b: 'echo two' }, end);
      expect(await told(started)).toEqual(['ended exited: one\n', 'ended exited: two\n']);
    });

    test('is told as lost when it is killed, whatever daemon a step has left', async () => {
      const started = call({ a: 'sleep 60 & wait' });
      await until(() => read(join(host.state('a'), 'claim')) !== '');
      kill(Number(read(join(host.state('a'), 'claim')).split(' ')[2]));
      expect(await told(started)).toEqual(['lost killed: ']);
    });

    test('leaves it to a shell where somebody has the steps already', async () => {
      const scripts = { a: 'until [ -e gate ]; do sleep 0.01; done' };
      const first = host.segment(scripts);
      await until(() => read(join(host.state('a'), 'claim')) !== '');
      const own = new Set(perls());
      const late = call(scripts);
      await until(() => processesOf(root()).some((pid) => nameOf(pid) === 'sh'));
      await until(() => perls().every((pid) => own.has(pid)));
      writeFileSync(join(host.home, 'gate'), '');
      expect([await told(late), await told(first)]).toEqual([['ended exited: '], ['ended exited: ']]);
    });

    test('shares nothing with a step', async () => {
      const list = 'ls /proc/self/fd';
      const seen = async ({ reply }: Attach) => `${(await reply).output}`;
      const step = await seen(host.segment({ a: list }));
      expect(await seen(call({ b: list }))).toBe(step);
    });
  });
}
