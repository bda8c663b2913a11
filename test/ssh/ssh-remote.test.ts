import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensure, type Lab, NEVER, openLab, order, script } from './helpers/remote.js';
import { read, secret, until } from './helpers/runner.js';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

describe('ensure', () => {
  test('runs a step with its values and tells its code, output and duration', async () => {
    const text = 'printf "%s\\n" "$VERSION"; cat "$KEY_FILE" | wc -c; exit 7';
    const step = order(text, { env: { VERSION: "v1'版" }, secrets: { KEY: secret('s3cret') } });
    const end = await ensure(lab.remote, lab.target, step, NEVER);
    const output = { text: "v1'版\n6\n", bytes: 9, cut: false };
    expect(end).toEqual({ kind: 'exited', code: 7, output, durationMs: expect.any(Number) });
    expect(lab.box.requests.some(({ detail }) => detail.includes('s3cret') || detail.includes('版'))).toBe(false);
  });

  test('ends a step at its deadline, on the host', async () => {
    const end = await ensure(lab.remote, lab.target, order('echo on; sleep 600', { deadline: 300 }), NEVER);
    expect(end).toMatchObject({ kind: 'timed-out', output: { text: 'on\n' } });
  });

  test('ends a step that falls silent, and says that it was that', async () => {
    const end = await ensure(lab.remote, lab.target, order('echo on; sleep 600', { inactivity: 300 }), NEVER);
    expect(end).toMatchObject({ kind: 'timed-out', silent: true, output: { text: 'on\n' } });
  });

  test('keeps the beginning and the end of a long output', async () => {
    const text = 'i=0; while [ $i -lt 20000 ]; do echo "$i 行行"; i=$((i+1)); done';
    const end = await ensure(lab.remote, lab.target, order(text), NEVER);
    if (end.kind !== 'exited') throw new Error(end.kind);
    expect(end.output.cut).toBe(true);
    expect(end.output.text).toMatch(/^0 行行\n1 行行\n.*\n\[…\]\n.*19999 行行\n$/s);
    expect(end.output.text).not.toContain('\uFFFD');
    expect(end.output.text.length).toBeLessThan(2 * 64 * 1024 + 10);
  });

  test('runs ten steps at a time, with room for a cancel', async () => {
    const tokens = Array.from({ length: 10 }, (_, n) => `01JQXTESTTESTTESTTESTTESTT.${n}`);
    const text = 'echo on; while [ ! -e go ]; do sleep 0.02; done; echo "$NAME"';
    const ends = tokens.map((token) =>
      ensure(lab.remote, lab.target, order(text, { token, env: { NAME: token } }), NEVER),
    );
    const out = (token: string) => read(join(lab.box.home, '.backout/steps', token, 'out'));
    await until(() => tokens.every((token) => out(token) === 'on\n'));
    expect(await lab.remote.cancel(lab.target, [tokens[0]!])).toEqual({ ok: true, value: undefined });
    writeFileSync(join(lab.box.home, 'go'), '');
    const [first, ...others] = await Promise.all(ends);
    expect(first?.kind).toBe('cancelled');
    expect(others.map((end) => 'output' in end && end.output.text)).toEqual(
      tokens.slice(1).map((name) => `on\n${name}\n`),
    );
    expect(lab.box.requests.filter(({ kind }) => kind === 'connection').length).toBeLessThanOrEqual(2);
  });

  test('refuses the token to another script', async () => {
    await ensure(lab.remote, lab.target, order('echo one >>runs'), NEVER);
    const end = await ensure(lab.remote, lab.target, order('echo two >>runs'), NEVER);
    expect(end).toMatchObject({
      kind: 'lost',
      evidence: { claimed: true, reason: 'different-script' },
    });
    expect(read(join(lab.box.home, 'runs'))).toBe('one\n');
  });

  test('says what is wrong with a host, and that nothing started', async () => {
    writeFileSync(join(lab.box.home, '.backout'), '');
    const end = await ensure(lab.remote, lab.target, order('echo one >>runs'), NEVER);
    expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'host.unsuitable', at: 'web-1' } });
    expect('failure' in end && end.failure.facts?.fix).toContain('home directory writable');
  });

  test('refuses a value that no shell can hold', async () => {
    const end = await ensure(lab.remote, lab.target, order('true', { env: { A: 'a\0b' } }), NEVER);
    expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'input.invalid' } });
    expect(lab.box.requests).toEqual([]);
  });

  test('stops waiting when the bot shuts down, and the step goes on', async () => {
    const stopping = new AbortController();
    const step = order('echo on; while [ ! -e go ]; do sleep 0.02; done; exit 3');
    const waiting = ensure(lab.remote, lab.target, step, stopping.signal);
    await until(() => read(join(lab.box.home, '.backout/steps', step.token, 'out')) === 'on\n');
    stopping.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
    expect(await lab.remote.ask(lab.target, step)).toEqual({ kind: 'running' });
    writeFileSync(join(lab.box.home, 'go'), '');
    expect(await ensure(lab.remote, lab.target, step, NEVER)).toMatchObject({ kind: 'exited', code: 3 });
  });
});

test('ask starts nothing', async () => {
  const end = await lab.remote.ask(lab.target, order('echo one >>runs'));
  expect(end).toMatchObject({ kind: 'not-started', failure: { code: 'host.command-failed' } });
  expect(read(join(lab.box.home, 'runs'))).toBe('');
});

test('cancel of what does not run says so, and a step cancelled before its start never starts', async () => {
  expect(await lab.remote.cancel(lab.target, [order('').token])).toEqual({ ok: true, value: undefined });
  expect(await lab.remote.ask(lab.target, order('exit 0'))).toMatchObject({ kind: 'not-started' });
  expect(await ensure(lab.remote, lab.target, order('echo one >>runs'), NEVER)).toMatchObject({ kind: 'not-started' });
  expect(read(join(lab.box.home, 'runs'))).toBe('');
});

test('observe runs a script and leaves nothing behind', async () => {
  const end = await lab.remote.observe(lab.target, script('echo "$A"; exit 4', { env: { A: '甲' } }));
  expect(end).toMatchObject({ kind: 'exited', code: 4, output: { text: '甲\n', bytes: 4 } });
  const late = await lab.remote.observe(lab.target, script('sleep 600', { deadline: 100 }));
  expect(late.kind).toBe('timed-out');
  expect(read(join(lab.box.home, '.backout'))).toBe('');
});

test('asks for exec and nothing else: no agent, no forwarding, no terminal', async () => {
  await lab.remote.observe(lab.target, script('true'));
  expect(new Set(lab.box.requests.map(({ kind }) => kind))).toEqual(
    new Set(['connection', 'key exchange', 'auth', 'exec']),
  );
});

test('all of it works on a host with the sandbox stand-ins for setsid and flock', async () => {
  const bare = await openLab({ standIns: ['setsid', 'flock'] });
  const text = 'echo run >>runs; cat "$KEY_FILE"; setsid true; exit 3';
  const step = order(text, { secrets: { KEY: secret('s3cret') } });
  const ends = await Promise.all([1, 2, 3].map(() => ensure(bare.remote, bare.target, step, NEVER)));
  for (const end of ends) expect(end).toMatchObject({ kind: 'exited', code: 3, output: { text: 's3cret' } });
  expect(read(join(bare.box.home, 'runs'))).toBe('run\n');
  const long = order('echo on; sleep 600', { token: 'long' });
  const ending = ensure(bare.remote, bare.target, long, NEVER);
  await until(() => read(join(bare.box.home, '.backout/steps/long/out')) === 'on\n');
  expect(await bare.remote.ask(bare.target, long)).toEqual({ kind: 'running' });
  expect(await bare.remote.cancel(bare.target, ['long'])).toEqual({ ok: true, value: undefined });
  expect((await ending).kind).toBe('cancelled');
  await bare.close();
});
