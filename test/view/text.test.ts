import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ACTIONS, type ActionId, decode, encode, isActionId } from '../../src/view/actions.js';
import { cut, cutMiddle, escapeMarkup } from '../../src/view/characters.js';
import { age, dateTime, duration, size, stopwatch } from '../../src/view/time.js';
import { words } from '../../src/view/words/words.js';
import { T0 } from '../helpers/story.js';

const [zh, en] = [words('zh-CN'), words('en')];
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

test('times are shown on the plan clock', () => {
  expect(dateTime(T0, 'Asia/Shanghai')).toBe('2026-11-20 03:12:00 UTC+08:00');
  expect(dateTime(T0, 'America/New_York')).toBe('2026-11-19 14:12:00 UTC-05:00');
});

test('spans are said as people say them', () => {
  const spans = [40, 420, 42 * SECOND, MINUTE, 72 * SECOND, HOUR, 65 * MINUTE];
  expect(spans.map((span) => duration(span, zh))).toEqual([
    '40 毫秒',
    '0.4 秒',
    '42 秒',
    '1 分钟',
    '1 分 12 秒',
    '1 小时',
    '1 小时 5 分',
  ]);
  expect(spans.map((span) => duration(span, en))).toEqual([
    '40 ms',
    '0.4 s',
    '42 s',
    '1 min',
    '1 min 12 s',
    '1 h',
    '1 h 5 min',
  ]);
});

test('ages are said as people say them', () => {
  const spans = [-HOUR, 3 * SECOND, MINUTE, 3 * HOUR, 50 * HOUR];
  expect(spans.map((span) => age(span, zh))).toEqual(['在未来', '刚刚', '1 分钟前', '3 小时前', '2 天前']);
  expect(spans.map((span) => age(span, en))).toEqual([
    'in the future',
    'just now',
    '1 minute ago',
    '3 hours ago',
    '2 days ago',
  ]);
});

test('clocks and sizes', () => {
  expect([0, 42 * SECOND, 65 * MINUTE + SECOND].map(stopwatch)).toEqual(['0:00', '0:42', '1:05:01']);
  expect([0, 1023, 1536, 12_582_912].map(size)).toEqual(['0 B', '1023 B', '1.5 KB', '12.0 MB']);
});

test('cutting never splits a character and always shows that it cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
      const short = cut(text, limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short === text || (short.endsWith('…') && text.startsWith(short.slice(0, -1)))).toBe(true);
      expect(short.isWellFormed()).toBe(true);
    }),
  );
});

test('a long output keeps its beginning and, longer, its end', () => {
  const text = Array.from({ length: 900 }, (_, line) => `line ${line}`).join('\n');
  const short = cutMiddle(text, 400);
  expect(short.length).toBeLessThanOrEqual(400);
  expect(short).toMatch(/^line 0\n[\s\S]*\n…\n[\s\S]*line 899$/);
});

test('escaped text is whole or visibly cut, never half an entity', () => {
  expect(escapeMarkup('a <!channel> & b', 100)).toBe('a &lt;!channel&gt; &amp; b');
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('<', '>', '&', 'a', '长') }),
      fc.integer({ min: 1, max: 30 }),
      (text, limit) => {
        const escaped = escapeMarkup(text, limit);
        expect(escaped.length).toBeLessThanOrEqual(limit);
        expect(escaped.replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
      },
    ),
  );
});

test('every action carries its value through a button', () => {
  for (const action of Object.keys(ACTIONS).filter(isActionId)) {
    const value = Object.fromEntries(ACTIONS[action].map((field) => [field.replace('?', ''), `${field} "值"`]));
    expect(decode(action, encode(action as 'abort', value as { run: string }))).toEqual(value);
  }
});

test('what a button may leave out is left out, also by buttons of older versions', () => {
  const short = { system: 'web', scheme: 'a' };
  expect(decode('open-request', encode('open-request', short))).toEqual(short);
  expect(decode('open-request', '["web","a"]')).toEqual(short);
  expect(decode('open-request', '["web","a","","r-1"]')).toEqual({ ...short, run: 'r-1' });
  for (const text of ['["web"]', '["web","a","b","r","x"]']) expect(decode('open-request', text)).toBeUndefined();
});

test('a value that is not ours is not read', () => {
  const broken = [undefined, '', '{}', '["only-run"]', '[1,2]', 'null'];
  for (const text of broken) expect(decode('approve' satisfies ActionId, text)).toBeUndefined();
  expect(encode('abort', { run: 'x'.repeat(3_000) })).toBe('[]');
  expect(isActionId('toString')).toBe(false);
});
