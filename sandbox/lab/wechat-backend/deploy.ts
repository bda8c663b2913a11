import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { damageDatabase } from '../../systems/wechat-backend/damage.js';
import type { LabHost } from '../lab-host.js';
import { paths } from './prepare.js';

/** v2.0.0-phase1 as the release left it, with one thing wrong. */
export type Trouble = 'diagnoses hang' | 'it dies as it starts' | 'reports are empty';

const allOff = ['enabled', 'state_machine', 'timeout', 'retry', 'dead_letter', 'api_logging', 'data_persistence']
  .concat('report_stub')
  .map((part) => [`diagnosis_v2_${part}`, false]);

const troubles: Record<Trouble, (app: LabHost) => Promise<unknown>> = {
  // Its flags as it ships them: all on.
  'diagnoses hang': async () => undefined,
  // Edited by hand on the server, in a file that v1.0.0 has too: a plain `git checkout` refuses to run.
  'it dies as it starts': (app) =>
    app.sh(`printf '\\n// 临时启用多进程\\nimport "./cluster.js";\\n' >>${paths.app}/release.js`),
  // A migration of v2 whose changes are still in the write-ahead log.
  'reports are empty': async (app) => {
    app.write(paths.flags, JSON.stringify(Object.fromEntries(allOff)));
    // Elsewhere, as in `layOut`.
    const folder = mkdtempSync(join(tmpdir(), 'backout-wechat-'));
    const [copy, file] = [join(folder, 'diagnosis.db'), join(app.root, paths.database)];
    copyFileSync(file, copy);
    await damageDatabase(copy);
    for (const end of ['', '-wal']) copyFileSync(`${copy}${end}`, `${file}${end}`);
    rmSync(folder, { recursive: true });
  },
};

/** Deploys the bad release, whatever was there before; everything else is as it was. */
export async function deploy(app: LabHost, trouble: Trouble): Promise<void> {
  await app.sh(`
    systemctl stop wechat-backend
    cd ${paths.app}
    runuser -u user -- git checkout --quiet --force v2.0.0-phase1
    runuser -u user -- git clean -fdq
    rm -f ${paths.flags} ${paths.database}-wal ${paths.database}-shm
    cp -p /root/good.db ${paths.database}
    sqlite3 ${paths.database} 'PRAGMA journal_mode = WAL' >/dev/null`);
  await troubles[trouble](app);
  await app.sh(`
    chown user:user ${paths.database}* ${paths.flags}* 2>/dev/null || true
    systemctl reset-failed wechat-backend 2>/dev/null || true
    systemctl start wechat-backend`);
}
