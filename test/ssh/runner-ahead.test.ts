import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { composeProgram, PERL_COMMAND, RUNNER_COMMAND } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import { attach, describeShells, type Host, until } from './helpers/runner.js';

// The program that starts steps waits on the host while people decide; afterwards only what is to be done travels.
describeShells((makeHost, hasPerl) => {
  let host: Host;
  beforeEach(() => {
    host = makeHost();
  });
  afterEach(() => host.close());

  const segment = (scripts: Readonly<Record<string, string>>) => ({
    ...{ mode: 'ensure' as const, offset: 0, lock: LOCK },
    orders: Object.entries(scripts).map(([token, text]) => host.order(text, { token })),
  });

  test('starts the steps that are told to it later', async () => {
    const told = await host.callAhead(segment({ a: 'echo one', b: 'echo two; exit 3', c: 'echo three' })).replies;
    expect(told.map(({ word, fields, output }) => [word, fields[0], fields[1], String(output)])).toEqual([
      ['ended', 'exited', '0', 'one\n'],
      ['ended', 'exited', '3', 'two\n'],
    ]);
  });

  test('attaches to a step that another call has started', async () => {
    await host.call(segment({ a: 'echo one' })).replies;
    expect((await host.callAhead(segment({ a: 'echo one' })).reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  test('does nothing and ends with its client when nothing is told to it', async () => {
    const program = composeProgram(hasPerl);
    const { child, reply } = attach(host.env, program, 1, hasPerl ? PERL_COMMAND : RUNNER_COMMAND);
    expect((await reply).word).toBe('ready');
    await until(() => child.exitCode !== null);
    expect(readdirSync(host.home)).toEqual([]);
  });
});
