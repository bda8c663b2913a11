import { closeSync, constants, lstatSync, openSync, readdirSync, readlinkSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Host,
  isAlive,
  kill,
  locate,
  makeHost,
  processesOf,
  read,
  supervisorAt,
  supervisorOf,
  until,
} from './helpers/runner.js';

// Beside the supervisor in Perl there is one process that tells the client of it, and goes with the client.
describe.skipIf(!locate('perl'))('who tells the client how its steps go', () => {
  let host: Host;
  beforeEach(() => {
    host = makeHost(locate('sh') ?? '');
  });
  afterEach(() => host.close());

  const gate = () => join(host.home, 'gate');
  const waiting = 'until [ -e gate ]; do sleep 0.01; done';

  async function supervised(script = waiting) {
    const step = host.ensure(script);
    await until(() => supervisorOf(host) > 0);
    return step;
  }

  const printing = 'until [ -e gate ]; do echo on; echo >>said; sleep 0.02; done';
  const said = () => read(join(host.home, 'said')).length;

  test('says itself when there is something to see: beside it no clock runs', async () => {
    const step = await supervised(printing);
    let seen = '';
    step.child.stdout?.on('data', (chunk) => {
      seen += chunk;
    });
    await until(() => seen.includes('on\n'));
    const clocks = () =>
      processesOf(join(host.home, '..')).filter((pid) => read(`/proc/${pid}/cmdline`) === 'sleep\0' + '0.1\0');
    const counts: number[] = [];
    await until(() => counts.push(clocks().length) > 100);
    expect(new Set(counts)).toEqual(new Set([0]));
    writeFileSync(gate(), '');
    expect((await step.reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  /** What has not been read yet of what the supervisor says to who tells the client. */
  function unheard(supervisor: number): string {
    const written = pipesOf(supervisor, 0o200).map(({ pipe }) => pipe);
    const shared = pipesOf(parentOf(supervisor), 0o400).find(({ pipe }) => written.includes(pipe));
    const file = openSync(shared?.path ?? '', constants.O_RDONLY | constants.O_NONBLOCK);
    const buffer = Buffer.alloc(1_000);
    const count = readSync(file, buffer);
    closeSync(file);
    return `${buffer.subarray(0, count)}`;
  }

  /** A process's ends of pipes: those that it reads from (0o400), or writes to (0o200). */
  function pipesOf(pid: number, way: number) {
    const paths = readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
    const ends = paths.filter((path) => (lstatSync(path).mode & 0o600) === way);
    return ends.map((path) => ({ path, pipe: readlinkSync(path) })).filter(({ pipe }) => pipe.startsWith('pipe:'));
  }

  const parentOf = (pid: number) =>
    Number(
      read(`/proc/${pid}/stat`)
        .replace(/^.*\) /, '')
        .split(' ')[1],
    );

  test('says it once while the client reads nothing: the pipe would fill, and the step stand still', async () => {
    const step = await supervised(printing.replace('echo on', 'head -c 50000 /dev/zero'));
    step.child.stdout?.pause();
    await until(() => said() > 20);
    const before = said();
    await until(() => said() > before + 50);
    expect(unheard(supervisorOf(host))).toBe('tick\n');
    writeFileSync(gate(), '');
    step.child.stdout?.resume();
    const { fields, output } = await step.reply;
    expect([fields.slice(0, 2), output.length]).toEqual([['exited', '0'], said() * 50_000]);
  });

  test('leaves to a shell what it can tell no more, and nothing is told twice', async () => {
    const started = host.segment({ a: 'echo one', b: `echo two; ${waiting}`, c: 'echo three >>ran' });
    let seen = '';
    started.child.stdout?.on('data', (chunk) => {
      seen += chunk;
    });
    await until(() => seen.includes('two\n'));
    kill(supervisorAt(host.state('b')));
    expect((await started.replies).map(({ word, fields, output }) => `${word} ${fields[0]}: ${output}`)).toEqual([
      'ended exited: one\n',
      'lost killed: two\n',
    ]);
    expect(read(join(host.home, 'ran'))).toBe('');
  });

  test('goes on when who tells the client is ended; the next call tells the rest', async () => {
    const step = await supervised(`echo one; ${waiting}; echo two`);
    const { child } = step;
    kill(parentOf(supervisorOf(host)));
    await until(() => step.child !== child);
    writeFileSync(gate(), '');
    expect(`${(await step.reply).output}`).toBe('one\ntwo\n');
  });

  test.each(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGPIPE', 'SIGTERM'] as const)(
    'heeds no %s, as the supervisor does not',
    async (signal) => {
      const step = await supervised(`${waiting}; echo on`);
      kill(parentOf(supervisorOf(host)), signal);
      writeFileSync(gate(), '');
      expect(`${(await step.reply).output}`).toBe('on\n');
    },
  );

  test('leaves nothing with the client when that goes', async () => {
    const step = await supervised();
    const teller = parentOf(supervisorOf(host));
    step.child.stdin?.destroy();
    await until(() => !isAlive(teller) && !isAlive(step.child.pid ?? 0));
    expect(isAlive(supervisorOf(host))).toBe(true);
    writeFileSync(gate(), '');
    expect((await host.ensure(waiting).reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });
});
