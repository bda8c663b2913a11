import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { layOutBackups } from './backups.js';
import { createDatabase, historicReports } from './database.js';
import { writeEarlierErrors } from './error-log.js';
import { type WechatFiles, wechatFiles } from './files.js';
import { createRepository } from './repository.js';

export type PreparedWechatBackend = { readonly files: WechatFiles; readonly adminKey: string };

/**
 * Lays out the wechat backend (seed S2) below the private root of a host: the app's git repository at v2.0.0-phase1,
 * its database, backups and error log, and an admin key of its own.
 */
export async function prepareWechatBackend(root: string, now = new Date()): Promise<PreparedWechatBackend> {
  const files = wechatFiles(root);
  const adminKey = randomBytes(18).toString('base64url');
  for (const file of [files.database, files.errorLog, files.adminKey, files.lastOutcomes]) {
    await mkdir(dirname(file), { recursive: true });
  }
  await writeFile(files.adminKey, `${adminKey}\n`, { mode: 0o600 });
  createDatabase(files.database, historicReports(now));
  await createRepository(files.app, now);
  await layOutBackups(files.backups, now);
  await writeEarlierErrors(files.errorLog, now);
  return { files, adminKey };
}
