import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Text } from '../text.js';
import { chinaTime } from './china-time.js';
import type { Phase, ServiceSight } from './supervise.js';
import type { Finding, Findings, Sight } from './system.js';

/** Whether nothing that was found is plainly wrong. */
export function nothingWrong(found: Sight['found']): boolean {
  return found.every(({ items }) => items.every(({ ok }) => ok !== false));
}

/** `1.2 KB` */
export function sizeOf(bytes: number): string {
  return bytes < 1_024 ? `${bytes} B` : `${(bytes / 1_024).toFixed(1)} KB`;
}

/** What one backup, a file or a folder of files, says of itself. */
export type BackupSight = { readonly name: string; readonly bytes: number; readonly note?: Text };

/** The backups in the order of their names, newest first, each with the time in its name and its size. */
export function backupFindings(backups: readonly BackupSight[]): Findings {
  const newestFirst = backups.toSorted((one, other) => stampOf(other.name).localeCompare(stampOf(one.name)));
  return {
    id: 'backups',
    title: { 'zh-CN': '备份目录里', en: 'In the backup folder' },
    summary: { 'zh-CN': `${backups.length} 个`, en: `${backups.length}` },
    items: newestFirst.map(({ name, bytes, note }) => ({ name, value: withNote(sizeOf(bytes), note) })),
  };
}

const stampOf = (name: string) => /\d{8}_\d{6}/.exec(name)?.[0] ?? '';

/** A program on one of the system's hosts, by the name that people know it by. */
export type Program = {
  readonly name: Text;
  readonly service: { look(): Pick<ServiceSight, 'phase' | 'pid' | 'since'> };
};

/** The programs on the system's hosts, as their managers know them. */
export function processFindings(programs: readonly Program[]): Findings {
  const items = programs.map(({ name, service }) => processFinding(name, service));
  const running = items.filter(({ ok }) => ok !== false).length;
  return {
    id: 'processes',
    title: { 'zh-CN': '进程', en: 'Processes' },
    summary: { 'zh-CN': `${running}/${items.length} 在运行`, en: `${running}/${items.length} running` },
    items,
  };
}

function processFinding(name: Text, service: Program['service']): Finding {
  const { pid, phase, since } = service.look();
  const clock = chinaTime(new Date(since)).slice(11, 19);
  if (pid === undefined) return { name, value: endedWords[phase], ok: false };
  return { name, value: { 'zh-CN': `pid ${pid} · ${clock} 起`, en: `pid ${pid} · since ${clock}` }, ok: true };
}

const gone = { 'zh-CN': '未运行', en: 'not running' };
const endedWords: Record<Phase, Text> = {
  stopped: { 'zh-CN': '已停止', en: 'stopped' },
  failed: { 'zh-CN': '反复崩溃，已放弃重启', en: 'crashed, given up' },
  waiting: { 'zh-CN': '已退出，等待重启', en: 'ended, to be restarted' },
  starting: gone,
  running: gone,
};

/** A folder's files and folders with their sizes; empty when it cannot be read. */
export async function listSizes(directory: string): Promise<readonly { name: string; bytes: number }[]> {
  const names = await readdir(directory).catch(() => []);
  const sized = names.map(async (name) => ({ name, bytes: await bytesOf(join(directory, name)) }));
  return Promise.all(sized);
}

/** Of a file, or of all files directly in a folder; 0 for what is gone. */
async function bytesOf(path: string): Promise<number> {
  const seen = await stat(path).catch(() => undefined);
  if (!seen?.isDirectory()) return seen?.size ?? 0;
  const inside = await listSizes(path);
  return inside.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The file's text; undefined when it is not there. */
export function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

function withNote(size: string, note: Text | undefined): Text {
  if (note === undefined) return size;
  if (typeof note === 'string') return `${size} · ${note}`;
  return { 'zh-CN': `${size} · ${note['zh-CN']}`, en: `${size} · ${note.en}` };
}
