import { copyFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chinaStamp } from '../china-time.js';
import { releaseFile, routeFiles } from './files.js';

const hour = 3_600_000;

/**
 * The backup folder as a tired team leaves it. Names tell the truth about age; modification times do not, so `ls -t`
 * picks somebody's notes first and then the stale backup.
 */
const entries = [
  { hoursOld: 5, kind: 'good', touchedMinutesAgo: 4_000 },
  { hoursOld: 16, kind: 'good', touchedMinutesAgo: 500 },
  { hoursOld: 2, kind: 'a file is missing', touchedMinutesAgo: 90 },
  { hoursOld: 9, kind: 'a file is empty', touchedMinutesAgo: 60 },
  { hoursOld: 96, kind: 'older', touchedMinutesAgo: 5 },
] as const;

export async function layOutBackups(directory: string, now: Date): Promise<void> {
  for (const { hoursOld, kind, touchedMinutesAgo } of entries) {
    const backup = join(directory, chinaStamp(new Date(now.getTime() - hoursOld * hour)));
    await mkdir(backup, { recursive: true });
    for (const file of routeFiles)
      await copyFile(releaseFile(kind === 'older' ? 'older' : 'good', file), join(backup, file));
    if (kind === 'a file is missing') await rm(join(backup, 'change_password.py'));
    if (kind === 'a file is empty') await writeFile(join(backup, 'user_system.py'), '');
    await touch(backup, now, touchedMinutesAgo);
  }
  const notes = join(directory, 'notes.txt');
  await writeFile(notes, '备份由部署脚本生成，文件夹名是北京时间。不要把别的文件放进来。\n');
  await touch(notes, now, 1);
}

async function touch(path: string, now: Date, minutesAgo: number): Promise<void> {
  const at = new Date(now.getTime() - minutesAgo * 60_000);
  await utimes(path, at, at);
}
