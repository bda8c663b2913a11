import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Container } from '../../../sandbox/container/container.js';
import type { StageOn } from '../../../sandbox/demo/stage.js';
import { routeFiles } from '../../../sandbox/systems/meiyueart/files.js';
import { testAccount } from '../../../sandbox/systems/meiyueart/prepare.js';
import { historicId } from '../../../sandbox/systems/wechat-backend/database.js';
import type { SchemeKey } from '../../e2e/all-schemes.js';
import { ssh } from './ssh.js';

type Stage = StageOn<Container>;

/** Sees that a system is broken; the judge that it returns says what the rollback must have left. */
export async function watch(stage: Stage, scheme: SchemeKey): Promise<() => Promise<void>> {
  const host = '123'.includes(scheme) ? stage.meiyueart.box : stage.box;
  const before = await backendOf(host);
  await expect(judges[scheme](stage)).rejects.toThrow();
  return async () => {
    const now = await backendOf(host);
    expect(now).toMatch(/^\d+\n$/);
    // Flags are switched without a restart.
    if (scheme === 'a') expect(now).toBe(before);
    else expect(now).not.toBe(before);
    await judges[scheme](stage);
  };
}

const judges: Record<SchemeKey, (stage: Stage) => Promise<void>> = {
  async a({ box, system }) {
    expect(await ask(`${system.url}/api/version`)).toEqual({ version: 'v2.0.0-phase1' });
    const flags = JSON.parse(readFileSync(join(box.root, 'data/staging/feature-flags.json'), 'utf8'));
    expect(new Set(Object.values(flags))).toEqual(new Set([false]));
  },
  async b({ box, system }) {
    expect(await ask(`${system.url}/api/version`)).toEqual({ version: 'v1.0.0' });
    expect(await ssh(box, 'git -C /data/app/wechat-backend describe --tags --dirty')).toBe('v1.0.0\n');
  },
  async c({ box, system }) {
    const { report } = await ask(`${system.url}/api/diagnostic/tasks/${historicId(40)}/report`);
    expect(report.summary).toMatch(/./);
    expect(await ssh(box, rowsLost)).toBe('0\n');
  },
  async 1(stage) {
    await judges[2](stage);
    const { box, control } = stage.meiyueart;
    expect(routesIn(control, 'home/deploy/meiyueart-deploy/admin-backend/routes')).toEqual(routesIn(box, live));
  },
  async 2({ meiyueart: { box, system } }) {
    expect(routesIn(box, live)).toEqual(newestUsable(box));
    const { token } = await ask(`${system.url}/api/login`, { method: 'POST', body: JSON.stringify(testAccount) });
    expect(await ask(`${system.url}/api/user/info?token=${token}`)).toMatchObject({ referrer: 'test_referrer' });
  },
  3: (stage) => judges[2](stage),
};

const live = 'var/www/meiyueart.com/admin-backend/routes';

/** Users go on writing: what counts is that every row of the newest backup is there. */
const rowsLost = `newest=$(find /data/backups -name 'diagnosis_*.db' -size +0 | sort | tail -n 1)
python3 - "$newest" <<'END'
import sqlite3, sys
db = sqlite3.connect('/data/staging/diagnosis.db')
db.execute('ATTACH ? AS kept', sys.argv[1:])
print(*db.execute('SELECT count(*) FROM (SELECT * FROM kept.reports EXCEPT SELECT * FROM main.reports)').fetchone())
END`;

/** The numbers of the backend's processes, a line each; of one that keeps dying there may be none. */
async function backendOf(host: Container): Promise<string> {
  return ssh(host, "pgrep -f '^[^ ]*node .*/(wechat-backend/server|backend-stand-in)[.]js$' || true");
}

/** The bytes of the two files in a folder of a host's disk. */
function routesIn(host: Container, folder: string): readonly string[] {
  return routeFiles.map((name) => readFileSync(join(host.root, folder, name), 'utf8'));
}

/** The newest backup by its name, though others were touched later. */
function newestUsable(host: Container): readonly string[] | undefined {
  const names = readdirSync(join(host.root, 'home/user/backups')).filter((name) => /^\d{8}_\d{6}$/.test(name));
  const whole = names.sort().flatMap((name) => {
    try {
      const bytes = routesIn(host, `home/user/backups/${name}`);
      return bytes.every((each) => each !== '') ? [bytes] : [];
    } catch {
      return [];
    }
  });
  return whole.at(-1);
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of another process, judged by the expectations.
async function ask(url: string, init?: RequestInit): Promise<any> {
  return (await fetch(url, init)).json();
}
