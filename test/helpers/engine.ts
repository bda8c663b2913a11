import { type BackupList, judgeBackups } from '../../src/domain/backup.js';
import type { Incident } from '../../src/domain/incident.js';
import { ok, type Result } from '../../src/domain/result.js';
import type { System } from '../../src/domain/system.js';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { s2Plan } from './plan.js';
import { T0 } from './story.js';

/** The WeChat backend bound to the channel `C0INCIDENT`. */
export function s2System(changes: Partial<System> = {}): System {
  return {
    plan: s2Plan(),
    environment: 'sandbox',
    language: 'zh-CN',
    channels: ['C0INCIDENT'],
    targets: { app: { name: 'app', host: '127.0.0.1', port: 2222, user: 'deploy' } },
    variables: { BACKUP_DIR: '/data/backups' },
    roles: { cto: { users: ['U0ZHANG3'], groups: [] }, 'tech-director': { users: ['U0LI4'], groups: [] } },
    requesters: ['ops-lead'],
    ...changes,
  };
}

const NAMES: readonly (readonly [name: string, bytes: number])[] = [
  ['diagnosis_20261120_000000.db', 12_582_912],
  ['diagnosis_20261119_120000.db', 0],
  ['diagnosis_20261101_000000.db', 12_000_000],
  ['pre_rollback_backup_20261118_090000.db', 12_000_000],
  ['notes\u202etxt.<!channel>', 10],
];

/** S2's backup folder as one look found it. */
export function s2Backups(names = NAMES): BackupList {
  const [source] = s2Plan().backups;
  if (!source || source.kind === 'set') throw new Error('S2 has a backup source');
  const entries = names.map(([name, bytes]) => ({ name, bytes, kind: 'file' as const, modifiedAt: T0 }));
  const place = { host: '10.0.0.5', directory: '/data/backups', timezone: 'Asia/Shanghai', now: T0 };
  return judgeBackups(source, entries, place);
}

/** An engine that answers from what the test gives it; asking it for anything else fails the test. */
export function fakeEngine(given: {
  readonly systems?: readonly System[];
  readonly backups?: Result<readonly BackupList[]>;
  readonly runs?: readonly RunState[];
  readonly incident?: Incident;
}): Engine {
  const { systems = [s2System()], backups = ok([s2Backups()]), runs = [], incident } = given;
  const unasked = () => Promise.reject(new Error('a command must not do this'));
  return {
    systems: () => systems,
    planProblems: () => [],
    backups: async () => backups,
    run: async (id) => runs.find((run) => run.id === id),
    active: () => runs.filter(({ phase }) => phase !== 'closed'),
    recent: async (limit, system) =>
      runs.filter(({ request }) => !system || request.plan.name === system).slice(0, limit),
    incidentOf: async () => incident,
    subscribe: () => () => {},
    request: unasked,
    requestUndo: unasked,
    choose: unasked,
    breakLock: unasked,
    tick: unasked,
    answer: unasked,
    complete: unasked,
    dryRun: unasked,
    decide: unasked,
    duties: unasked,
    abort: unasked,
    askAgain: unasked,
    handOver: unasked,
    linkIncident: unasked,
  };
}
