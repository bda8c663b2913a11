import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programOf } from '../../src/ssh/program.js';
import { filesBelow, type Host, kill, locate, makeHost, read, secret, supervisorOf, until } from './helpers/runner.js';

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
    writeFileSync(program, `use strict;\n${programOf('ensure-in-perl')}`);
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
    ['', ''],
    // Then nobody prints any more, and the pump ends as well.
    [
      ' and nothing can be printed any more',
      '; exec >/dev/null 2>&1; while pgrep -P $PPID -x backout; do sleep 0.01; done',
    ],
  ])('tells a step whose shell was ended before its turn as one that did not start%s', async (_, rest) => {
    const find = 'until next=$(pgrep -P $PPID -f script.2); do sleep 0.01; done';
    const end = 'kill -KILL $next; while [ -e /proc/$next ]; do sleep 0.01; done';
    const replies = await host.segment({ a: `${find}; ${end}${rest}`, b: 'echo b >runs' }).replies;
    expect(replies.map(({ fields }) => fields[0])).toEqual(['exited', 'unprepared']);
    expect(read(join(host.home, 'runs'))).toBe('');
  });

  test.each([
    ['cannot do what is wanted of it', 'exit 65'],
    ['does not know the language any more, or not yet', 'exit 255'],
  ])('gives its place to the one in sh where Perl %s', async (_, unfit) => {
    hidePerl(unfit);
    const { step, name } = await supervised();
    expect(name).toBe('sh');
    writeFileSync(gate(), '');
    expect((await step.reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  test('leaves its marks to the one in sh, whatever they are', async () => {
    const first = host.segment({ a: waiting, b: 'echo b' });
    await until(() => read(join(host.state('a'), 'claim')) !== '');
    hidePerl('exit 65');
    const rest = host.segment({ b: 'echo b' });
    expect((await rest.replies).map(({ word, output }) => `${word}: ${output}`)).toEqual(['ended: b\n']);
    writeFileSync(gate(), '');
    expect((await first.replies).map(({ word, output }) => `${word}: ${output}`)).toEqual(['ended: ', 'ended: b\n']);
  });

  /** The real Perl, told something else than it should be. */
  const altered = (substitution: string) => {
    const read = '$n = <STDIN>; read(STDIN, $p, $n)';
    hidePerl(`exec ${locate('perl')} -e '${read}; $p =~ ${substitution}; eval $p'`);
  };

  test('gives its place to the one in sh when something ends it before its first claim', async () => {
    altered('s/^sub supervise \\{/sub supervise { kill 9, $$;/m');
    expect((await host.ensure('echo on').reply).fields.slice(0, 2)).toEqual(['exited', '0']);
  });

  test('has no follower once it has claimed a step: they would share a room', async () => {
    altered('s/^sub prepare \\{/sub prepare { exit 1;/m');
    const { word, fields } = await host.ensure('echo ran >>ran').reply;
    expect([word, fields]).toEqual(['lost', ['killed']]);
    expect(read(join(host.home, 'ran'))).toBe('');
    const [script = ''] = filesBelow(host.state()).filter((file) => file.endsWith('/script.1'));
    // Each writes its own words before it.
    expect(read(script)).toMatch(/^read -r bo_go && /);
  });

  test('leaves no secret behind where not all of them can be kept', async () => {
    const vaults = join(host.home, 'memory');
    mkdirSync(vaults);
    host.env.BACKOUT_SECRETS_DIR = vaults;
    const secrets = { A: secret('hunter2'), [`B${'B'.repeat(300)}`]: secret('hunter3') };
    expect((await host.ensure('echo on', { secrets }).reply).fields[0]).toBe('unprepared');
    expect(readdirSync(vaults)).toEqual([]);
  });

  const pumpOf = (supervisor: number) =>
    Number(execFileSync('pgrep', ['-P', `${supervisor}`, '-x', 'backout'], { encoding: 'utf8' }).trim());

  test('tells no end before what the step printed is kept, however slowly that goes', async () => {
    const { step } = await supervised(`${waiting}; echo kept`);
    const pump = pumpOf(supervisorOf(host));
    kill(pump, 'SIGSTOP');
    writeFileSync(gate(), '');
    setTimeout(() => kill(pump, 'SIGCONT'), 300);
    expect(`${(await step.reply).output}`).toBe('kept\n');
  });

  test('keeps what later steps print when a step ends everything that has Perl in its command line', async () => {
    // Before it is a shell the one that waits is still Perl by its command line.
    const others = 'until pgrep -P $PPID -f script.2 >/dev/null; do sleep 0.01; done';
    const replies = await host.segment({ a: `${others}; pkill -f -P $PPID perl; echo a`, b: 'echo b' }).replies;
    expect(replies.map(({ fields, output }) => `${fields[1]} ${output}`)).toEqual(['0 a\n', '0 b\n']);
  });

  test('reads what a daemon prints also while a later step prints nothing', async () => {
    const chatty = 'n=0; while :; do n=$((n + 1)); echo $n; echo >>count; done';
    await host.segment({
      a: `(${chatty}) &`,
      b: 'exec >/dev/null 2>&1; sleep 3; wc -l <count >later; sleep 0.3; wc -l <count >last',
    }).replies;
    expect(Number(read(join(host.home, 'last')))).toBeGreaterThan(Number(read(join(host.home, 'later'))));
  }, 30_000);

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
