import type { ChosenBackup } from '../src/domain/backup.js';
import type { RunRequest } from '../src/domain/request.js';
import type { Language } from '../src/domain/text.js';
import { pinRequest } from '../src/engine/pin-request.js';
import { CHANNELS, PEOPLE, type SystemName, systemOf } from './bound-systems.js';
import { T0 } from './events.js';

/** What people typed, in their language. */
const TYPED: Readonly<
  Record<SystemName, Readonly<Record<Language, { readonly reason: string; readonly impact: string }>>>
> = {
  'wechat-backend': {
    'zh-CN': { reason: '诊断任务卡死，报告打不开', impact: '约 60% 用户' },
    en: { reason: 'Diagnoses hang and reports do not open', impact: 'About 60% of the users' },
  },
  meiyueart: {
    'zh-CN': { reason: '推荐人字段不显示', impact: '全部用户' },
    en: { reason: 'The referrer is not shown', impact: 'All users' },
  },
};

const CHOSEN: Readonly<Record<string, ChosenBackup>> = {
  files: {
    ...{ source: 'files', kind: 'directory', name: '20261120_020000', path: '/home/user/backups/20261120_020000' },
    ...{ takenAt: T0 - 72 * 60_000, bytes: 17_613, digest: 'b4'.repeat(32) },
  },
  release: {
    ...{ source: 'release', kind: 'git-tag', name: 'v1.0.0', path: 'v1.0.0' },
    ...{ takenAt: T0 - 40 * 86_400_000, bytes: 0, digest: 'c0ffee12'.repeat(5) },
  },
  database: {
    ...{ source: 'database', kind: 'file', name: 'diagnosis_20261120_000000.db' },
    path: '/data/backups/diagnosis_20261120_000000.db',
    ...{ takenAt: T0 - 192 * 60_000, bytes: 12_582_912, digest: 'd4'.repeat(32) },
  },
};

/** A request as the engine pins it, made by 赵六 in the system's channel. */
export function requestFor(
  name: SystemName,
  key: string,
  language: Language,
  changes: Partial<RunRequest> = {},
): RunRequest {
  const system = systemOf(name, language);
  const scheme = system.plan.schemes.find((each) => each.key === key);
  const [severity] = system.plan.severities;
  if (!scheme || !severity) throw new Error(`${name} has no scheme ${key}`);
  const typed = TYPED[name][language];
  const by = PEOPLE.ops.id;
  const input = { system: name, scheme: key, severity: severity.key, ...typed, by, channel: CHANNELS[name] };
  const backup = scheme.backup ? CHOSEN[scheme.backup.source] : undefined;
  const pinned = pinRequest(system, input, { scheme, severity, ...(backup ? { backup } : {}) }, T0);
  // The same gallery every time: what the engine draws by lot is fixed here.
  const fixed = { runId: '20261120-7kq2m', token: '01JCTGALLERYGALLERYGALLERY', digest: '5a'.repeat(32) };
  return { ...pinned, ...fixed, ...changes };
}
