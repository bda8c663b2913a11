import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endProcesses } from '../../sandbox/host/processes.js';
import { spawnProcess } from '../../sandbox/host/spawn-process.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { wechatRoles } from '../../sandbox/systems/wechat-backend/roles.js';
import { startWechatBackend, type WechatBackend } from '../../sandbox/systems/wechat-backend/start.js';
import type { Place, SystemEntry } from './host-stage.js';

/**
 * The wechat backend (seed S2) on the host, broken by its release. Its processes belong to root, as a system service's
 * do; the account that Backout logs in with reads its files and calls its interfaces.
 */
export async function prepareWechat({ root, teardown }: Place): Promise<{ entry: SystemEntry; system: WechatBackend }> {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: root, BACKOUT_BOX: root };
  teardown.add(() => endProcesses(root));
  const system = await startWechatBackend({
    ...{ root, bin: join(root, 'bin'), inside: (path) => path },
    spawn: (command, args, options) => spawnProcess(command, args, { cwd: root, ...options }, env),
  });
  teardown.add(system.close);
  await waitUntil(async () => (await system.observe()).diagnosisWorks === false, { what: 'users to see it broken' });
  // The repository is root's, too; git reads it for others only where they say that they trust it.
  await writeFile(join(root, 'home/.gitconfig'), `[safe]\n  directory = ${system.files.app}\n`, { mode: 0o644 });
  // A key that only the bot may read, as docs/configuration.md has it.
  const adminKey = join(root, '../bot/admin-key');
  await writeFile(adminKey, `${system.adminKey}\n`, { mode: 0o600 });
  const { url, files } = system;
  return {
    system,
    entry: {
      plans: fileURLToPath(new URL('../../plans', import.meta.url)),
      name: 'wechat-backend',
      requesters: ['ops-lead'],
      roles: wechatRoles,
      variables: {
        ...{ API: url, ADMIN_API: url, BACKUP_DIR: files.backups, ERROR_LOG: files.errorLog, APP_DIR: files.app },
        ...{ DATABASE: files.database, DATABASE_DIR: dirname(files.database), SERVICE: 'wechat-backend' },
      },
      secrets: { ADMIN_KEY: { file: adminKey } },
    },
  };
}
