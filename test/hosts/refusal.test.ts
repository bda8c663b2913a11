import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { approve, card, request, threadSays } from './story.js';
import { prepareWitness, type Witness } from './witness.js';

describeOnHost('a real OpenSSH host that cannot be trusted or reached', () => {
  let stage: HostStage;
  let witness: Witness;

  beforeEach(async () => {
    stage = await raiseHostStage(async (place) => {
      const prepared = await prepareWitness(place);
      witness = prepared.witness;
      return prepared.entry;
    });
  });
  afterEach(() => stage?.close());

  test('a changed host key is refused with both fingerprints, before anything runs', async () => {
    const known = stage.host.fingerprint();
    await stage.host.changeHostKey();
    await request(stage, 'a');
    const refused = await card(stage, 'Not started');
    expect(refused.plain).toContain('shows another host key than before');
    await threadSays(stage, refused, [known, stage.host.fingerprint()]);
    expectUntouched();
  });

  test('a host key that changes after the pre-checks is refused too, and the step is known not to have begun', async () => {
    const known = stage.host.fingerprint();
    await request(stage, 'a');
    await stage.people.waitForMessage('李四', '#incident-wechat', '[Approve]');
    const logins = stage.host.logins();
    await stage.host.changeHostKey();
    await approve(stage);
    const closed = await card(stage, 'Rollback failed');
    await threadSays(stage, closed, ['not started', known, stage.host.fingerprint()]);
    expect(witness.lines()).toEqual([]);
    expect(stage.host.logins()).toBe(logins);
  });

  test('a key that the host does not accept is named as such', async () => {
    await stage.bot.stop();
    await stage.configure({ key: stage.host.strangersKeyFile });
    await stage.startBot();
    await request(stage, 'a');
    const refused = await card(stage, 'Not started');
    expect(refused.plain).toContain(stage.host.user);
    expect(refused.plain).toMatch(/does not accept Backout's key|authentication/i);
    expectUntouched();
  });

  test('a host that is down is named, and nothing is started', async () => {
    await stage.host.stop();
    await request(stage, 'a');
    const refused = await card(stage, 'Not started');
    expect(refused.plain).toMatch(/cannot be reached|ECONNREFUSED/);
    expect(refused.plain).toContain(`${stage.host.port}`);
    expectUntouched();
  });

  function expectUntouched(): void {
    expect(witness.lines()).toEqual([]);
    expect(stage.host.logins()).toBe(0);
  }
});
