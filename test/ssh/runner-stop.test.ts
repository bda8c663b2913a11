import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeShells, type Host, isAlive, kill, read, TOKEN, until } from './helpers/runner.js';

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  describe('the deadline', () => {
    test('ends the whole group and says so', async () => {
      const script = 'sleep 600 & echo $!; sleep 601';
      const reply = await host.ensure(script, { deadline: 300 }).reply;
      expect(reply.fields[0]).toBe('timed-out');
      const pid = Number(reply.output.toString());
      await until(() => !isAlive(pid));
    });

    test('kills what ignores TERM when the grace is over', async () => {
      const script = "trap '' TERM; echo $$; while :; do sleep 0.1; done";
      const reply = await host.ensure(script, { deadline: 200 }).reply;
      expect(reply.fields[0]).toBe('timed-out');
      await until(() => !isAlive(Number(reply.output.toString())));
    });

    test('holds when nobody is attached', async () => {
      const script = 'echo started; sleep 600';
      const first = host.ensure(script, { deadline: 500 });
      await until(() => read(join(host.state(), 'out')) === 'started\n');
      kill(-(first.child.pid ?? 0));
      await until(() => read(join(host.state(), 'result')).startsWith('timed-out'));
    });
  });

  describe('cancel', () => {
    test('ends the group, and everybody is told', async () => {
      const script = 'echo started; sleep 600 & sleep 601';
      const running = host.ensure(script);
      await until(() => read(join(host.state(), 'out')) === 'started\n');
      expect((await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply).word).toBe('done');
      expect((await running.reply).fields[0]).toBe('cancelled');
    });

    test('kills what ignores TERM', async () => {
      const script = "trap '' TERM; echo started; while :; do sleep 0.1; done";
      const running = host.ensure(script);
      await until(() => read(join(host.state(), 'out')) === 'started\n');
      expect((await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply).word).toBe('done');
      expect((await running.reply).fields[0]).toBe('cancelled');
    });

    test('of a step that ended changes nothing', async () => {
      await host.ensure('exit 5').reply;
      expect((await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply).word).toBe('done');
      const reply = await host.call({ mode: 'ask', order: host.order('exit 5'), offset: 0 }).reply;
      expect(reply.fields.slice(0, 2)).toEqual(['exited', '5']);
    });

    test('of a step that never started keeps it from ever starting', async () => {
      expect((await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply).word).toBe('done');
      expect((await host.ensure('echo run >>runs').reply).fields[0]).toBe('void');
      expect(read(join(host.home, 'runs'))).toBe('');
    });
  });

  describe('ask', () => {
    test('starts nothing and leaves nothing', async () => {
      const order = host.order('echo run >>runs');
      expect((await host.call({ mode: 'ask', order, offset: 0 }).reply).word).toBe('absent');
      expect(readdirSync(host.home)).toEqual([]);
    });

    test('tells a running step from one that ended, with its output', async () => {
      const script = 'echo started; while [ ! -e go ]; do sleep 0.02; done; exit 2';
      const order = host.order(script);
      const running = host.ensure(script);
      await until(() => read(join(host.state(), 'out')) === 'started\n');
      expect((await host.call({ mode: 'ask', order, offset: 0 }).reply).word).toBe('running');
      writeFileSync(join(host.home, 'go'), '');
      await running.reply;
      const reply = await host.call({ mode: 'ask', order, offset: 0 }).reply;
      expect([reply.fields[0], reply.fields[1], reply.output.toString()]).toEqual(['exited', '2', 'started\n']);
    });
  });
});
