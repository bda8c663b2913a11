import { type BackupList, type DirectoryEntry, judgeBackups } from '../../src/domain/backup.js';
import type { System } from '../../src/domain/system.js';
import type { Listed } from '../../src/view/backup-list.js';
import { T0 } from './story.js';
import { wholePlan } from './whole-plans.js';

/** The site of S1 in a channel of its own, or where a test says. */
export function s1System(changes: Partial<System> = {}): System {
  const plan = wholePlan('meiyueart');
  const host = { host: '10.0.0.6', port: 22, user: 'user' };
  return {
    plan,
    environment: 'sandbox',
    language: 'zh-CN',
    channels: ['C0INCIDENT'],
    targets: Object.fromEntries(plan.targets.map(({ name, title }) => [name, { name, title, ...host }])),
    variables: Object.fromEntries(Object.keys(plan.variables).map((variable) => [variable, `/srv/${variable}`])),
    roles: Object.fromEntries(Object.keys(plan.roles).map((role) => [role, { users: ['U0ZHAO6'], groups: [] }])),
    requesters: [],
    ...changes,
  };
}

const FILES = ['user_system.py', 'change_password.py'] as const;

/** A dated directory with these files in it. */
export function dated(name: string, files: readonly (readonly [string, number])[] = FILES.map((file) => [file, 700])) {
  const contents = files.map(([file, bytes]) => ({ name: file, bytes, kind: 'file' as const }));
  return { name, bytes: 4_096, kind: 'directory' as const, modifiedAt: T0, contents };
}

/** S1's backup folder: a good one, one that lacks a file, an old one, and a stray file. */
export const S1_ENTRIES: readonly DirectoryEntry[] = [
  dated('20261120_020000'),
  dated('20261119_230000', [
    ['user_system.py', 700],
    ['change_password.py', 0],
    ['notes.txt', 12],
  ]),
  dated('20261115_020000'),
  { name: 'notes.txt', bytes: 3, kind: 'file', modifiedAt: T0 },
];

export function s1Backups(entries: readonly DirectoryEntry[] = S1_ENTRIES): BackupList {
  const [source] = wholePlan('meiyueart').backups;
  if (!source || source.kind === 'set') throw new Error('S1 has a backup source');
  const place = { host: '10.0.0.6', directory: '/home/user/backups', timezone: 'Asia/Shanghai', now: T0 };
  return judgeBackups(source, entries, place);
}

/** Hourly backups, newest first, one for each of `count` hours. */
export function hourly(count: number): readonly DirectoryEntry[] {
  const name = (hours: number) => {
    const at = new Date(T0 - 12 * 60_000 - hours * 3_600_000 + 8 * 3_600_000).toISOString();
    return at.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
  };
  return Array.from({ length: count }, (_, hours) => dated(name(hours)));
}

export function listed(...lists: readonly BackupList[]): readonly Listed[] {
  return lists.map((list) => ({ source: list.source, list }));
}
