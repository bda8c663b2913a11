import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { Target } from '../../src/domain/target.js';
import type { Remote } from '../../src/engine/ports.js';
import { createRemote, type RemoteLimits } from '../../src/ssh/ssh-remote.js';
import { ensure, NEVER, order, script } from './helpers/remote.js';
import { isAlive, processTexts, read, secret, until } from './helpers/runner.js';

const target: Target = { name: 'control', host: 'localhost', port: 0, user: 'backout', local: true };
const TOKEN = order('').token;

let root: string;
let home: string;
let remote: Remote;
let environment: Record<string, string>;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'local-'));
  home = join(root, "home of 'deploy'");
  mkdirSync(home);
  environment = { HOME: home, PATH: process.env.PATH ?? '', USER: 'backout' };
  remote = newRemote();
});
afterEach(async () => {
  for (const token of steps()) await remote.cancel(target, [token]);
  await rm(root, { recursive: true, maxRetries: 10 });
});

function newRemote(limits: Partial<RemoteLimits> = {}): Remote {
  return createRemote({
    connections: () => failed({ code: 'ssh.unreachable', at: 'nowhere' }),
    environments: ({ name }) => (name === 'control' ? ok(environment) : failed({ code: 'target.changed', at: name })),
    ...{ fence: { journal: 'test', epoch: 1 }, clock: { now: () => Date.now() }, log: { warn: () => {} } },
    limits: { graceSeconds: 1, ...limits },
  });
}

function steps(): readonly string[] {
  try {
    return readdirSync(join(home, '.backout/steps'));
  } catch {
    return [];
  }
}

const out = (token = TOKEN) => read(join(home, '.backout/steps', token, 'out'));

describe('a step on a local target', () => {
  test('runs once, in its home, with its values, its code and its output', async () => {
    const text = 'echo run >>runs; pwd; printf "%s\\n" "$VERSION"; cat "$KEY_FILE" | wc -c; exit 7';
    const step = order(text, { env: { VERSION: "v1'版" }, secrets: { KEY: secret('s3cret') } });
    for (const _ of [1, 2]) {
      expect(await ensure(remote, target, step, NEVER)).toMatchObject({
        ...{ kind: 'exited', code: 7, output: { text: `${home}\nv1'版\n6\n`, cut: false } },
      });
    }
    expect(read(join(home, 'runs'))).toBe('run\n');
  });

  test('sees nothing of the environment of the bot', async () => {
    process.env.SLACK_BOT_TOKEN = 'xoxb-very-secret';
    const step = order('env', { env: { VERSION: 'v1' } });
    const look = await remote.observe(target, step.script);
    const end = await ensure(remote, target, step, NEVER);
    delete process.env.SLACK_BOT_TOKEN;
    for (const each of [look, end]) {
      if (each.kind !== 'exited') throw new Error(each.kind);
      const names = each.output.text.split('\n').map((line) => line.split('=')[0]);
      const known = ['', ...Object.keys(environment), 'VERSION', 'LC_ALL', 'LC_CTYPE', 'PWD', 'OLDPWD', 'SHLVL', '_'];
      expect(names.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    }
  });

  test('finds no secret in any list of arguments or environment', async () => {
    const step = order('echo on; sleep 600', { secrets: { KEY: secret('hunter2-local') } });
    const running = ensure(remote, target, step, NEVER);
    await until(() => out() === 'on\n');
    expect(processTexts().filter((text) => text.includes('hunter2-local'))).toEqual([]);
    expect(await remote.cancel(target, [TOKEN])).toEqual({ ok: true, value: undefined });
    expect((await running).kind).toBe('cancelled');
  });

  test('goes on when the bot is killed, and the next bot is told its end and its whole output', async () => {
    const text = 'echo run >>runs; echo 1; while [ ! -e go ]; do sleep 0.02; done; echo 2; exit 3';
    const caller = attachOnce(text);
    await until(() => out() === '1\n');
    caller.kill('SIGKILL');
    await once(caller, 'exit');
    expect(await remote.ask(target, order(text))).toEqual({ kind: 'running' });
    const attached = ensure(remote, target, order(text), NEVER);
    writeFileSync(join(home, 'go'), '');
    expect(await attached).toMatchObject({ kind: 'exited', code: 3, output: { text: '1\n2\n' } });
    expect(read(join(home, 'runs'))).toBe('run\n');
  });

  test('is not touched by an interrupt of the terminal in which the bot runs', async () => {
    const caller = attachOnce('echo 1; while [ ! -e go ]; do sleep 0.02; done; exit 3');
    await until(() => out() === '1\n');
    process.kill(-(caller.pid ?? 0), 'SIGINT');
    await once(caller, 'exit');
    writeFileSync(join(home, 'go'), '');
    await until(() => read(join(home, '.backout/steps', TOKEN, 'result')).startsWith('exited 3'));
  });

  test('is ended at its deadline, and when it falls silent', async () => {
    const late = await ensure(remote, target, order('echo on; sleep 600', { token: 'late', deadline: 300 }), NEVER);
    expect(late).toMatchObject({ kind: 'timed-out', output: { text: 'on\n' } });
    expect(late).not.toHaveProperty('silent');
    const mute = await ensure(remote, target, order('sleep 600', { token: 'mute', inactivity: 300 }), NEVER);
    expect(mute).toMatchObject({ kind: 'timed-out', silent: true });
  });

  test('goes on when the bot shuts down', async () => {
    const stopping = new AbortController();
    const step = order('echo on; while [ ! -e go ]; do sleep 0.02; done; exit 3');
    const waiting = ensure(remote, target, step, stopping.signal);
    await until(() => out() === 'on\n');
    stopping.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
    expect(await remote.ask(target, step)).toEqual({ kind: 'running' });
    writeFileSync(join(home, 'go'), '');
    expect(await ensure(remote, target, step, NEVER)).toMatchObject({ kind: 'exited', code: 3 });
  });
});

test('observe leaves nothing behind and ends at its deadline, with what it had started', async () => {
  expect(await remote.observe(target, script('echo "$A"; exit 4', { env: { A: '甲' } }))).toMatchObject({
    ...{ kind: 'exited', code: 4, output: { text: '甲\n' } },
  });
  const late = await remote.observe(target, script('sleep 600 & echo $!; sleep 601', { deadline: 300 }));
  expect(late.kind).toBe('timed-out');
  const pid = Number('output' in late && late.output.text);
  await until(() => !isAlive(pid));
  expect(readdirSync(home)).toEqual([]);
});

test('lists a directory with what its directories hold', async () => {
  mkdirSync(join(root, 'backups/20260220_120000'), { recursive: true });
  writeFileSync(join(root, 'backups/20260220_120000/user_system.py'), '12345');
  expect(await remote.list(target, join(root, 'backups'))).toMatchObject({
    ok: true,
    value: [{ name: '20260220_120000', contents: [{ name: 'user_system.py', kind: 'file', bytes: 5 }] }],
  });
});

test('a home that is not there is refused by name, and so is a target that the inventory lost', async () => {
  environment.HOME = join(root, 'gone');
  const end = await ensure(remote, target, order('echo run >>runs'), NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'host.unsuitable', at: 'control' } });
  expect(await remote.cancel(target, [TOKEN])).toMatchObject({ ok: false, failure: { code: 'host.unsuitable' } });
  const other = await ensure(remote, { ...target, name: 'other' }, order('true'), NEVER);
  expect(other).toMatchObject({ kind: 'not-started', failure: { code: 'target.changed' } });
});

test('a value that no shell can hold is refused', async () => {
  const end = await ensure(remote, target, order('true', { env: { A: 'a\0b' } }), NEVER);
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'input.invalid' } });
});

function attachOnce(text: string): ChildProcess {
  const file = new URL('./helpers/attach-once.ts', import.meta.url).pathname;
  const caller = spawn(process.execPath, ['--import', 'tsx', file, home, 'here', TOKEN, text], {
    ...{ detached: true, stdio: 'ignore' },
  });
  return caller;
}
