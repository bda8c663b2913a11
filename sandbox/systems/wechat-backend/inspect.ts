import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { backupFindings, listSizes, type Program, processFindings, textOf } from '../findings.js';
import type { Findings } from '../system.js';
import type { WechatFiles } from './files.js';
import { codeFindings, inspectCode } from './inspect-code.js';
import { createDatabaseLook, databaseFindings } from './inspect-database.js';

/** Looks at the disk and the processes of the backend's host, without asking the API or the bot. */
export function createInspection(files: WechatFiles, programs: readonly Program[]): () => Promise<readonly Findings[]> {
  const lookAtDatabase = createDatabaseLook(files.database);
  return async () => {
    const [code, database, flags, backups] = await Promise.all([
      inspectCode(files.app),
      lookAtDatabase(),
      textOf(files.flags),
      listSizes(files.backups),
    ]);
    return [
      codeFindings(code),
      databaseFindings(files.database, database),
      flagFindings(files.flags, flags),
      backupFindings(backups.filter(({ name }) => name.endsWith('.db')).map(noteBackup)),
      processFindings(programs),
    ];
  };
}

function flagFindings(file: string, text: string | undefined): Findings {
  const id = 'flags';
  const title = { 'zh-CN': '开关文件', en: 'Flag file' };
  const name = basename(file);
  if (text === undefined) {
    const summary = { 'zh-CN': '没有（v2 默认全开）', en: 'none (v2 ships all on)' };
    return { id, title, summary, items: [{ name, value: { 'zh-CN': '不存在', en: 'missing' } }] };
  }
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 6);
  return { id, title, summary: countFlags(text), items: [{ name, value: digest }] };
}

function countFlags(text: string) {
  try {
    const values = Object.values(JSON.parse(text) as Record<string, boolean>);
    const on = values.filter(Boolean).length;
    return { 'zh-CN': `${on} 开，${values.length - on} 关`, en: `${on} on, ${values.length - on} off` };
  } catch {
    return { 'zh-CN': '无法读取', en: 'unreadable' };
  }
}

function noteBackup({ name, bytes }: { name: string; bytes: number }) {
  if (bytes === 0) return { name, bytes, note: { 'zh-CN': '空文件', en: 'empty file' } };
  if (name.startsWith('diagnosis_')) return { name, bytes };
  return { name, bytes, note: { 'zh-CN': '安全副本', en: 'safety copy' } };
}
