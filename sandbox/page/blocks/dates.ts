import type { Reader } from '../reader.js';
import { en } from '../words/en.js';
import { zhCn } from '../words/zh-cn.js';

const day = 86_400_000;

const styles: Record<string, Intl.DateTimeFormatOptions> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  date_long_full: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/**
 * A moment (seconds since 1970) in the reader's own zone, by Slack's format such as "{date_short} {time}".
 * `now` (milliseconds) decides what is today and how long ago it was. Unknown names stay as they are written.
 */
export function formatDate(timestamp: number, format: string, reader: Reader, now: number): string {
  return format.replaceAll(/\{(\w+)\}/g, (all, name: string) => oneOf(name, timestamp * 1000, reader, now) ?? all);
}

function oneOf(name: string, moment: number, reader: Reader, now: number): string | undefined {
  if (name === 'ago') return ago(moment, reader, now);
  if (name === 'date_num' || name === 'date_slash') return numbers(moment, reader, name === 'date_num' ? '-' : '/');
  if (name === 'day_divider_pretty') return pretty(moment, reader, now) ?? written('date_long', moment, reader);
  const plain = name.replace(/_pretty$/, '');
  if (!styles[plain]) return undefined;
  return (plain === name ? undefined : pretty(moment, reader, now)) ?? written(plain, moment, reader);
}

function written(style: string, moment: number, { language, zone }: Reader): string {
  const clock = style.startsWith('time') && language !== 'en' ? ({ hour: '2-digit', hourCycle: 'h23' } as const) : {};
  return new Intl.DateTimeFormat(language, { ...styles[style], ...clock, timeZone: zone }).format(moment);
}

// Canadian dates are written year, month, day with two digits each.
function numbers(moment: number, { zone }: Reader, between: string): string {
  const date = new Intl.DateTimeFormat('en-CA', {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone },
  }).format(moment);
  return date.replaceAll('-', between);
}

function pretty(moment: number, reader: Reader, now: number): string | undefined {
  const words = reader.language === 'en' ? en : zhCn;
  const date = numbers(moment, reader, '-');
  const is = (time: number) => numbers(time, reader, '-') === date;
  if (is(now)) return words.today;
  if (is(now - day)) return words.yesterday;
  return is(now + day) ? words.tomorrow : undefined;
}

function ago(moment: number, { language }: Reader, now: number): string {
  const seconds = Math.round((moment - now) / 1000);
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit);
}
