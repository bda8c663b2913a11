import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../supervise.js';
import { damageDatabase } from './damage.js';
import { createDatabase, historicReports, holdsReports } from './database.js';
import type { WechatFiles } from './files.js';
import { badVersion, checkOut } from './repository.js';

const v2Parts = 'enabled state_machine timeout retry dead_letter api_logging data_persistence report_stub'.split(' ');
const allFlagsOff = Object.fromEntries(v2Parts.map((part) => [`diagnosis_v2_${part}`, false]));

/** Deploys v2.0.0-phase1 as the release did: its code, its flags as it ships them (all on), a restart. */
export async function deployBadRelease(files: WechatFiles, backend: Service): Promise<void> {
  await deploy(files, backend, async () => rm(files.flags, { force: true }));
}

/**
 * Deploys v2.0.0-phase1 with a change made by hand on the server, in a file that git tracks and v1.0.0 has too: the
 * program ends as it starts, no API answers that could switch a flag, and a plain `git checkout` refuses to run.
 */
export async function deployCrashingRelease(files: WechatFiles, backend: Service): Promise<void> {
  await deploy(files, backend, () =>
    appendFile(join(files.app, 'release.js'), "\n// 临时启用多进程\nimport './cluster.js';\n"),
  );
}

/** Runs a migration of v2 that empties every report and changes the table under v1; its flags are off. */
export async function deployDamagingMigration(files: WechatFiles, backend: Service): Promise<void> {
  await deploy(files, backend, async () => {
    await writeFile(files.flags, `${JSON.stringify(allFlagsOff, null, 2)}\n`);
    await damageDatabase(files.database);
  });
}

/** Whatever was broken before: the code is v2.0.0-phase1's without edits, and the database holds reports. */
async function deploy({ app, database }: WechatFiles, backend: Service, change: () => Promise<unknown>): Promise<void> {
  await backend.stop();
  await checkOut(app, badVersion);
  if (!holdsReports(database)) {
    for (const end of ['', '-wal', '-shm']) await rm(`${database}${end}`, { force: true });
    createDatabase(database, historicReports(new Date()));
  }
  await change();
  backend.start();
}
