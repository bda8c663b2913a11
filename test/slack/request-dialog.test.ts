import { afterEach, expect, it } from 'vitest';
import { failed, ok } from '../../src/domain/result.js';
import { play, requested } from '../helpers/story.js';
import { fakeEngine, s2System } from './fake-engine.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(async () => {
  expect(await theatre.people.violations()).toEqual([]);
  await theatre.end();
});

const FILLED = { 严重程度: 'P0', 原因: '诊断任务卡死 <!channel>', 影响: '约 60% 用户' };

async function openDialog(channel = INCIDENT) {
  await theatre.people.slash('赵六', 'scheme-a', { channel });
  return theatre.people.waitForModal('赵六');
}

it('says inside the dialog what is wrong, then asks the engine once', async () => {
  theatre = await stage({ engine: fakeEngine({ request: async () => ok(play(requested())) }) });
  const { people, asked } = theatre;
  await openDialog();
  const refused = await people.submit('赵六', { ...FILLED, 原因: '   ' });
  expect(Object.keys(refused.errors ?? {})).toEqual(['原因']);
  expect(asked).toEqual([]);
  expect(await people.submit('赵六', FILLED)).toMatchObject({ ok: true });
  expect(await people.modal('赵六')).toBeNull();
  await people.waitFor(async () => asked.length === 1);
  expect(asked).toEqual([
    {
      call: 'request',
      input: {
        system: 'wechat-backend',
        scheme: 'a',
        severity: 'P0',
        reason: '诊断任务卡死 <!channel>',
        impact: '约 60% 用户',
        by: 'U0ZHAO6',
        channel: INCIDENT,
      },
    },
  ]);
});

it('explains a refusal to that person and gives back what was typed', async () => {
  const refusal = failed({ code: 'run.busy', at: 'wechat-backend', facts: { run: '20261120-7kq2m' } });
  theatre = await stage({ engine: fakeEngine({ request: async () => refusal }) });
  await openDialog();
  await theatre.people.submit('赵六', FILLED);
  const told = await theatre.people.waitForMessage('赵六', INCIDENT, '诊断任务卡死 <!channel>');
  expect(told).toMatchObject({ isEphemeral: true });
  expect(told.plain).toContain('约 60% 用户');
  expect(await theatre.people.messages('李四', INCIDENT)).toEqual([]);
});

it('gives back what was typed when the engine breaks', async () => {
  theatre = await stage({ engine: fakeEngine({ request: () => Promise.reject(new Error('disk on fire')) }) });
  await openDialog();
  await theatre.people.submit('赵六', FILLED);
  const told = await theatre.people.waitForMessage('赵六', INCIDENT, '诊断任务卡死');
  expect(told.plain).toContain('编号');
  expect(told.plain).not.toContain('disk on fire');
  expect(theatre.lines).toContainEqual(expect.objectContaining({ level: 50, by: 'U0ZHAO6' }));
});

it('keeps the dialog open where the bot could show nothing', async () => {
  const engine = fakeEngine({ systems: () => [s2System({ channels: [INCIDENT, 'C0GENERAL'] })] });
  theatre = await stage({ engine });
  await openDialog('C0GENERAL');
  const refused = await theatre.people.submit('赵六', FILLED);
  expect(Object.values(refused.errors ?? {}).join()).toContain('/invite @Backout');
  expect(theatre.asked).toEqual([]);
});
