import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../../sandbox/page/blocks/dates.js';
import type { Reader } from '../../../../sandbox/page/reader.js';
import * as sample from '../../slack/blocks/samples.js';
import { drawnBlock, wordsOf } from '../drawn.js';

const shanghai: Reader = { language: 'zh-CN', zone: 'Asia/Shanghai' };
const newYork: Reader = { language: 'en', zone: 'America/New_York' };
// 03:12:05 in Shanghai on 21 November, 14:12:05 in New York on the 20th.
const moment = Date.UTC(2026, 10, 20, 19, 12, 5) / 1000;
const told = (format: string, reader: Reader, now = moment * 1000) => formatDate(moment, format, reader, now);

describe("a moment on its reader's clock", () => {
  it.each([
    ['{date_num}', '2026-11-21', '2026-11-20'],
    ['{date_slash}', '2026/11/21', '2026/11/20'],
    ['{date}', '2026年11月21日', 'November 20, 2026'],
    ['{date_short}', '2026年11月21日', 'Nov 20, 2026'],
    ['{date_long}', '2026年11月21日星期六', 'Friday, November 20, 2026'],
    ['{time}', '03:12', '2:12 PM'],
    ['{time_secs}', '03:12:05', '2:12:05 PM'],
    ['{date_pretty}', '今天', 'Today'],
    ['{day_divider_pretty}', '今天', 'Today'],
    ['{nothing}', '{nothing}', '{nothing}'],
  ])('%s', (format, inShanghai, inNewYork) => {
    expect(told(format, shanghai)).toBe(inShanghai);
    expect(told(format, newYork)).toBe(inNewYork);
  });

  it('the day changes where the reader is: for one it was yesterday, for the other it is today', () => {
    const fiveHoursLater = (moment + 5 * 3600) * 1000;
    expect(told('{date_short_pretty}', shanghai, fiveHoursLater)).toBe('今天');
    expect(told('{date_short_pretty}', newYork, fiveHoursLater)).toBe('Today');
    const eveningInNewYork = (moment + 10 * 3600) * 1000;
    expect(told('{date_short_pretty}', newYork, eveningInNewYork)).toBe('Yesterday');
    expect(told('{date_short_pretty}', shanghai, eveningInNewYork)).toBe('今天');
  });

  it('says how long ago it was', () => {
    expect(told('{ago}', newYork, (moment + 180) * 1000)).toBe('3 minutes ago');
    expect(told('{ago}', shanghai, (moment + 7200) * 1000)).toBe('2小时前');
  });

  it('keeps to summer time', () => {
    const inJuly = Date.UTC(2026, 6, 1, 12) / 1000;
    expect(formatDate(inJuly, '{time}', { language: 'zh-CN', zone: 'Europe/Berlin' }, 0)).toBe('14:00');
    expect(formatDate(moment, '{time}', { language: 'zh-CN', zone: 'Europe/Berlin' }, 0)).toBe('20:12');
  });
});

it('both of Slack’s spellings follow the zone the reader put on', () => {
  const mrkdwn = sample.section({ text: sample.mrkdwn(`<!date^${moment}^{time}|then>`) });
  const date = { type: 'date', timestamp: moment, format: '{time}' };
  const rich = sample.rich({ type: 'rich_text_section', elements: [date] });
  for (const block of [mrkdwn, rich]) {
    expect(wordsOf(drawnBlock(block, { zone: 'Asia/Shanghai' }))).toBe('03:12');
    expect(wordsOf(drawnBlock(block, { zone: 'UTC' }))).toBe('19:12');
  }
});

it('a timestamp that is none is told by its fallback', () => {
  const block = sample.section({ text: sample.mrkdwn('<!date^soon^{time}|some day>') });
  expect(wordsOf(drawnBlock(block))).toBe('some day');
});
