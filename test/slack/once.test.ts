import { afterEach, expect, it } from 'vitest';
import { ok } from '../../src/domain/result.js';
import type { Deliveries } from '../../src/engine/ports.js';
import { fakeEngine } from './fake-engine.js';
import { awaiting } from './projecting.js';
import { INCIDENT, type Stage, stage } from './stage.js';

let theatre: Stage;
afterEach(() => theatre.end());

const decide = async () => ok(awaiting);

async function withButtons(deliveries: Deliveries): Promise<Stage> {
  theatre = await stage({ deliveries, engine: fakeEngine({ decide }) });
  theatre.show(awaiting);
  await theatre.people.waitForMessage('李四', INCIDENT, '[批准');
  return theatre;
}

it('acknowledges what it has seen before and does nothing', async () => {
  const keys: string[] = [];
  const { people, asked } = await withButtons({
    async isFirst(key) {
      keys.push(key);
      return false;
    },
  });
  expect(await people.slash('李四', 'help')).toMatchObject({ ok: true });
  expect(await people.click('李四', '批准', { confirm: true })).toMatchObject({ ok: true });
  expect(await people.mention('李四', '@Backout', { channel: INCIDENT })).toMatchObject({ ok: true });
  await expect.poll(() => keys.map((key) => key.split(':')[0])).toEqual(['command', 'click', 'event']);
  expect(asked).toEqual([]);
  expect((await people.messages('李四', INCIDENT)).filter(({ isEphemeral }) => isEphemeral)).toEqual([]);
});

it('would rather hear something twice than not at all', async () => {
  const { people, asked, lines } = await withButtons({ isFirst: () => Promise.reject(new Error('disk full')) });
  await people.click('李四', '批准', { confirm: true });
  await expect.poll(() => asked).toHaveLength(1);
  expect(lines).toContainEqual(expect.objectContaining({ level: 50, msg: 'could not note a delivery from Slack' }));
});

it('names each press and each command differently', async () => {
  const keys: string[] = [];
  const { people, asked } = await withButtons({
    async isFirst(key) {
      keys.push(key);
      return true;
    },
  });
  await Promise.all(['李四', '张三'].map((who) => people.click(who, '批准', { confirm: true })));
  await Promise.all([people.slash('李四', 'help'), people.slash('李四', 'help')]);
  await expect.poll(() => new Set(keys).size).toBe(4);
  expect(asked).toHaveLength(2);
});
