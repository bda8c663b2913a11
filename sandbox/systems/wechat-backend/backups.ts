import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chinaStamp } from '../china-time.js';
import { createDatabase, historicReports } from './database.js';

const hour = 3_600_000;

/**
 * The backup directory as a tired team leaves it. Names tell the truth about age; modification times do not
 * (somebody copied files around), so `ls -t` picks the stale one, or the safety copy of the broken database.
 */
const entries = [
  { hoursOld: 3, kind: 'good', touchedMinutesAgo: 4_000 },
  { hoursOld: 20, kind: 'good', touchedMinutesAgo: 500 },
  { hoursOld: 9, kind: 'empty', touchedMinutesAgo: 30 },
  { hoursOld: 72, kind: 'good', touchedMinutesAgo: 1 },
  { hoursOld: 1, kind: 'safety copy', touchedMinutesAgo: 10 },
] as const;

export async function layOutBackups(directory: string, now: Date): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { hoursOld, kind, touchedMinutesAgo } of entries) {
    const takenAt = new Date(now.getTime() - hoursOld * hour);
    const prefix = kind === 'safety copy' ? 'pre_rollback_backup' : 'diagnosis';
    const file = join(directory, `${prefix}_${chinaStamp(takenAt)}.db`);
    if (kind === 'empty') await writeFile(file, '');
    else createDatabase(file, reportsAt(takenAt, kind === 'good'));
    const touchedAt = new Date(now.getTime() - touchedMinutesAgo * 60_000);
    await utimes(file, touchedAt, touchedAt);
  }
  await writeFile(
    join(directory, 'README.txt'),
    '每日备份：diagnosis_YYYYMMDD_HHMMSS.db（北京时间）。空文件说明备份失败。\n',
  );
}

/** The reports of that moment; a safety copy was taken of a broken database, its reports are empty. */
function reportsAt(takenAt: Date, isGood: boolean) {
  const reports = historicReports(takenAt);
  return isGood ? reports : reports.map((report) => ({ ...report, score: 0, summary: '' }));
}
