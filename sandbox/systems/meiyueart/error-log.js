import { appendFileSync } from 'node:fs';

const chinaOffsetMs = 8 * 3_600_000;

/** Writes one line per error, in China time. */
export function openErrorLog(file) {
  return (source, message) => {
    const at = new Date(Date.now() + chinaOffsetMs).toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(file, `${at} ERROR [${source}] ${message}\n`);
  };
}
