import dayjs from 'dayjs';
import utc from 'dayjs/plugin/utc.js';
import { type Instant, type Milliseconds, offsetAt } from '../domain/time.js';
import type { Words } from './words/words.js';

dayjs.extend(utc);

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Every card tells the same few moments each time it is drawn.
const known = new Map<string, string>();
const MOST_KNOWN = 1_000;

/** `2026-11-20 03:12:05 UTC+08:00`: the plan's clock, with the offset that holds at that moment. */
export function dateTime(at: Instant, zone: string): string {
  const key = `${at} ${zone}`;
  const told = known.get(key) ?? read(at, zone);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, told);
  return told;
}

/** `2026-11-20 03:12 UTC+08:00`: a date that nobody keeps to the second. */
export function dateMinute(at: Instant, zone: string): string {
  const told = dateTime(at, zone);
  return `${told.slice(0, 16)}${told.slice(19)}`;
}

/** `03:12:05` on the plan's clock. */
export function timeOfDay(at: Instant, zone: string): string {
  return dateTime(at, zone).slice(11, 19);
}

/** `03:12:05 UTC+08:00`: for what people must keep to, wherever they are. */
export function timeWithOffset(at: Instant, zone: string): string {
  return dateTime(at, zone).slice(11);
}

/** Not by dayjs's own zones: they go over the clock of the bot's machine, and are an hour off close to its changes. */
function read(at: Instant, zone: string): string {
  const ahead = offsetAt(at, zone);
  const offset = `UTC${ahead < 0 ? '-' : '+'}${dayjs.utc(Math.abs(ahead)).format('HH:mm')}`;
  return `${dayjs.utc(at + ahead).format('YYYY-MM-DD HH:mm:ss')} ${offset}`;
}

/** `3 小时前`, `3 hours ago`. */
export function age(span: Milliseconds, { time }: Words): string {
  if (span < -MINUTE) return time.inTheFuture;
  if (span < MINUTE) return time.justNow;
  if (span < HOUR) return time.minutesAgo(Math.floor(span / MINUTE));
  if (span < 2 * DAY) return time.hoursAgo(Math.floor(span / HOUR));
  return time.daysAgo(Math.floor(span / DAY));
}

/** `0.4 秒`, `1 分 12 秒`, `5 分钟`, `1 小时 5 分`. */
export function duration(span: Milliseconds, { time }: Words): string {
  if (span < SECOND / 10) return time.milliseconds(Math.round(Math.max(0, span)));
  if (span < 10 * SECOND) return time.seconds(String(Math.round(Math.max(0, span) / 100) / 10));
  const seconds = Math.round(span / SECOND);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours > 0) return minutes > 0 ? time.hoursMinutes(hours, minutes) : time.hours(hours);
  if (minutes > 0) return rest > 0 ? time.minutesSeconds(minutes, rest) : time.minutes(minutes);
  return time.seconds(String(rest));
}

/** `0:42`, `1:05:10`: a running clock. */
export function stopwatch(span: Milliseconds): string {
  const seconds = Math.floor(Math.max(0, span) / SECOND);
  const two = (value: number) => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), two(seconds % 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** `0 B`, `12.0 MB`. */
export function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let [value, unit] = [bytes, 0];
  while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
