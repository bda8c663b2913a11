import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../src/domain/plan.js';
import { readPlan } from '../../src/plan/read-plan.js';

let read: Plan | undefined;

/** A plan that takes itself back when it fails: `restore.automatic: [step, verification]`. */
export function restorePlan(): Plan {
  if (read) return read;
  const text = readFileSync(new URL('./restore-plan.yaml', import.meta.url), 'utf8');
  const reading = readPlan(text, 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  read = reading.plan;
  return read;
}

/** What a host of that plan has below `root`: `v2` is live and runs; the backup holds `version`, or is no archive. */
export function layRestoreHost(root: string, version: string | undefined) {
  const variables = { DEPLOY_DIR: join(root, 'live'), BACKUP_DIR: join(root, 'backups'), STATE: join(root, 'state') };
  const backup = join(variables.BACKUP_DIR, 'backup-20261119_020000.tar.gz');
  for (const directory of [variables.DEPLOY_DIR, variables.BACKUP_DIR]) mkdirSync(directory, { recursive: true });
  writeFileSync(join(variables.DEPLOY_DIR, 'version'), 'v2\n');
  writeFileSync(variables.STATE, 'v2\n');
  if (version === undefined) writeFileSync(backup, 'no archive');
  else pack(root, backup, version);
  return { variables, backup };
}

function pack(root: string, file: string, version: string): void {
  const folder = mkdtempSync(join(root, 'release-'));
  writeFileSync(join(folder, 'version'), `${version}\n`);
  const { status, stderr } = spawnSync('tar', ['-czf', file, '-C', folder, '.'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  rmSync(folder, { recursive: true });
}
