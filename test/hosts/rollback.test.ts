import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import type { WechatBackend } from '../../sandbox/systems/wechat-backend/start.js';
import { type HostStage, raiseHostStage } from './host-stage.js';
import { describeOnHost } from './needs.js';
import { answerChecks, approve, card, privateAnswer, recordOf, request, threadText } from './story.js';
import { prepareWechat } from './wechat.js';

describeOnHost('scheme A of the wechat backend on a real OpenSSH host', () => {
  let stage: HostStage;
  let system: WechatBackend;

  beforeEach(async () => {
    stage = await raiseHostStage(async (place) => {
      const prepared = await prepareWechat(place);
      system = prepared.system;
      return prepared.entry;
    });
  });
  afterEach(() => stage?.close());

  test('backups are listed, the rollback is approved and runs, the service works again and the record is filed', async () => {
    expect(await system.observe()).toMatchObject({ version: 'v2.0.0-phase1', flags: 'on', diagnosisWorks: false });

    await stage.people.slash('赵六', 'list-backups');
    const list = await privateAnswer(stage, 'Newest usable backup');
    expect(list.plain).toMatch(/Newest usable backup: diagnosis_\d{8}_\d{6}\.db \(3 hours ago\)/);
    expect(list.plain).toContain('not usable: the file is empty');
    expect(list.plain).toContain('not usable: older than 24 h');

    await request(stage, 'a');
    await approve(stage);
    await answerChecks(stage, [
      'The internal test account works',
      'Sampled users confirm that it works',
      'Support hears of no trouble',
    ]);
    const closed = await card(stage, 'Rollback succeeded', 60_000);
    expect(closed.plain).toContain('All steps are done and every check passed.');

    expect(await threadText(stage, closed)).toContain('"diagnosis_v2_enabled":false');
    expect(await threadText(stage, closed)).not.toContain(system.adminKey);
    const record = await recordOf(stage, closed);
    expect(record).toContain('✅ Rollback succeeded');
    expect(record).toContain(`${stage.host.user}@127.0.0.1:${stage.host.port}`);
    expect(record).not.toContain(system.adminKey);

    expect(await system.observe()).toMatchObject({ version: 'v2.0.0-phase1', flags: 'off', diagnosisWorks: true });
    const isHealthy = async () => (await system.observe()).healthy;
    await waitUntil(isHealthy, { what: 'the system to be seen healthy' });
    expect(await stage.people.violations()).toEqual([]);
  });
});
