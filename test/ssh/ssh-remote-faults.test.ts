import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensure, type Lab, NEVER, openLab, order, script } from './helpers/remote.js';
import { isAlive, kill, read, supervisorAt, until } from './helpers/runner.js';

/** Prints 60 lines, waiting for the test at each tenth, and ends with 3. */
const STEPWISE = `echo run >>runs; i=0
while [ $i -lt 60 ]; do
  echo "line $i 行"; i=$((i+1))
  if [ $((i % 10)) -eq 0 ]; then while [ ! -e "go-$i" ]; do sleep 0.01; done; fi
done; exit 3`;
const LINES = Array.from({ length: 60 }, (_, n) => `line ${n} 行\n`).join('');

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const out = (token = order('').token) => read(join(lab.box.home, '.backout/steps', token, 'out'));
const runs = () => read(join(lab.box.home, 'runs'));
const go = (n: number) => writeFileSync(join(lab.box.home, `go-${n}`), '');
const reached = (n: number) => until(() => out().endsWith(`line ${n - 1} 行\n`));

describe('the connection is lost in the middle of a step', () => {
  test('again and again: one run, every byte, the right code', async () => {
    const ending = ensure(lab.remote, lab.target, order(STEPWISE), NEVER);
    for (let n = 10; n <= 60; n += 10) {
      await reached(n);
      lab.box.dropConnections();
      go(n);
    }
    const end = await ending;
    expect(end).toMatchObject({ kind: 'exited', code: 3, output: { text: LINES, cut: false } });
    expect(runs()).toBe('run\n');
  });

  test('at any moment of the call: never twice, and the end is known', async () => {
    for (let n = 0; n < 40; n += 1) {
      const token = `01JQXTESTTESTTESTTESTTESTT.drop-${n}`;
      const ending = ensure(
        lab.remote,
        lab.target,
        order('echo run >>"runs-$N"; echo done; exit 3', { token, env: { N: String(n) } }),
        NEVER,
      );
      const drop = setTimeout(() => lab.box.dropConnections(), n);
      const end = await ending;
      clearTimeout(drop);
      const ran = read(join(lab.box.home, `runs-${n}`));
      if (end.kind === 'not-started') expect(ran).toBe('');
      else expect([end.kind, 'code' in end && end.code, ran]).toEqual(['exited', 3, 'run\n']);
    }
  });

  test('while the host is away for a while', async () => {
    const ending = ensure(lab.remote, lab.target, order(STEPWISE), NEVER);
    await reached(10);
    await lab.box.refuseConnections(true);
    lab.box.dropConnections();
    for (let n = 10; n <= 60; n += 10) go(n);
    await until(() => read(join(lab.box.home, '.backout/steps', order('').token, 'result')) !== '');
    await lab.box.refuseConnections(false);
    expect(await ending).toMatchObject({ kind: 'exited', code: 3, output: { text: LINES } });
  });

  test('for good: lost, with what was heard', async () => {
    const remote = lab.newRemote({ patience: 300, graceSeconds: 0 });
    const ending = ensure(remote, lab.target, order(STEPWISE, { deadline: 2_000 }), NEVER);
    await reached(10);
    await until(() => lab.heard() > 0);
    await lab.box.refuseConnections(true);
    lab.box.dropConnections();
    const end = await ending;
    expect(end).toMatchObject({ kind: 'lost', evidence: { claimed: null, lastHeardAt: expect.any(Number) } });
    expect('output' in end && end.output.text).toContain('line 9 行\n');
  });

  test('and the host shows another key afterwards: lost at once', async () => {
    const ending = ensure(lab.remote, lab.target, order(STEPWISE), NEVER);
    await reached(10);
    lab.box.rotateHostKey();
    lab.box.dropConnections();
    expect(await ending).toMatchObject({
      ...{ kind: 'lost', evidence: { reason: 'ssh.host-key-changed', claimed: null } },
    });
  });
});

describe('a half-open connection', () => {
  test('is noticed, and the step taken up again when the network is back', async () => {
    const remote = lab.newRemote({ keepalive: 50, connectTimeout: 500 });
    const ending = ensure(remote, lab.target, order(STEPWISE), NEVER);
    await reached(10);
    const before = lab.box.requests.filter(({ kind }) => kind === 'connection').length;
    lab.box.freeze(true);
    for (let n = 10; n <= 60; n += 10) go(n);
    await until(() => read(join(lab.box.home, '.backout/steps', order('').token, 'result')) !== '');
    await until(() => lab.lost() > 0);
    lab.box.freeze(false);
    expect(await ending).toMatchObject({ kind: 'exited', code: 3, output: { text: LINES } });
    expect(lab.box.requests.filter(({ kind }) => kind === 'connection').length).toBeGreaterThan(before);
    expect(runs()).toBe('run\n');
  });

  test('that was idle costs nothing but a new one', async () => {
    const remote = lab.newRemote({ openTimeout: 200, connectTimeout: 5_000 });
    await remote.observe(lab.target, script('true'));
    lab.box.freeze(true);
    const ending = ensure(remote, lab.target, order('echo run >>runs; exit 3'), NEVER);
    setTimeout(() => lab.box.freeze(false), 400);
    expect(await ending).toMatchObject({ kind: 'exited', code: 3 });
    expect(runs()).toBe('run\n');
  });
});

test('an idle connection that is lost is replaced, and the process lives', async () => {
  await lab.remote.observe(lab.target, script('true'));
  lab.box.dropConnections();
  expect(await lab.remote.observe(lab.target, script('exit 5'))).toMatchObject({ kind: 'exited', code: 5 });
});

test('the adapter is killed in the middle of a step; another process takes it up', async () => {
  const args = ['--import', 'tsx', fileURLToPath(new URL('./helpers/attach-once.ts', import.meta.url))];
  const more = [lab.root, String(lab.box.port), order('').token, STEPWISE];
  const first = spawn(process.execPath, [...args, ...more], { stdio: 'ignore' });
  await reached(10);
  const exited = once(first, 'exit');
  first.kill('SIGKILL');
  await exited;
  for (let n = 10; n <= 50; n += 10) go(n);
  await reached(60);
  const second = new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [...args, ...more], (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
  go(60);
  expect(JSON.parse(await second)).toMatchObject({ kind: 'exited', code: 3, output: { text: LINES } });
  expect(runs()).toBe('run\n');
});

test('the runner is killed: lost, with the claim as evidence, and not run again', async () => {
  const step = order('echo run >>runs; echo on; sleep 600');
  const ending = ensure(lab.remote, lab.target, step, NEVER);
  await until(() => out() === 'on\n');
  const state = join(lab.box.home, '.backout/steps', step.token);
  const pid = supervisorAt(state);
  kill(pid);
  await until(() => !isAlive(pid));
  const lost = { kind: 'lost', evidence: { reason: 'runner-killed', claimed: true, rebooted: false } };
  expect(await ending).toMatchObject({ ...lost, output: { text: 'on\n' } });
  expect(await lab.remote.ask(lab.target, step)).toMatchObject(lost);
  expect(await ensure(lab.remote, lab.target, step, NEVER)).toMatchObject(lost);
  expect(runs()).toBe('run\n');
});
