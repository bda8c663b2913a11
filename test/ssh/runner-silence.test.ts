import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeUpload } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import { describeShells, FENCE, type Host, isAlive, kill, processesOf, read, TOKEN, until } from './helpers/runner.js';

test.each([
  [400, '40', '0.04'],
  [10_000, '1000', '1'],
  [600_000, '60000', '1'],
])('a silence of %i ms is noticed by looking after %s hundredths at a beat of %s s', (inactivity, silence, beat) => {
  const script = { text: 'true', env: {}, secrets: {}, deadline: 1_000, inactivity };
  const { text } = composeUpload({ mode: 'ensure', orders: [{ token: TOKEN, script }], offset: 0, lock: LOCK }, FENCE);
  expect(text).toContain(`\nbo_beat='${beat}'\n`);
  expect(text).toContain(`\nbo_silence='\\''${silence}'\\''\n`);
});

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  test('a step that falls silent is ended with its group, and it is said why', async () => {
    const reply = await host.ensure('sleep 600 & echo $!; sleep 601', { inactivity: 500 }).reply;
    expect([reply.word, reply.fields[0]]).toEqual(['ended', 'silent']);
    expect(Number(reply.fields[2])).toBeGreaterThanOrEqual(500);
    await until(() => !isAlive(Number(reply.output.toString())));
  });

  test('a step that never says anything is ended as well, though it ignores TERM', async () => {
    const reply = await host.ensure("trap '' TERM; while :; do sleep 0.1; done", { inactivity: 400 }).reply;
    expect(reply.fields[0]).toBe('silent');
  });

  test('a step that prints now and then lives, however long it takes', async () => {
    const script = 'i=0; while [ $i -lt 12 ]; do echo $i; sleep 0.2; i=$((i+1)); done; exit 3';
    const reply = await host.ensure(script, { inactivity: 1_000 }).reply;
    expect(reply.fields.slice(0, 2)).toEqual(['exited', '3']);
    expect(Number(reply.fields[2])).toBeGreaterThan(2_000);
  });

  test('what is printed beyond the output that is kept counts too', async () => {
    const script = 'head -c 9000 /dev/zero; i=0; while [ $i -lt 8 ]; do echo $i; sleep 0.2; i=$((i+1)); done; exit 3';
    const order = host.order(script, { inactivity: 800 });
    const reply = await host.call({ mode: 'ensure', orders: [order], offset: 0, lock: LOCK }, { outputCap: 8_192 })
      .reply;
    expect(reply.fields.slice(0, 2)).toEqual(['exited', '3']);
  });

  test('silence is ended when nobody is attached', async () => {
    const first = host.ensure('echo started; sleep 600', { inactivity: 500 });
    await until(() => read(join(host.state(), 'out')) === 'started\n');
    kill(-(first.child.pid ?? 0));
    await until(() => read(join(host.state(), 'result')).startsWith('silent'));
  });

  test('a step that ends in time leaves no process behind, and its daemon may be silent', async () => {
    const script = 'echo on; (while [ ! -e go ]; do sleep 0.02; done; sleep 0.01) >/dev/null 2>&1 & echo $!';
    const reply = await host.ensure(script, { inactivity: 600 }).reply;
    expect(reply.fields.slice(0, 2)).toEqual(['exited', '0']);
    const daemon = Number(reply.output.toString().split('\n')[1]);
    // Longer than the step might have been silent.
    const end = performance.now() + 900;
    await until(() => performance.now() > end);
    expect(isAlive(daemon)).toBe(true);
    writeFileSync(join(host.home, 'go'), '');
    await until(() => processesOf(join(host.home, '..')).length === 0);
  });
});
