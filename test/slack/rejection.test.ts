import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import type { RoleHolders } from '../../src/domain/system.js';
import { CTO, DIGEST, DIRECTOR } from '../helpers/story.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { awaiting, running } from './projecting.js';
import { INCIDENT, type Stage, type StageOptions, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

/** The dialog that a press of "Reject" opens. */
async function rejecting(options: StageOptions = {}): Promise<Stage> {
  theatre = await stage(options);
  theatre.show(awaiting);
  await theatre.people.waitForMessage('李四', INCIDENT, '[拒绝]');
  await theatre.people.click('李四', '拒绝');
  expect((await theatre.people.waitForModal('李四')).plain).toContain('不会执行任何命令，申请就此结束');
  return theatre;
}

const REJECTED = { runId: awaiting.id, verdict: 'rejected', by: DIRECTOR, digest: DIGEST };
const decides = { decide: async () => ok(awaiting) };

it('rejects with the reason that was given', async () => {
  const { people, asked } = await rejecting({ engine: fakeEngine(decides) });
  expect(asked).toEqual([]);
  await people.submit('李四', { 拒绝原因: ' 先扩容，再看十分钟 ' });
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toEqual([{ call: 'decide', input: { ...REJECTED, reason: '先扩容，再看十分钟' } }]);
  expect(await people.modal('李四')).toBeNull();
});

it('rejects without a reason, and does not when the dialog is closed', async () => {
  const { people, asked } = await rejecting({ engine: fakeEngine(decides) });
  await people.closeModal('李四');
  expect(asked).toEqual([]);
  await people.click('李四', '拒绝');
  await people.waitForModal('李四');
  await people.submit('李四', {});
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toEqual([{ call: 'decide', input: REJECTED }]);
});

it('gives the reason back when the rejection did not count', async () => {
  const decide = async () => failed({ code: 'approval.not-decider' as const, at: awaiting.id });
  const { people } = await rejecting({ engine: fakeEngine({ decide }) });
  await people.submit('李四', { 拒绝原因: '先扩容' });
  const told = await people.waitForMessage('李四', INCIDENT, '不是');
  expect(told.isEphemeral).toBe(true);
  expect(told.plain).toContain('先扩容');
});

it('opens nothing for a guest, nor when the decision was made meanwhile', async () => {
  const late = failed({ code: 'approval.already-decided' as const, at: awaiting.id, facts: { by: DIRECTOR } });
  const engine = fakeEngine({ decide: async () => late, run: async () => running });
  theatre = await stage({ engine });
  const { people } = theatre;
  theatre.show(awaiting);
  await people.waitForMessage('李四', INCIDENT, '[拒绝]');
  await people.click('访客', '拒绝');
  await people.waitForMessage('访客', INCIDENT, '访客、机器人和外部人员');
  await people.click('张三', '拒绝');
  await people.waitForMessage('张三', INCIDENT, '已经有决定了');
  expect(await people.modal('访客')).toBeNull();
  expect(await people.modal('张三')).toBeNull();
});

it('opens nothing for somebody who may not decide, when no user group has to be asked for that', async () => {
  const { people, show, asked } = await begin({ users: [DIRECTOR], groups: [] });
  show(awaiting);
  await people.waitForMessage('李四', INCIDENT, '[拒绝]');
  await people.click('王五', '拒绝');
  const told = await people.waitForMessage('王五', INCIDENT, '您不是');
  expect(told.isEphemeral).toBe(true);
  expect(await people.modal('王五')).toBeNull();
  expect(asked).toEqual([]);
});

it('opens the dialog when only a user group tells who may decide', async () => {
  const { people, show } = await begin({ users: [], groups: ['S0DIRECTORS'] });
  show(awaiting);
  await people.waitForMessage('李四', INCIDENT, '[拒绝]');
  await people.click('王五', '拒绝');
  await people.waitForModal('王五');
});

/** A stage on which these people may decide. */
async function begin(directors: RoleHolders): Promise<Stage> {
  const systems = () => [s2System({ roles: { cto: { users: [CTO], groups: [] }, 'tech-director': directors } })];
  theatre = await stage({ engine: fakeEngine({ systems }) });
  return theatre;
}
