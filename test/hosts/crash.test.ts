import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { approve, card, endAsFailed, recordOf, request, threadText } from './story.js';
import { firstHalf, prepareWitness, secondHalf, type Witness } from './witness.js';

const all = [...firstHalf, ...secondHalf];

describeOnHost('a step on a real OpenSSH host runs once, whatever is killed in the middle of it', () => {
  let stage: HostStage;
  let witness: Witness;

  beforeEach(async () => {
    stage = await raiseHostStage(async (place) => {
      const prepared = await prepareWitness(place);
      witness = prepared.witness;
      return prepared.entry;
    });
  });
  afterEach(async () => {
    witness?.open();
    await stage?.close();
  });

  test('kill -9 of the bot while the step runs on: the next bot takes the step up and finishes the run', async () => {
    await untilMidStep('a');
    await stage.bot.kill('SIGKILL');
    await stage.startBot();
    witness.open();
    await expectWhole('Rollback succeeded', [...all, 'after']);
  });

  test('kill -9 of the bot, and the step ends meanwhile: the next bot tells its exit code and whole output', async () => {
    await untilMidStep('b');
    await stage.bot.kill('SIGKILL');
    witness.open();
    await waitUntil(() => witness.lines().length === all.length, { what: 'the step to end' });
    await stage.startBot();
    await endAsFailed(stage);
    const closed = await expectWhole('Rollback failed', all);
    expect(await threadText(stage, closed)).toContain('failed, exit code 7');
  });

  test('kill -9 of the sshd sessions: the bot attaches to the step again', async () => {
    await untilMidStep('a');
    const logins = stage.host.logins();
    expect(stage.host.killSessions()).toBeGreaterThan(0);
    await waitUntil(() => stage.host.logins() > logins, { what: 'the bot to log in again' });
    witness.open();
    await expectWhole('Rollback succeeded', [...all, 'after']);
  });

  test('the host goes down and comes back: the bot waits for it and attaches again', async () => {
    await untilMidStep('a');
    await stage.host.stop();
    witness.open();
    await waitUntil(() => witness.lines().length >= all.length, { what: 'the step to go on' });
    await stage.host.start();
    await expectWhole('Rollback succeeded', [...all, 'after']);
  });

  async function untilMidStep(scheme: string): Promise<void> {
    await request(stage, scheme);
    await approve(stage);
    await waitUntil(() => witness.lines().length === firstHalf.length, { what: 'the middle of the step' });
  }

  /** One execution, the right end, and every line of output in its post once. */
  async function expectWhole(ending: string, lines: readonly string[]) {
    const closed = await card(stage, ending);
    expect(witness.lines()).toEqual(lines);
    const record = await recordOf(stage, closed);
    expect(record).toContain(ending);
    // A failed run's call for help quotes the output once more; here the output's own post is meant.
    const posts = await stage.people.thread('赵六', '#incident-wechat', closed.ts);
    const outputs = posts.filter(({ metadata }) => JSON.stringify(metadata ?? {}).includes('"output:'));
    const shown = outputs.map(({ plain }) => plain).join('\n');
    expect(shown.match(/line \d\d/g)).toEqual(all.map((number) => `line ${number}`));
    expect(await stage.people.violations()).toEqual([]);
    return closed;
  }
});
