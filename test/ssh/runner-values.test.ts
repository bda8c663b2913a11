import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LOCK } from './helpers/remote.js';
import {
  describeShells,
  filesBelow,
  groupOf,
  type Host,
  isAlive,
  isGroupAlive,
  kill,
  processTexts,
  read,
  secret,
  supervisorOf,
  TOKEN,
  until,
} from './helpers/runner.js';

describeShells((makeHost) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  describe('secrets', () => {
    const SECRET = 'hunter2-$(touch pwned)-\'"`\n密';
    const script = 'cat "$KEY_FILE"; echo "|$KEY_FILE|"; stat -c %a "$KEY_FILE"; ';

    test('reach the step as files in memory and are gone when it ends', async () => {
      const { output, fields } = await host.ensure(script, { secrets: { KEY: secret(SECRET) } }).reply;
      expect(fields[0]).toBe('exited');
      const [content, file, mode] = output.toString().split('|');
      expect([content, mode?.trim()]).toEqual([SECRET, '600']);
      expect(file).toMatch(/^\/(dev\/shm|run)\//);
      expect(read(file ?? '')).toBe('');
      expect(filesBelow(host.home).filter((name) => read(name).includes('hunter2') && !name.endsWith('/out'))).toEqual(
        [],
      );
    });

    test.each([
      ['the deadline', 400, undefined],
      ['a cancel', 20_000, 'cancel'],
    ])('are gone after %s, and were in no argument list and no environment', async (_title, deadline, mode) => {
      const running = host.ensure('echo "$KEY_FILE"; sleep 600', { deadline, secrets: { KEY: secret(SECRET) } });
      await until(() => read(join(host.state(), 'out')).endsWith('\n'));
      const file = read(join(host.state(), 'out')).trim();
      expect(read(file)).toBe(SECRET);
      expect(processTexts().filter((text) => text.includes('hunter2'))).toEqual([]);
      if (mode) await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply;
      await running.reply;
      expect(read(file)).toBe('');
      expect(filesBelow(host.home).filter((name) => read(name).includes('hunter2'))).toEqual([]);
    });

    test('are removed by the next look when the supervisor was killed and nothing of the step is left', async () => {
      const order = host.order('echo "$KEY_FILE"; sleep 600', { secrets: { KEY: secret(SECRET) } });
      host.call({ mode: 'ensure', orders: [order], offset: 0, lock: LOCK });
      await until(() => read(join(host.state(), 'out')).endsWith('\n'));
      const file = read(join(host.state(), 'out')).trim();
      kill(supervisorOf(host));
      kill(-groupOf(host));
      await until(() => groupOf(host) > 0 && !isGroupAlive(host));
      expect((await host.call({ mode: 'ask', order, offset: 0 }).reply).word).toBe('lost');
      expect(read(file)).toBe('');
    });
  });

  describe('environment values', () => {
    test('arrive as they are, whatever they hold', async () => {
      const pieces = [
        "'",
        '"',
        '$',
        '`',
        '$(touch pwned)',
        '\\',
        '\n',
        '\r',
        '你好',
        '-n',
        '--',
        '%s',
        '!',
        '\t',
        ' ',
        '}',
        '#',
        '*',
        'é',
        '😀',
      ];
      const value = fc
        .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' }), fc.string()), { maxLength: 8 })
        .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());
      await fc.assert(
        fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 20 }), async (values) => {
          const env = Object.fromEntries(values.map((text, n) => [`VALUE_${n}`, text]));
          const text = values.map((_, n) => `printf '%s\\001' "$VALUE_${n}"`).join('\n');
          const { script } = host.order(text, { env });
          const { output } = await host.call({ mode: 'observe', script }).reply;
          expect(output.toString()).toBe(values.map((each) => `${each}\u0001`).join(''));
        }),
        { numRuns: 25 },
      );
      expect(readdirSync(host.home)).toEqual([]);
    });

    test('arrive in a step as well', async () => {
      const env = { A: '-n \'$(touch pwned)\' \n"你好"\\', B: '', PATH_LIKE: '/a:/b' };
      const { output } = await host.ensure('printf "%s|%s|%s" "$A" "$B" "$PATH_LIKE"', { env }).reply;
      expect(output.toString()).toBe(`${env.A}||/a:/b`);
      expect(readdirSync(host.home)).toEqual(['.backout']);
    });
  });

  describe('observe', () => {
    test('runs a script with its values and secrets and leaves nothing behind', async () => {
      const { script } = host.order('cat; echo "$A"; cat "$KEY_FILE"; printf " %s" "$KEY_FILE"; exit 3', {
        ...{ env: { A: '甲' }, secrets: { KEY: secret('s3cret') } },
      });
      const reply = await host.call({ mode: 'observe', script }).reply;
      expect([reply.word, ...reply.fields.slice(0, 2)]).toEqual(['ended', 'exited', '3']);
      const [, file] = reply.output.toString().split(' ');
      expect(reply.output.toString()).toBe(`甲\ns3cret ${file}`);
      expect(read(file ?? '')).toBe('');
      expect(readdirSync(host.home)).toEqual([]);
    });

    test('ends at its deadline, with its group', async () => {
      const { script } = host.order('sleep 600 & echo $!; sleep 601', { deadline: 200 });
      const reply = await host.call({ mode: 'observe', script }).reply;
      expect(reply.fields[0]).toBe('timed-out');
      await until(() => !isAlive(Number(reply.output.toString())));
    });

    test('ends with its client', async () => {
      const { script } = host.order('echo $$ >pid; sleep 600');
      const { child, reply } = host.call({ mode: 'observe', script });
      await until(() => read(join(host.home, 'pid')).endsWith('\n'));
      const pid = Number(read(join(host.home, 'pid')));
      child.stdin?.destroy();
      await reply.catch(() => {});
      await until(() => !isAlive(pid));
    });
  });
});
