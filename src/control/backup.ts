import { constants } from 'node:fs';
import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { failed, ok, type Result } from '../domain/result.js';
import type { Audit } from '../store/audit.js';
import { openIdleJournal } from '../store/open-journal.js';
import type { Desk } from './question.js';

/** A backup that was made and verified. */
export type Backup = Audit & { readonly bytes: number };

/** Makes a backup of the journal as a new file, for its owner alone, and verifies it. An existing file is never touched. */
export async function backUp(desk: Desk, to: string): Promise<Result<Backup>> {
  if (await isThere(to))
    return failed({ code: 'input.invalid', at: to, detail: 'there is a file of this name already' });
  const copied = await desk.ask({ ask: 'copy' });
  if (!copied.ok) return copied;
  const { file } = copied.value;
  try {
    const verified = await auditOf(file);
    if (!verified.ok) return verified;
    await moveTo(file, to);
    return ok({ ...verified.value, bytes: (await stat(to)).size });
  } catch (error) {
    return failed({ code: 'input.invalid', at: to, detail: error instanceof Error ? error.message : String(error) });
  } finally {
    await rm(file, { force: true });
  }
}

async function auditOf(file: string): Promise<Result<Audit>> {
  const opened = await openIdleJournal(file);
  if (!opened.ok) return opened;
  try {
    return ok(await opened.value.archive.audit());
  } finally {
    await opened.value.journal.close();
  }
}

/** Under its name it is whole, and on the disk. */
async function moveTo(file: string, to: string): Promise<void> {
  const part = `${to}.part`;
  await rm(part, { force: true });
  try {
    await copyFile(file, part, constants.COPYFILE_EXCL);
    await chmod(part, 0o600);
    await sync(part);
    await rename(part, to);
  } finally {
    await rm(part, { force: true });
  }
}

/** Waits until a file's content is on the disk. */
export async function sync(file: string): Promise<void> {
  const written = await open(file, 'r+');
  try {
    await written.sync();
  } finally {
    await written.close();
  }
}

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
