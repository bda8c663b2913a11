import { afterEach, expect, test, vi } from 'vitest';
import { plain } from '../../src/view/rich-text.js';
import { moment, sceneOf } from '../../src/view/scene.js';
import { surfacesOf } from '../../src/view/surfaces.js';
import { dateTime } from '../../src/view/time.js';
import { messageOf } from '../helpers/rendered.js';
import { runs } from '../helpers/state.js';
import { T0 } from '../helpers/story.js';

afterEach(() => vi.unstubAllEnvs());

const delivered = new Set(['card', 'request-file']);

/** Every date of a message that Slack puts into the zone of its reader. */
function readersDates(blocks: unknown): readonly { readonly timestamp: number; readonly before: string }[] {
  const parts = JSON.stringify(blocks).match(/"text":"[^"]*"\},\{"type":"date","timestamp":\d+/g) ?? [];
  return parts.map((part) => ({ before: part.split('"')[3] ?? '', timestamp: Number(/\d+$/.exec(part)?.[0]) }));
}

test('an offset follows daylight saving, also in the hour that there is twice', () => {
  const zone = 'Europe/Berlin';
  expect(dateTime(Date.UTC(2026, 6, 1, 1, 0, 0), zone)).toBe('2026-07-01 03:00:00 UTC+02:00');
  expect(dateTime(Date.UTC(2026, 9, 25, 0, 30, 0), zone)).toBe('2026-10-25 02:30:00 UTC+02:00');
  expect(dateTime(Date.UTC(2026, 9, 25, 1, 30, 0), zone)).toBe('2026-10-25 02:30:00 UTC+01:00');
});

test('the zone of the machine that the bot runs on changes nothing, also where its clocks change at that moment', () => {
  const inSpring = Date.UTC(2024, 2, 31, 5, 13, 20);
  for (const [second, own] of ['Europe/London', 'America/New_York', 'Asia/Shanghai', 'Etc/UTC'].entries()) {
    vi.stubEnv('TZ', own);
    // A moment of its own, because what was told once is remembered.
    const at = inSpring + second * 1_000;
    expect(dateTime(at, 'America/New_York')).toBe(`2024-03-31 01:13:2${second} UTC-04:00`);
    expect(dateTime(at, 'Asia/Kolkata')).toBe(`2024-03-31 10:43:2${second} UTC+05:30`);
  }
});

test('a decider in another zone reads the moment on the clock of the plan and on their own', () => {
  const state = runs.awaiting();
  const { blocks } = messageOf(surfacesOf(state, { now: T0, delivered }), 'card');
  const until = state.expiresAt ?? 0;
  const dates = readersDates(blocks);
  expect(dates.map(({ timestamp }) => timestamp)).toEqual([T0 / 1000, until / 1000]);
  expect(dates.every(({ before }) => before === ' · 您当地 ')).toBe(true);
  const asked = messageOf(surfacesOf(state, { now: T0, delivered }), 'call:decide');
  expect(readersDates(asked.blocks).map(({ timestamp }) => timestamp)).toEqual([until / 1000]);
});

test.each(['running', 'needsHuman', 'succeeded', 'handedOver', 'withdrawn'] as const)(
  'a run that is %s says when, for whoever reads it',
  (name) => {
    const { blocks } = messageOf(surfacesOf(runs[name](), { now: T0, delivered }), 'card');
    expect(readersDates(blocks).length).toBeGreaterThan(0);
  },
);

test('text for notifications and files, which have no reader, names the offset alone', () => {
  const scene = sceneOf(runs.awaiting(), { now: T0, delivered });
  expect(plain(moment(scene, T0))).toBe('2026-11-20 03:12:00 UTC+08:00');
});
