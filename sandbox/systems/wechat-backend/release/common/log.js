import { appendFileSync, renameSync, statSync } from 'node:fs';

const maxBytes = 1024 * 1024;
const chinaOffsetMs = 8 * 3_600_000;

/** The error log, in China time: one line per error, moved to `.1` when it reaches one megabyte. */
export function openLog(file) {
  return {
    error(source, message) {
      const at = new Date(Date.now() + chinaOffsetMs).toISOString().replace('T', ' ').replace('Z', '');
      if (sizeOf(file) > maxBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${at} ERROR [${source}] ${message}\n`);
    },
  };
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
