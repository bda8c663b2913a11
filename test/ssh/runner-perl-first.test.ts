import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { composeUpload, PERL_COMMAND, RUNNER_LIMITS } from '../../src/ssh/upload.js';
import { attachInPerl } from './helpers/attach.js';
import { LOCK } from './helpers/remote.js';
import { execute, FENCE, type Host, locate, makeHost, processesOf, read, secret, until } from './helpers/runner.js';

// What Perl does by itself where it begins a segment without a shell, and what it leaves to one before anything has begun.
describe.skipIf(!locate('perl'))('Perl that no shell has started', () => {
  let host: Host;
  beforeEach(() => {
    host = makeHost(locate('sh') ?? '');
  });
  afterEach(() => host.close());

  const upload = (script = 'echo run >>runs', more: Parameters<Host['order']>[1] = {}, fence = FENCE) => {
    const orders = [host.order(script, more)];
    return composeUpload({ mode: 'ensure', orders, offset: 0, lock: LOCK, isFresh: true }, fence, RUNNER_LIMITS);
  };
  const call = async (...given: Parameters<typeof upload>) =>
    (await attachInPerl(host.env, upload(...given)).reply).word;
  const set = (name: string, value: string) => {
    host.env[name] = value;
  };
  const runs = () => read(join(host.home, 'runs'));
  const inState = (path: string) => join(host.home, '.backout', path);

  test('begins nothing of an upload that was cut, wherever', async () => {
    const { inPerl } = upload('echo run >>runs', { secrets: { KEY: secret('s3cret') } });
    const bytes = Buffer.from(inPerl?.text ?? '');
    const program = bytes.indexOf('\0');
    const cuts = [0, 1, 5, 6, 7, 100, program - 200, ...Array.from({ length: 60 }, (_, n) => program - 40 + n * 8)];
    for (const cut of [...cuts.filter((at) => at < bytes.length), bytes.length - 1])
      await execute(host.env, bytes.subarray(0, cut), PERL_COMMAND);
    expect(runs()).toBe('');
    expect(read(join(host.state(), 'claim'))).toBe('');
    expect(await call('echo run >>runs', { secrets: { KEY: secret('s3cret') } })).toBe('ended');
  });

  test('makes what a shell would have made, with the same rights', async () => {
    expect(await call()).toBe('ended');
    const made = await host.call({ mode: 'observe', script: host.order(`cd .backout; stat -c '%a %n' . * */*`).script })
      .reply;
    expect(`${made.output}`.trim().split('\n')).toEqual([
      ...['700 .', '600 cleaned', '700 fences', '700 locks', '700 steps'],
      ...[`600 fences/${FENCE.journal}`, `600 fences/${FENCE.journal}.lock`, '600 locks/web'],
      `700 steps/${host.order('').token}`,
    ]);
    expect(read(inState(`fences/${FENCE.journal}`))).toBe('1\n');
    expect(read(inState('locks/web'))).toContain('reason 诊断卡死\n');
  });

  test('is called backout, and nothing of it stays when all is told', async () => {
    const waiting = attachInPerl(host.env, upload('until [ -e gate ]; do sleep 0.01; done'));
    await until(() => read(join(host.state(), 'claim')) !== '');
    expect(read(`/proc/${waiting.child.pid}/comm`).trim()).toBe('backout');
    writeFileSync(join(host.home, 'gate'), '');
    await waiting.reply;
    await until(() => processesOf(join(host.home, '..')).length === 0);
  });

  const locked = ['run another', 'by U0LI4', 'reason Else', 'since 2026-11-20T06:30:00Z', 'since_ms 1', ''].join('\n');
  const once = async (path: string, text: string) => {
    expect(await call('true', { token: 'before' })).toBe('ended');
    writeFileSync(inState(path), text);
  };
  const make = (path: string, text = '') => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  };
  test.each<readonly [string, () => void | Promise<void>]>([
    ['another run holds the lock', () => once('locks/web', locked)],
    ['a lock is unfinished', () => once('locks/web', 'run another\n')],
    ['a newer bot was here', () => once(`fences/${FENCE.journal}`, '7\n')],
    ['the daily cleaning is due', () => once('cleaned', '1\n')],
    ['somebody has the step', () => make(join(host.state(), 'claim'))],
    ['the step may have begun before the host went down', () => make(join(host.state(), 'in.earlier'))],
    ['the state directory is a link', () => symlinkSync('/tmp', join(host.home, '.backout'))],
    ['the state directory is a file', () => make(join(host.home, '.backout'))],
    ['HOME is no directory', () => set('HOME', '/nonexistent')],
    ['a directory for secrets is named that is not there', () => set('BACKOUT_SECRETS_DIR', '/nonexistent')],
  ])('leaves it to a shell when %s', async (_, arrange) => {
    await arrange();
    expect(await call('echo run >>runs', { secrets: { KEY: secret('s3cret') } })).toBe('unfit');
    await until(() => processesOf(join(host.home, '..')).length === 0);
    expect(runs()).toBe('');
  });

  // No word: with these, Perl might not even be able to say one. That end is proof enough.
  test.each([
    ['PERL5OPT', '-w'],
    ['PERL5OPT', '-CSD'],
    ['PERL_UNICODE', 'SD'],
  ])('ends at once, as if it were not there, when the environment has %s=%s for every Perl', async (name, value) => {
    set(name, value);
    const { child, reply } = attachInPerl(host.env, upload('echo 你好 >>runs'));
    await expect(reply).rejects.toThrow('no answer');
    expect([child.exitCode, readdirSync(host.home)]).toEqual([127, []]);
  });

  test('ends as if it were not there when it cannot read its program', async () => {
    const { nonce } = upload();
    const broken = 'sub {';
    const text = `${broken.length}\n${broken}`;
    const { child, reply } = attachInPerl(host.env, { ...upload(), nonce, inPerl: { text, rest: '' } });
    await expect(reply).rejects.toThrow('no answer');
    expect([child.exitCode, readdirSync(host.home)]).toEqual([127, []]);
  });

  test('remembers a later epoch, and is then left to a shell by the bot that was before', async () => {
    expect(await call('true', { token: 'later' }, { ...FENCE, epoch: 5 })).toBe('ended');
    expect(read(inState(`fences/${FENCE.journal}`))).toBe('5\n');
    expect(await call()).toBe('unfit');
  });
});
