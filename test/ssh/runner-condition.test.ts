import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Condition } from '../../src/domain/scheme.js';
import { CONDITION, conditional } from '../../src/engine/conditional.js';
import type { StepOrder } from '../../src/engine/ports.js';
import { LOCK } from './helpers/remote.js';
import { describeShells, type Host, kill, type Reply, read, until } from './helpers/runner.js';

const told = (replies: readonly Reply[]) =>
  replies.map(({ word, fields, output }) => `${word} ${fields.slice(0, 2).join(' ')}: ${output}`);

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  const runs = () => read(join(host.home, 'runs'));
  const plain = (token: string, more = '') => host.order(`echo ${token} >>runs; ${more}`, { token });
  const asking = (token: string, asked: string, { deadline = 20_000 }: Partial<Condition> = {}) => {
    const text = conditional(`echo ${token} >>runs`, { deadline });
    return host.order(text, { token, env: { [CONDITION]: asked }, isConditional: true });
  };
  const send = (...orders: readonly StepOrder[]) =>
    host.call({ mode: 'ensure', orders: [...orders], offset: 0, lock: LOCK });

  describe('a step that asks first', () => {
    test('runs when it is needed, and the segment goes on', async () => {
      const replies = await send(plain('a'), asking('b', 'echo sick'), plain('c')).replies;
      expect(told(replies)).toEqual(['ended exited 0: ', 'ended exited 0: sick\n', 'ended exited 0: ']);
      expect(runs()).toBe('a\nb\nc\n');
    });

    test('is left out when it is not needed, and the segment goes on as one', async () => {
      const replies = await send(plain('a'), asking('b', 'echo well; exit 1'), plain('c')).replies;
      expect(told(replies)).toEqual(['ended exited 0: ', 'ended unneeded 0: well\n', 'ended exited 0: ']);
      expect(runs()).toBe('a\nc\n');
    });

    test('ends the segment when nobody can tell: nothing of it ran', async () => {
      const replies = await send(plain('a'), asking('b', 'exit 5'), plain('c')).replies;
      expect(told(replies)).toEqual(['ended exited 0: ', 'ended unclear -: the condition ended with exit code 5\n']);
      expect(runs()).toBe('a\n');
    });

    test('says the same to whoever asks later, and asks once', async () => {
      const order = asking('b', 'echo asked >>runs; exit 1');
      await send(order).replies;
      expect(told(await send(order, plain('c')).replies)).toEqual(['ended unneeded 0: ', 'ended exited 0: ']);
      const later = host.call({ mode: 'ask', order, offset: 0 });
      expect(told(await later.replies)).toEqual(['ended unneeded 0: ']);
      expect(runs()).toBe('asked\nc\n');
    });

    test('goes on behind it without its client', async () => {
      const asked = 'echo asked >>runs; while [ ! -e "$HOME/go" ]; do sleep 0.02; done; exit 1';
      const first = send(asking('b', asked), plain('c'));
      await until(() => runs() === 'asked\n');
      kill(-(first.child.pid ?? 0));
      writeFileSync(join(host.home, 'go'), '');
      await until(() => runs() === 'asked\nc\n');
      const replies = await send(asking('b', asked), plain('c')).replies;
      expect(told(replies)).toEqual(['ended unneeded 0: ', 'ended exited 0: ']);
    });

    test('is stopped like any other while it asks', async () => {
      const order = asking('b', 'echo asked >>runs; while :; do sleep 0.02; done');
      const call = send(order);
      await until(() => runs() === 'asked\n');
      await host.call({ mode: 'cancel', tokens: ['b'] }).replies;
      expect(told(await call.replies)).toEqual(['ended cancelled 143: ']);
    });
  });

  test("the codes are a script's own where nothing is asked first", async () => {
    expect(told(await send(plain('a', 'exit 117'), plain('b')).replies)).toEqual(['ended exited 117: ']);
  });

  test('an order that asks first is another one than the same text that does not', async () => {
    const { isConditional: _, ...script } = asking('b', 'exit 1').script;
    await send(asking('b', 'exit 1')).replies;
    const [reply] = await send({ token: 'b', script }).replies;
    expect(reply?.word).toBe('refused');
  });
});
