import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { approve, card, recordOf, request, threadText } from './story.js';
import { firstHalf, prepareWitness, secondHalf, type Witness } from './witness.js';

/** What a local target gives, the bot says of the step, the plan's variable, and what the shell adds itself. */
const given = [
  ...[
    'PATH',
    'HOME',
    'USER',
    'LOGNAME',
    'SHELL',
    'LANG',
    'TMPDIR',
    'LC_ALL',
    'LC_CTYPE',
    'BACKOUT_RUN',
    'BACKOUT_STEP',
  ],
  ...['WITNESS', 'PWD', 'OLDPWD', 'SHLVL', '_'],
];

const all = [...firstHalf, ...secondHalf];

describeOnHost('a local target', () => {
  let stage: HostStage;
  let witness: Witness;
  let root: string;

  beforeEach(async () => {
    stage = await raiseHostStage(async (place) => {
      const prepared = await prepareWitness(place);
      ({ witness } = prepared);
      ({ root } = place);
      mkdirSync(join(root, 'local-home'));
      return { ...prepared.entry, targets: { app: { local: true, home: join(root, 'local-home') } } };
    });
  });
  afterEach(async () => {
    witness?.open();
    await stage?.close();
  });

  test('kill -9 of the bot while a local step runs on: the next bot takes it up, nothing runs twice', async () => {
    await request(stage, 'a');
    await approve(stage);
    await waitUntil(() => witness.lines().length === firstHalf.length, { what: 'the middle of the step' });
    await stage.bot.kill('SIGKILL');
    await stage.startBot();
    witness.open();
    const closed = await card(stage, 'Rollback succeeded');
    expect(witness.lines()).toEqual([...all, 'after']);
    expect(await recordOf(stage, closed)).toContain(`${userInfo().username}@localhost`);
    const shown = await threadText(stage, closed);
    expect(shown.match(/line \d\d/g)).toEqual(all.map((number) => `line ${number}`));
    expect(stage.host.logins()).toBe(0);
  });

  test('an edited plan is in force without a restart, and its step finds no token of the bot', async () => {
    witness.open();
    const file = join(root, 'plans/witness.yaml');
    const edited = readFileSync(file, 'utf8').replaceAll('echo after >>', 'env >"$WITNESS/env"; echo edited >>');
    writeFileSync(file, edited);
    const says = (words: string) => stage.bot.lines.some((line) => line.includes(words));
    await waitUntil(() => says('the plan file was edited and is in force'), { what: 'the edit to count' });
    writeFileSync(file, edited.replace('title: Long steps', 'titel: Long steps'));
    await waitUntil(() => says('unknown key titel; write title'), { what: 'the mistake to be told' });

    await request(stage, 'a');
    await approve(stage);
    await card(stage, 'Rollback succeeded');
    expect(witness.lines()).toEqual([...all, 'edited']);
    const env = readFileSync(join(root, 'witness/env'), 'utf8');
    expect(env).toContain(`HOME=${join(root, 'local-home')}\n`);
    expect(env).not.toMatch(/xoxb|xapp/);
    const names = env.split('\n').flatMap((line) => line.match(/^(\w+)=/)?.[1] ?? []);
    expect(names.filter((name) => !given.includes(name))).toEqual([]);
  });
});
