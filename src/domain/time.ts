/** A point in time: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A span of time in whole milliseconds. */
export type Milliseconds = number;
/** How soon something is due: a span, or working days, which only people can tell from holidays. */
export type Term = Milliseconds | { readonly workingDays: number };

const UNITS: Readonly<Record<string, Milliseconds>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads `30s`, `5m`, `24h`, `1d`, `500ms`; undefined for anything else. */
export function parseDuration(text: string): Milliseconds | undefined {
  const match = /^(\d{1,6})(ms|s|m|h|d)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  return match && unit ? Number(match[1]) * unit : undefined;
}

/** The instant of a wall-clock time in a zone; undefined when there is no such date. Hours skipped by daylight saving count as the hour after. */
export function instantOf(
  wall: readonly [number, number, number, number, number, number],
  timezone: string,
): Instant | undefined {
  const [year, month, day, hour, minute, second] = wall;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const read = new Date(asUtc);
  const exists = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && read.getUTCHours() === hour;
  if (!exists || minute > 59 || second > 59) return undefined;
  // The offset depends on the instant itself, so it is looked up twice: near it, then at it.
  const near = asUtc - offsetAt(asUtc, timezone);
  return asUtc - offsetAt(near, timezone);
}

/** How far a zone's clocks are ahead of UTC at a moment, whatever the zone of the bot's own machine. */
export function offsetAt(instant: Instant, timezone: string): Milliseconds {
  const part = Object.fromEntries(
    clockOf(timezone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const wall = Date.UTC(part.year ?? 0, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
  return wall - Math.floor(instant / 1000) * 1000;
}

// To make one takes longer than all that is then asked of it for a message.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(timezone, clock);
  return clock;
}
