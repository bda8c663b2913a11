import type { Check, CommandCheck } from '../domain/check.js';
import type { BackupSource } from '../domain/plan.js';
import type { RunRequest } from '../domain/request.js';
import type { Restore, Step } from '../domain/scheme.js';
import type { Item } from '../domain/template.js';
import type { Text } from '../domain/text.js';

/**
 * A request as it is understood now: one that was written down before plans could say so much lacks what came later. What it
 * lacks means what it meant then; its digest stays the one that people approved.
 */
export function understood(written: RunRequest): RunRequest {
  const { plan, scheme, severity, backups } = written;
  const version = written.version ?? scheme.version;
  return {
    ...written,
    ...(version === undefined ? {} : { version }),
    plan: { ...LATER.plan, ...plan, followUps: (plan.followUps as readonly (Item | Text)[]).map(itemOf) },
    severity: { ...severity, instructions: severity.instructions ?? [] },
    scheme: {
      ...LATER.scheme,
      ...scheme,
      steps: scheme.steps.map((step): Step => ({ ...LATER.step, ...step })),
      prechecks: scheme.prechecks.map(checkOf),
      checks: scheme.checks.map(checkOf),
      ...(scheme.restore ? { restore: restoreOf(scheme.restore) } : {}),
    },
    backups: backups.map((source) => ({ ...LATER.source, ...source }) as BackupSource),
  };
}

/** Every key that came later, with what its absence means. */
const LATER = {
  plan: { roles: {}, checklist: [], contacts: [], emergency: { information: [], instructions: [] } },
  scheme: { pros: [], cons: [], recommended: false },
  step: { repeat: 'fenced', environment: {} },
  source: { kind: 'file', older: 'refuse', contains: [] },
} as const;

function itemOf(item: Item | Text): Item {
  return typeof item === 'object' && 'title' in item ? item : { title: item, cites: [] };
}

/** What was kept was asked by at most one check. */
function restoreOf(restore: Restore): Restore {
  return { ...restore, kept: [(restore.kept ?? []) as CommandCheck | Restore['kept']].flat() };
}

function checkOf(check: Check): Check {
  if (check.kind !== 'http') return check;
  return { ...check, requests: check.requests.map((request) => ({ ...request, headers: request.headers ?? {} })) };
}
