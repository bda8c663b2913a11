import { expect, it } from 'vitest';
import { createHolds } from '../../src/slack/projector/holds.js';
import { createPace } from '../../src/slack/projector/pace.js';

it('leaves room within Slack’s 50 edits a minute for what matters more', () => {
  const pace = createPace();
  for (let edit = 0; edit < 25; edit += 1) pace.edited(edit * 100);
  expect(pace.editAt('tick', 3_000, 'card')).toBe(60_000);
  expect(pace.editAt('change', 3_000, 'card')).toBe(3_000);
  for (let edit = 25; edit < 48; edit += 1) pace.edited(edit * 100);
  expect(pace.editAt('change', 5_000, 'card')).toBe(60_000 + 800);
  expect(pace.editAt('turn', 5_000, 'card')).toBe(60_000);
  expect(pace.editAt('turn', 60_001, 'card')).toBe(60_001);
});

it('wakes one message for each edit that may be sent, not all that wait', () => {
  const pace = createPace();
  for (let edit = 0; edit < 48; edit += 1) pace.edited(edit * 100);
  const wakes = Array.from({ length: 40 }, (_, card) => ({ card: `card ${card}`, at: 5_000 }));
  const sent: number[] = [];
  let looks = 0;
  while (wakes.length > 0) {
    const next = wakes.toSorted((one, other) => one.at - other.at)[0];
    if (!next) break;
    looks += 1;
    const at = pace.editAt('turn', next.at, next.card);
    if (at > next.at) next.at = at;
    else {
      pace.edited(at);
      sent.push(at);
      wakes.splice(wakes.indexOf(next), 1);
    }
  }
  expect(sent).toEqual(sent.map((_, edit) => 60_000 + edit * 100));
  expect(looks).toBe(2 * sent.length);
});

it('keeps no edit free for a message that does not come back for it', () => {
  const pace = createPace();
  for (let edit = 0; edit < 48; edit += 1) pace.edited(edit * 100);
  expect(pace.editAt('turn', 5_000, 'gone')).toBe(60_000);
  expect(pace.editAt('turn', 5_000, 'card')).toBe(60_100);
  expect(pace.editAt('turn', 5_000, 'card')).toBe(60_100);
  expect(pace.editAt('turn', 60_050, 'card')).toBe(60_050);
});

it('posts a short burst, then one message per second and channel', () => {
  const pace = createPace();
  for (let post = 0; post < 5; post += 1) {
    expect(pace.postAt('C1', 1_000)).toBe(1_000);
    pace.posted('C1', 1_000);
  }
  expect(pace.postAt('C1', 1_000)).toBe(2_000);
  expect(pace.postAt('C2', 1_000)).toBe(1_000);
  expect(pace.postAt('C1', 2_500)).toBe(2_500);
});

it('waits twice as long after each failure, 30 s at most, and starts anew when it worked', () => {
  const holds = createHolds();
  let now = 0;
  const waits = Array.from({ length: 9 }, () => {
    holds.failed('slack', now);
    const wait = holds.freeAt(['slack'], now) - now;
    now += wait;
    return wait;
  });
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  holds.worked('slack', now);
  holds.failed('slack', now);
  expect(holds.freeAt(['slack'], now)).toBe(now + 500);
});

it('counts failures of the same moment once, and keeps a wait that Slack asked for', () => {
  const holds = createHolds();
  holds.failed('slack', 0);
  holds.failed('slack', 0);
  expect(holds.freeAt(['slack'], 0)).toBe(500);
  holds.hold('edit', 2_000);
  holds.worked('edit', 1_000);
  expect(holds.freeAt(['edit', 'channel:C1'], 1_000)).toBe(2_000);
  holds.release('edit');
  expect(holds.freeAt(['edit'], 1_000)).toBe(1_000);
});
