import { useEffect, useState } from 'preact/hooks';
import { useReader } from '../reader.js';
import { formatDate } from './dates.js';

interface Props {
  /** Seconds since 1970. */
  timestamp: number;
  /** Slack's format, such as "{date_pretty} {time}". */
  format: string;
  /** What stands there when the timestamp is none. */
  fallback?: string | undefined;
}

/** A moment as its reader's clock shows it; pointing at it shows the whole date and the zone. */
export function Moment({ timestamp, format, fallback }: Props) {
  const reader = useReader();
  const now = useNow(format.includes('{ago}'));
  if (!Number.isFinite(timestamp)) return <>{fallback ?? format}</>;
  const zone = reader.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const whole = `${formatDate(timestamp, '{date_long} {time_secs}', reader, now)} · ${zone}`;
  return (
    <time dateTime={new Date(timestamp * 1000).toISOString()} title={whole}>
      {formatDate(timestamp, format, reader, now)}
    </time>
  );
}

// "3 minutes ago" grows by itself; everything else changes only at midnight.
function useNow(moves: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), moves ? 15_000 : 300_000);
    return () => clearInterval(timer);
  }, [moves]);
  return now;
}
