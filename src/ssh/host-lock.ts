import type { Failure } from '../domain/failure.js';
import { printable } from '../domain/printable.js';
import type { HostLock } from '../engine/ports.js';

/** Longest text of people in a lock, in characters. */
const LONGEST = 200;

/** The lines of a lock's file, as `runner/locks.sh` tells; what people wrote becomes one line without control characters. */
export function lockText({ run, by, reason, since }: HostLock): string {
  const at = new Date(since).toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    ...[`run ${oneLine(run)}`, `by ${oneLine(by)}`, `reason ${oneLine(reason)}`],
    ...[`since ${at}`, `since_ms ${since}`, ''],
  ].join('\n');
}

/** Reads what `locks` printed. A lock without a time stands since 1970: nobody knows. */
export function parseLocks(text: string): readonly HostLock[] {
  return text
    .split(/^(?=system )/m)
    .filter((part) => part.startsWith('system '))
    .map((part) => {
      const value = (name: string) => new RegExp(`^${name} (.*)$`, 'm').exec(part)?.[1]?.trim() ?? '';
      const since = Number(value('since_ms')) || 0;
      return { system: value('system'), run: value('run'), by: value('by'), reason: value('reason'), since };
    });
}

/** Who holds a host, from the runner's `locked <run>|<by>|<since>|<reason>`. */
export function lockedBy(at: string, text: string): Failure {
  const [run = '', by = '', since = '', ...reason] = text.split('|');
  return { code: 'host.locked', at, facts: { run, by, since, reason: reason.join('|') } };
}

function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST).toWellFormed();
}
