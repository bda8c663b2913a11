import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { System } from '../../src/domain/system.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { fakeDeps } from './fake-ports.js';
import { CTO, OPS } from './story.js';
import { type Machine, thisMachine } from './this-machine.js';

const text = readFileSync(new URL('./small-plan.yaml', import.meta.url), 'utf8');

/** `hoursAgo` hours before now, as backups of this plan are named: in Shanghai's time. */
export function stamp(hoursAgo: number): string {
  const wall = new Date(Date.now() + (8 - hoursAgo) * 3_600_000).toISOString();
  return wall.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
}

/** The small plan on this machine, with real files, a real repository and real shells; everything else is in memory. */
export function smallSystem(machine: Machine = thisMachine('web')) {
  const { root, target, remote } = machine;
  const reading = readPlan(text, 'a'.repeat(64));
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  const below = (folder: string) => {
    const full = join(root, folder);
    mkdirSync(full, { recursive: true });
    return full;
  };
  const variables = {
    BACKUP_DIR: below('backups of files'),
    RELEASES: below('databases'),
    REPOSITORY: below('repository'),
    ROUTES: below('routes'),
    ERROR_LOG: join(root, 'error.log'),
  };
  const system: System = {
    ...{ plan: reading.plan, environment: 'sandbox', language: 'zh-CN', channels: ['C0INCIDENT'] },
    ...{ targets: { web: target }, variables, requesters: ['ops'] },
    roles: { ops: { users: [OPS, CTO], groups: [] } },
  };
  const deps = { ...fakeDeps(system), remote };
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', variables.REPOSITORY, '-c', 'user.name=t', '-c', 'user.email=t@t', ...words], {
      encoding: 'utf8',
    }).trim();
  return { machine, system, deps, variables, git };
}
