import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programOf } from '../../src/ssh/program.js';
import { type Host, kill, locate, makeHost, read, supervisorOf, until } from './helpers/runner.js';

const SHELL = locate('sh') ?? '';

describe.skipIf(!locate('perl'))('the supervisor in Perl', () => {
  let host: Host;
  beforeEach(() => {
    host = makeHost(SHELL);
  });
  afterEach(() => host.close());

  const nameOf = (pid: number) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  const gate = () => join(host.home, 'gate');
  const perl = () => join(host.env.PATH?.split(':')[0] ?? '', 'perl');
  const hidePerl = (unfit: string) => writeFileSync(perl(), `#!/bin/sh\n${unfit}\n`, { mode: 0o755 });
  const waiting = 'until [ -e gate ]; do sleep 0.01; done';

  async function supervised(script = waiting) {
    const step = host.ensure(script);
    await until(() => supervisorOf(host) > 0);
    return { step, name: nameOf(supervisorOf(host)) };
  }

  test('compiles without a warning', () => {
    const program = join(host.home, 'supervise.pl');
    writeFileSync(program, programOf('supervise-in-perl'));
    const told = execFileSync('perl', ['-cw', program], { encoding: 'utf8', stdio: 'pipe' });
    expect(told).toBe('');
  });

  test('serves where Perl does, under a name of its own', async () => {
    const { step, name } = await supervised();
    expect(name).toBe('backout');
    writeFileSync(gate(), '');
    expect((await step.reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  test('is not what a step means that ends all of Perl', async () => {
    const { step } = await supervised(`${waiting}; pkill -KILL -x -P $PPID perl || echo none`);
    writeFileSync(gate(), '');
    const { fields, output } = await step.reply;
    expect([fields.slice(0, 2), `${output}`]).toEqual([['exited', '0'], 'none\n']);
  });

  test.each([
    ['cannot do what is wanted of it', 'exit 65'],
    ['does not know the language any more, or not yet', 'exit 255'],
    ['reads what it is given and breaks', 'cat >/dev/null; exit 2'],
  ])('gives its place to the one in sh where Perl %s', async (_, unfit) => {
    hidePerl(unfit);
    const { step, name } = await supervised();
    expect(name).toBe('sh');
    writeFileSync(gate(), '');
    expect((await step.reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  test.each(['sh', 'perl'])(
    'is taken for what it is by a later call where the supervisor runs in %s',
    async (first) => {
      if (first === 'sh') hidePerl('exit 65');
      const scripts = { a: `echo a >>ran; ${waiting}`, b: 'echo b >>ran' };
      const gone = host.segment(scripts);
      await until(() => read(join(host.home, 'ran')) === 'a\n');
      kill(-(gone.child.pid ?? 0));
      if (first === 'sh') rmSync(perl());
      else hidePerl('exit 65');
      const again = host.segment(scripts);
      writeFileSync(gate(), '');
      expect((await again.replies).map(({ fields }) => fields.slice(0, 2))).toEqual([
        ['exited', '0'],
        ['exited', '0'],
      ]);
      expect(read(join(host.home, 'ran'))).toBe('a\nb\n');
    },
  );
});
