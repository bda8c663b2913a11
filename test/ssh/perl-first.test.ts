import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensure, type Lab, LOCK, NEVER, openLab, order } from './helpers/remote.js';
import { kill, locate, read, supervisorAt, until } from './helpers/runner.js';

// On a new connection a segment begins in Perl, without a shell; whatever Perl will not do goes to a shell.
describe.skipIf(!locate('perl'))('the first call of a segment', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await openLab();
  });
  afterEach(() => lab.close());

  const STEP = order('echo run >>runs; echo on');
  const another = (n: number) => order('echo run >>runs; echo on', { token: `other.${n}` });
  const runs = () => read(join(lab.box.home, 'runs'));
  /** What was started on the host, in order. */
  const commands = () =>
    lab.box.requests.filter(({ kind }) => kind === 'exec').map(({ detail }) => detail.split(' ').slice(1, 2)[0]);
  const replacePerl = (text: string) => writeFileSync(join(lab.box.bin, 'perl'), text, { mode: 0o755 });
  const lockOut = () =>
    lab.remote.ensure(
      lab.target,
      { orders: [order('true', { token: 'theirs' })], lock: { ...LOCK, run: 'another' } },
      { signal: NEVER, onEnd: () => {} },
    );

  test('needs no shell', async () => {
    expect(await ensure(lab.remote, lab.target, STEP, NEVER)).toMatchObject({
      kind: 'exited',
      output: { text: 'on\n' },
    });
    expect(commands()).toEqual(['perl']);
  });

  test('is for Perl that waits with the program, where there is one', async () => {
    lab.remote.warm(lab.target);
    await until(() => commands().length === 2);
    await ensure(lab.remote, lab.target, STEP, NEVER);
    expect(commands().toSorted()).toEqual(['perl', 'sh']);
  });

  test('is for a shell that waits with the program, on a host without Perl', async () => {
    replacePerl('#!/bin/sh\nexit 127\n');
    lab.remote.warm(lab.target);
    await until(() => commands().length === 3);
    await ensure(lab.remote, lab.target, STEP, NEVER);
    expect(commands().toSorted()).toEqual(['perl', 'sh', 'sh']);
    expect(runs()).toBe('run\n');
  });

  test('goes to a shell on a host without Perl, which is not tried again on this connection', async () => {
    replacePerl('#!/bin/sh\nexit 127\n');
    expect((await ensure(lab.remote, lab.target, STEP, NEVER)).kind).toBe('exited');
    expect((await ensure(lab.remote, lab.target, another(1), NEVER)).kind).toBe('exited');
    expect(commands()).toEqual(['perl', 'sh', 'sh']);
    expect(runs()).toBe('run\nrun\n');
  });

  test.each([126, 127, 1])(
    'is for a shell from the start where what waits ends with %i before it is there',
    async (code) => {
      replacePerl(`#!/bin/sh\nexit ${code}\n`);
      lab.remote.warm(lab.target);
      await until(() => commands().length === 3);
      await lockOut();
      expect(await ensure(lab.remote, lab.target, STEP, NEVER)).toMatchObject({
        ...{ kind: 'not-started', failure: { code: 'host.locked' } },
      });
    },
  );

  test('takes no end for a proof once it has heard of a step', async () => {
    // A login shell that runs another command behind ours, and does not find that one.
    const then = 'while IFS= read -r line; do echo "$line"; case $line in *ended*) exit 127; esac; done';
    replacePerl(`#!/bin/sh\n${locate('perl')} "$@" | { ${then}; }\n`);
    const ends: unknown[] = [];
    const orders = [order('echo one >>runs', { token: 'a' }), order('echo two >>runs; exit 3', { token: 'b' })];
    await lab.remote.ensure(lab.target, { orders, lock: LOCK }, { signal: NEVER, onEnd: (...end) => ends.push(end) });
    expect(ends).toMatchObject([
      ['a', { kind: 'exited', code: 0 }],
      ['b', { kind: 'exited', code: 3 }],
    ]);
    expect(runs()).toBe('one\ntwo\n');
  });

  test('is refused by the shell as if there had been no Perl: nothing has begun', async () => {
    await lockOut();
    const refused = { kind: 'not-started', failure: { code: 'host.locked', facts: { run: 'another' } } };
    expect(await ensure(lab.remote, lab.target, STEP, NEVER)).toMatchObject(refused);
    replacePerl('#!/bin/sh\nexit 127\n');
    expect(await ensure(lab.newRemote(), lab.target, STEP, NEVER)).toMatchObject(refused);
    expect(runs()).toBe('');
  });

  test('is told by the shell where Perl ended without a word; what refuses it then is no proof', async () => {
    replacePerl('#!/bin/sh\nexit 65\n');
    expect((await ensure(lab.remote, lab.target, STEP, NEVER)).kind).toBe('exited');
    await lab.remote.unlock(lab.target, LOCK);
    await lockOut();
    expect(await ensure(lab.newRemote(), lab.target, another(1), NEVER)).toMatchObject({
      ...{ kind: 'lost', evidence: { reason: 'refused-later' } },
    });
  });

  test('is for a shell when the step has begun already, here or by another bot', async () => {
    await ensure(lab.remote, lab.target, STEP, NEVER);
    const again = await ensure(lab.newRemote(), lab.target, STEP, NEVER);
    expect(again).toMatchObject({ kind: 'exited', output: { text: 'on\n' } });
    expect(commands()).toEqual(['perl', 'perl', 'sh']);
    expect(runs()).toBe('run\n');
  });

  test('is told on by a shell when the supervisor was killed: to the byte, and nothing follows', async () => {
    const ends: unknown[] = [];
    const orders = [
      order('echo one', { token: 'a' }),
      order('echo two; sleep 600', { token: 'b' }),
      order('echo three >>runs', { token: 'c' }),
    ];
    const done = lab.remote.ensure(
      lab.target,
      { orders, lock: LOCK },
      { signal: NEVER, onEnd: (...end) => ends.push(end) },
    );
    const state = (token: string) => join(lab.box.home, '.backout/steps', token);
    await until(() => read(join(state('b'), 'out')) === 'two\n');
    // Until the client has heard of it, so that both ways there is output to go on from.
    await until(() => lab.heard() > 0);
    await pause(150);
    kill(supervisorAt(state('b')));
    await done;
    expect(ends).toMatchObject([
      ['a', { kind: 'exited', code: 0, output: { text: 'one\n' } }],
      ['b', { kind: 'lost', evidence: { reason: 'runner-killed' }, output: { text: 'two\n' } }],
    ]);
    expect(commands()).toEqual(['perl', 'sh']);
    expect(runs()).toBe('');
  });
});
