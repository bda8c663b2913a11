import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '../../src/domain/result.js';
import type { StepEnd } from '../../src/domain/step-end.js';
import type { HostLock, Remote, StepOrder } from '../../src/engine/ports.js';
import { createRemote } from '../../src/ssh/ssh-remote.js';
import { type Lab, LOCK, NEVER, noLocalTargets, openLab, order } from './helpers/remote.js';
import { locate, read, until } from './helpers/runner.js';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

type Told = readonly (readonly [string, StepEnd])[];

async function ensureAll(
  orders: readonly StepOrder[],
  remote: Remote = lab.remote,
  lock: HostLock = LOCK,
): Promise<Told> {
  const told: (readonly [string, StepEnd])[] = [];
  const onEnd = (token: string, end: StepEnd) => void told.push([token, end]);
  await remote.ensure(lab.target, { orders, lock }, { signal: NEVER, onEnd });
  return told;
}

const step = (token: string, text = `echo ${token} >>runs; echo ${token}`) => order(text, { token });
const runs = () => read(join(lab.box.home, 'runs'));
const go = (name: string) => writeFileSync(join(lab.box.home, `go-${name}`), '');
const waiting = (token: string) =>
  step(token, `echo ${token} >>runs; while [ ! -e go-${token} ]; do sleep 0.02; done; echo ${token}`);

describe('a segment', () => {
  test('is one call, and every end is told once and in order', async () => {
    const told = await ensureAll([step('a'), step('b'), step('c', 'exit 3'), step('d')]);
    expect(told.map(([token, end]) => [token, 'code' in end && end.code, 'output' in end && end.output.text])).toEqual([
      ['a', 0, 'a\n'],
      ['b', 0, 'b\n'],
      ['c', 3, ''],
    ]);
    expect(runs()).toBe('a\nb\n');
    expect(lab.box.requests.filter(({ kind }) => kind === 'exec')).toHaveLength(1);
  });

  test('tells an end as soon as it is known', async () => {
    const told: string[] = [];
    const orders = [step('a'), waiting('b')];
    const onEnd = (token: string) => void told.push(token);
    const ending = lab.remote.ensure(lab.target, { orders, lock: LOCK }, { signal: NEVER, onEnd });
    await until(() => told.length === 1);
    go('b');
    await ending;
    expect(told).toEqual(['a', 'b']);
  });

  test('survives drops between and within its steps: each ran once, no byte is lost', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const ending = ensureAll(names.map(waiting));
    for (const name of names) {
      await until(() => runs().endsWith(`${name}\n`));
      lab.box.dropConnections();
      go(name);
    }
    const told = await ending;
    expect(told.map(([, end]) => 'output' in end && end.output.text)).toEqual(names.map((name) => `${name}\n`));
    expect(runs()).toBe('a\nb\nc\nd\n');
  });

  test('ends at once for everybody when it is cancelled', async () => {
    const ending = ensureAll([step('a'), waiting('b'), step('c')]);
    await until(() => runs() === 'a\nb\n');
    expect(await lab.remote.cancel(lab.target, ['a', 'b', 'c'])).toEqual({ ok: true, value: undefined });
    const told = await ending;
    expect(told.map(([token, { kind }]) => [token, kind])).toEqual([
      ['a', 'exited'],
      ['b', 'cancelled'],
    ]);
    expect(await lab.remote.ask(lab.target, step('c'))).toMatchObject({ kind: 'not-started' });
  });

  test('shows the end of an output that was too long for the host to keep, behind a seam', async () => {
    const remote = lab.newRemote({ outputCap: 65_536, tailCap: 16_384 });
    const text = 'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done';
    const [[, end] = []] = await ensureAll([step('a', text)], remote);
    if (end?.kind !== 'exited') throw new Error(end?.kind);
    expect(end.output.text).toMatch(/^line 0\n.*\[…\]\n(line \d+\n)*line 19999\n$/s);
    expect(end.output).toMatchObject({ cut: true, bytes: 208_890 });
  });
});

describe('who may work on a host', () => {
  test('another run is refused with the name of the one that holds it, until that one lets go', async () => {
    await ensureAll([step('a')]);
    const other = { ...LOCK, run: '20261120-other' };
    const [[, end] = []] = await ensureAll([step('b')], lab.remote, other);
    const facts = { run: LOCK.run, by: LOCK.by, reason: LOCK.reason, since: String(LOCK.since) };
    expect(end).toEqual({ kind: 'not-started', failure: { code: 'host.locked', at: 'web-1', facts } });
    expect(await lab.remote.unlock(lab.target, other)).toMatchObject({ failure: { code: 'host.locked', facts } });
    expect(await lab.remote.locks(lab.target)).toEqual({ ok: true, value: [LOCK] });
    expect(await lab.remote.unlock(lab.target, LOCK)).toEqual({ ok: true, value: undefined });
    expect((await ensureAll([step('b')], lab.remote, other))[0]?.[1].kind).toBe('exited');
  });

  test('a superseded bot is refused', async () => {
    const bot = (epoch: number) =>
      createRemote({
        connections: () => ok({ keyFile: lab.box.clientKeyFile, knownHostsFile: lab.knownHostsFile }),
        ...{ environments: noLocalTargets, clock: { now: () => Date.now() }, log: { warn: () => {} } },
        fence: { journal: 'one', epoch },
      });
    const [older, newer] = [bot(3), bot(4)];
    expect((await ensureAll([step('a')], newer))[0]?.[1].kind).toBe('exited');
    const [[, end] = []] = await ensureAll([step('b')], older);
    expect(end).toEqual({ kind: 'not-started', failure: { code: 'host.fenced', at: 'web-1' } });
    expect(await older.forbid(lab.target, ['c'])).toMatchObject({ failure: { code: 'host.fenced' } });
    await older.close();
    await newer.close();
  });

  test('a good host passes the inspection', async () => {
    expect(await lab.remote.inspect(lab.target, { secrets: true })).toEqual({ ok: true, value: undefined });
  });
});

describe('a line opened ahead', () => {
  const execs = () => lab.box.requests.filter(({ kind }) => kind === 'exec').length;
  const connections = () => lab.box.requests.filter(({ kind }) => kind === 'connection').length;

  // One waits with the program for a start, the other for any other call.
  test('is what the next start uses, and is there again at the next wish', async () => {
    lab.remote.warm(lab.target);
    await until(() => execs() === 2);
    await ensureAll([step('a')]);
    expect(execs()).toBe(2);
    lab.remote.warm(lab.target);
    await until(() => execs() === 3);
    await ensureAll([step('b')]);
    expect([execs(), connections(), runs()]).toEqual([3, 1, 'a\nb\n']);
  });

  test('is what the next other call uses, and is there again afterwards', async () => {
    lab.remote.warm(lab.target);
    for (const count of [2, 3, 4]) {
      await until(() => execs() === count);
      await lab.remote.ask(lab.target, step('a'));
    }
    expect(connections()).toBe(1);
  });

  test('that died unnoticed is replaced at once', async () => {
    lab.remote.warm(lab.target);
    await until(() => execs() === 2);
    lab.box.dropConnections();
    expect((await ensureAll([step('a')]))[0]?.[1]).toMatchObject({ kind: 'exited', code: 0 });
    expect(runs()).toBe('a\n');
  });

  test('on which the host never says that it has the program is given up for another one', async () => {
    const perl = `#!/bin/sh\n[ ! -e "$HOME/stuck" ] || { rm "$HOME/stuck"; exec sleep 60; }\nexec ${locate('perl')} "$@"\n`;
    writeFileSync(join(lab.box.bin, 'perl'), perl, { mode: 0o755 });
    writeFileSync(join(lab.box.home, 'stuck'), '');
    const remote = lab.newRemote({ openTimeout: 1_000 });
    remote.warm(lab.target);
    await until(() => !existsSync(join(lab.box.home, 'stuck')));
    expect((await ensureAll([step('a')], remote))[0]?.[1]).toMatchObject({ kind: 'exited', code: 0 });
    expect(connections()).toBe(1);
    expect(runs()).toBe('a\n');
  });

  test('is given up when nobody needs it for long', async () => {
    const remote = lab.newRemote({ spareTime: 50 });
    const before = lab.box.processes();
    remote.warm(lab.target);
    await until(() => execs() === 2);
    await until(() => lab.box.processes() === before);
    expect((await ensureAll([step('a')], remote))[0]?.[1].kind).toBe('exited');
    expect(connections()).toBe(1);
  });

  test('leaves room for six calls at a time, even while they are being opened', async () => {
    lab.remote.warm(lab.target);
    await until(() => execs() === 2);
    const names = Array.from({ length: 6 }, (_, n) => `n${n}`);
    const ending = Promise.all(names.map((name) => ensureAll([waiting(name)])));
    await until(() => runs().split('\n').length === 7);
    for (const name of names) go(name);
    await ending;
    expect(connections()).toBe(1);
  });
});
