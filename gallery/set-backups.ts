import { readFileSync } from 'node:fs';
import { type Backup, type BackupList, type DirectoryEntry, judgeBackups } from '../src/domain/backup.js';
import { judgeSet } from '../src/domain/backup-set.js';
import type { Plan } from '../src/domain/plan.js';
import type { System } from '../src/domain/system.js';
import type { Language } from '../src/domain/text.js';
import { readPlan } from '../src/plan/read-plan.js';
import { systemOf } from './bound-systems.js';
import { T0 } from './events.js';

const day = 86_400_000;
const entry = (name: string, kind: 'file' | 'directory', bytes: number, age: number): DirectoryEntry => ({
  ...{ name, kind, bytes, modifiedAt: T0 - age * day },
  ...(kind === 'directory' ? { contents: [{ name: 'index.html', kind: 'file', bytes: 900 }] } : {}),
});

/** Two versions with every part, one without its pages, two whose dump is none; and the tag of the release that failed. */
const FOUND: Readonly<Record<string, readonly DirectoryEntry[]>> = {
  database: [
    entry('db_1.2.0.tar.gz', 'file', 48_000_000, 2),
    entry('db_1.10.0.tar.gz', 'file', 51_000_000, 1),
    entry('db_1.9.0.tar.gz', 'file', 50_000_000, 3),
    entry('db_1.1.0.tar.gz', 'file', 0, 9),
    entry('db_1.0.0.tar.gz', 'file', 22_000_000, 30),
  ],
  frontend: ['1.10.0', '1.9.0', '1.1.0', '1.0.0'].map((version) => entry(`frontend_${version}`, 'directory', 4_096, 9)),
  code: [
    { ...entry('v1.11.0', 'file', 0, 0.5), isDeployed: true },
    ...['v1.10.0', 'v1.9.0', 'v1.2.0', 'v1.1.0', 'v1.0.0'].map((name, age) => entry(name, 'file', 0, 1 + age)),
  ],
};

let known: Plan | undefined;

/** The shop, whose one source of backups is a set of three parts. */
export function shopSystem(language: Language): System {
  known ??= shopPlan();
  return { ...systemOf('wechat-backend', language), plan: known };
}

function shopPlan(): Plan {
  const reading = readPlan(readFileSync(new URL('../plans/shop.yaml', import.meta.url), 'utf8'), 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

const CUT_OFF = 'gzip: stdin: unexpected end of file\ntar: Unexpected EOF in archive';

/** What the shop can return to. Of one version the dump was cut off; an old one's was not read. */
export function shopBackups({ plan }: System): BackupList {
  const [set] = plan.backups;
  if (set?.kind !== 'set') throw new Error('the shop has one set of backups');
  const lists = set.parts.map((part) => {
    const directory = part.name === 'code' ? '/var/www/shop/backend' : '/var/backups/shop';
    const place = { host: '10.0.0.7', directory, timezone: plan.timezone, now: T0 };
    const list = judgeBackups(part, FOUND[part.name] ?? [], place);
    return { ...list, backups: list.backups.map(read) };
  });
  return judgeSet(set, lists, T0);
}

function read(backup: Backup): Backup {
  if (backup.name === 'db_1.9.0.tar.gz') return { ...backup, unusable: 'unreadable', said: CUT_OFF };
  return backup.name === 'db_1.0.0.tar.gz' ? { ...backup, isUnread: true } : backup;
}
