import { mkdirSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeUpload, type Upload } from '../../src/ssh/upload.js';
import { LOCK } from './helpers/remote.js';
import {
  attach,
  describeShells,
  FENCE,
  type Host,
  isGroupAlive,
  kill,
  locate,
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

  describe('when nobody can know the end', () => {
    test('a killed supervisor means lost, for everybody, and no second run', async () => {
      const script = 'echo run >>runs; echo started; sleep 600';
      const running = host.ensure(script);
      await until(() => read(join(host.state(), 'out')) === 'started\n');
      kill(supervisorOf(host));
      expect((await running.reply).word).toBe('lost');
      const order = host.order(script);
      for (const again of [host.ensure(script), host.call({ mode: 'ask', order, offset: 0 })]) {
        const reply = await again.reply;
        expect([reply.word, reply.fields[0], reply.output.toString()]).toEqual(['lost', 'killed', 'started\n']);
      }
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });

    test('what a killed supervisor left running can still be stopped', async () => {
      const script = 'echo started; sleep 600 & echo $!; sleep 601';
      const running = host.ensure(script);
      await until(() => /^started\n\d+\n$/.test(read(join(host.state(), 'out'))));
      kill(supervisorOf(host));
      expect((await running.reply).word).toBe('lost');
      expect((await host.call({ mode: 'cancel', tokens: [TOKEN] }).reply).word).toBe('done');
      await until(() => !isGroupAlive(host));
      expect((await host.ensure(script).reply).fields[0]).toBe('cancelled');
    });

    test('another boot means lost', async () => {
      const script = 'echo run >>runs';
      await host.ensure(script).reply;
      rmSync(join(host.state(), 'result'));
      const facts = read(join(host.state(), 'claim')).split(' ');
      writeFileSync(join(host.state(), 'claim'), `${facts[0]} 00000000-0000-0000-0000-000000000000 ${facts[2]}`);
      const reply = await host.ensure(script).reply;
      expect([reply.word, reply.fields[0]]).toEqual(['lost', 'rebooted']);
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });

    test('an empty result is no result', async () => {
      await host.ensure('exit 0').reply;
      writeFileSync(join(host.state(), 'result'), '');
      expect((await host.ensure('exit 0').reply).word).toBe('lost');
    });
  });

  describe('refusals', () => {
    test('the same token with another script or another value', async () => {
      await host.ensure('echo run >>runs', { env: { VERSION: '1' } }).reply;
      for (const other of [{ text: 'echo other >>runs' }, { env: { VERSION: '2' } }]) {
        const { text = 'echo run >>runs', env = { VERSION: '1' } } = other;
        const reply = await host.ensure(text, { env }).reply;
        expect([reply.word, reply.fields[0]]).toEqual(['refused', 'mismatch']);
      }
      expect(read(join(host.home, 'runs'))).toBe('run\n');
    });

    test('a state directory that is a link, a file or cannot be made', async () => {
      writeFileSync(join(host.home, '.backout'), '');
      const reply = await host.ensure('echo run >>runs').reply;
      expect([reply.word, reply.fields[0]]).toEqual(['refused', 'unsuitable']);
      expect(read(join(host.home, 'runs'))).toBe('');
    });

    test.each(TOOLS)('a host without %s', async (tool) => {
      const upload = onlyWith(
        host,
        TOOLS.filter((name) => name !== tool),
      );
      const reply = await attach(host.env, upload).reply;
      expect([reply.word, reply.fields.slice(0, 5).join(' ')]).toEqual([
        'refused',
        `unsuitable the host lacks ${tool}|install`,
      ]);
      expect(readdirSync(host.home)).toEqual([]);
    });

    test('a host without several: all are named at once', async () => {
      const reply = await attach(host.env, onlyWith(host, ['mkfifo', 'dd', 'mktemp', 'sync'])).reply;
      expect(reply.fields.slice(0, 6).join(' ')).toBe('unsuitable the host lacks setsid, flock|install');
    });

    test('secrets on a host without memory to hold them', async () => {
      // Perl asks the system itself: for it there is no memory where the named directory is none.
      host.env.BACKOUT_SECRETS_DIR = '/dev/null/none';
      writeFileSync(join(host.home, '../bin/stat'), '#!/bin/sh\necho ext2/ext3\n', { mode: 0o755 });
      const reply = await host.ensure('echo run >>runs', { secrets: { KEY: secret('s3cret') } }).reply;
      expect([reply.word, reply.fields[0]]).toEqual(['refused', 'unsuitable']);
      expect(reply.fields.join(' ')).toContain('|mount a tmpfs');
      expect(readdirSync(host.home)).toEqual([]);
    });
  });

  test('clears away results of two weeks ago, and never a step without one', async () => {
    for (const token of ['old-ended', 'old-lost', 'new-ended']) await host.ensure('exit 0', { token }).reply;
    rmSync(join(host.state('old-lost'), 'result'));
    const longAgo = Date.now() / 1000 - 15 * 24 * 3600;
    utimesSync(join(host.state('old-ended'), 'result'), longAgo, longAgo);
    utimesSync(host.state('old-lost'), longAgo, longAgo);
    rmSync(join(host.home, '.backout/cleaned'), { force: true });
    await host.ensure('exit 0', { token: 'next' }).reply;
    await until(() => !readdirSync(join(host.home, '.backout/steps')).includes('old-ended'));
    expect(readdirSync(join(host.home, '.backout/steps')).sort()).toEqual(['new-ended', 'next', 'old-lost']);
    expect(statSync(join(host.home, '.backout')).mode & 0o777).toBe(0o700);
  });
});

/** What a host must have. */
const TOOLS = ['flock', 'setsid', 'mkfifo', 'dd', 'mktemp', 'sync'];

/** An upload for a host that has these tools and no others. */
function onlyWith(host: Host, tools: readonly string[]): Upload {
  const directory = join(host.home, '../only');
  mkdirSync(directory);
  for (const tool of ['sh', 'head', ...tools]) symlinkSync(locate(tool, host.env.PATH) ?? '', join(directory, tool));
  host.env.PATH = directory;
  const orders = [host.order('echo run >>runs')];
  const { nonce, text } = composeUpload({ mode: 'ensure', orders, offset: 0, lock: LOCK }, FENCE);
  const bare = text.replace(/^\d+\n/, '').replaceAll(/\/usr\/local\/sbin:\S*/g, '');
  return { nonce, text: `${Buffer.byteLength(bare)}\n${bare}` };
}
