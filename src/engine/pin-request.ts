import type { ChosenBackup } from '../domain/backup.js';
import { sourcesFor } from '../domain/backup-set.js';
import { expandScheme } from '../domain/expand-scheme.js';
import type { Plan, Severity } from '../domain/plan.js';
import type { PlanOfRun, RunRequest, Thread } from '../domain/request.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Scheme } from '../domain/scheme.js';
import type { System } from '../domain/system.js';
import type { Instant } from '../domain/time.js';
import { requestDigest } from './digest.js';
import type { RequestInput } from './engine.js';
import { newRunIdentity } from './run-identity.js';

/** The scheme and the severity that were asked for, when they exist and allow a run. */
export function readWish(
  { plan }: System,
  input: Pick<RequestInput, 'scheme' | 'severity'>,
): Result<{ readonly scheme: Scheme; readonly severity: Severity }> {
  const facts = { system: plan.name };
  const scheme = plan.schemes.find(({ key }) => key === input.scheme);
  if (!scheme) return failed({ code: 'scheme.unknown', at: input.scheme, facts });
  const severity = plan.severities.find(({ key }) => key === input.severity);
  if (!severity) return failed({ code: 'severity.unknown', at: input.severity, facts });
  if (severity.action === 'observe') return failed({ code: 'severity.observe-only', at: severity.key, facts });
  return ok({ scheme, severity });
}

/** Everything the run needs, fixed as it is now. */
export function pinRequest(
  system: System,
  input: RequestInput,
  wish: {
    readonly scheme: Scheme;
    readonly severity: Severity;
    readonly backup?: ChosenBackup;
    readonly incident?: Thread;
  },
  at: Instant,
): RunRequest {
  const { plan } = system;
  const { scheme, severity, backup, incident } = wish;
  const version = versionAfter(scheme, backup);
  const pinned: Omit<RunRequest, 'digest'> = {
    ...newRunIdentity(at, plan.timezone),
    plan: planOfRun(plan),
    scheme: expandScheme(scheme, plan.backups, system.targets),
    ...(version === undefined ? {} : { version }),
    ...(backup ? { backup } : {}),
    severity,
    deciders: severity.deciders.map((role) => ({ role, title: plan.roles[role] ?? role })),
    reason: input.reason,
    impact: input.impact,
    environment: system.environment,
    language: system.channelLanguages?.[input.channel] ?? system.language,
    targets: system.targets,
    variables: system.variables,
    secrets: plan.secrets,
    backups: sourcesFor(scheme, plan.backups),
    approvalValidFor: plan.approvalValidFor,
    channel: input.channel,
    ...(incident ? { incident } : {}),
  };
  return { ...pinned, digest: requestDigest(pinned) };
}

/** What is live after a scheme: what it says, else the name of what it returns to. */
export function versionAfter({ version }: Scheme, backup: ChosenBackup | undefined): string | undefined {
  return version ?? backup?.name;
}

/** What a run keeps of its plan. */
export function planOfRun(plan: Plan): PlanOfRun {
  const { name, title, version, digest, timezone, checklist, followUps, contacts, emergency } = plan;
  const { roles, deployedVersion, rollbackVersion, notice, record, review } = plan;
  return {
    ...{ name, title, version, digest, timezone, roles, checklist, followUps, contacts, emergency },
    ...(deployedVersion === undefined ? {} : { deployedVersion }),
    ...(rollbackVersion === undefined ? {} : { rollbackVersion }),
    ...(notice ? { notice } : {}),
    ...(record ? { record } : {}),
    ...(review ? { review } : {}),
    schemes: plan.schemes.map(({ key, title: words }) => ({ key, title: words })),
  };
}
