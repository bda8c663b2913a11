import { confirmParts, confirmScript } from './backup-identity.js';
import { singlesOf, sourceOf } from './backup-set.js';
import type { Check, CommandCheck } from './check.js';
import { onHost } from './expand-groups.js';
import { LAST_WORDS, MARK, MARK_TIME } from './log-mark.js';
import type { BackupSource } from './plan.js';
import type { Scheme, Step } from './scheme.js';
import type { Target } from './target.js';

const NOTHING = { secrets: [], environment: {}, effect: 'read-only', repeat: 'observe' } as const;

/** The step that refuses a backup which changed since it was chosen; of a set one for each target: `confirm-backup-db`. */
export const CONFIRM_STEP = 'confirm-backup';

/** Whether a step confirms the chosen backup. */
export function isConfirming(id: string): boolean {
  return id === CONFIRM_STEP || id.startsWith(`${CONFIRM_STEP}-`);
}

/** Which target's logs a step marks: `mark-logs-app`. It prints `<check> <inode> <bytes> <last words>` or `<check> @<seconds>` lines. */
export const MARK_STEP = 'mark-logs-';

/** Reaches one host of a group before the first of them is touched: `reach-app-2`. */
export const REACH_STEP = 'reach-';

/**
 * A scheme with every step that its run makes: the chosen backup is confirmed, the ends of logs are marked and every host of a
 * group is reached before anything is touched, and each snapshot is a step just before the one it belongs to.
 */
export function expandScheme(
  scheme: Scheme,
  sources: readonly BackupSource[],
  targets: Readonly<Record<string, Target>> = {},
): Scheme {
  const steps = scheme.steps.flatMap((step) => [...snapshotOf(step), step]);
  const marked = markLogs(scheme);
  const first = [...confirmBackup(scheme, sources), ...marked, ...reachHosts(scheme, targets, marked)];
  return { ...scheme, steps: [...first, ...steps] };
}

/** A run's lock comes to a host with its first step there. Half a group must not be done when another host is not to be had. */
function reachHosts(
  { steps }: Scheme,
  targets: Readonly<Record<string, Target>>,
  marked: readonly Step[],
): readonly Step[] {
  const hosts = new Set(steps.map(({ target }) => target).filter((name) => targets[name]?.group !== undefined));
  for (const { target } of marked) hosts.delete(target);
  const title = { 'zh-CN': '连接主机并锁定', en: 'Reach the host and lock it for this run' };
  return [...hosts].map((target) => ({
    ...{ ...NOTHING, id: `${REACH_STEP}${target}`, title: onHost(title, target), target },
    ...{ run: ':', deadline: 30_000, cites: [] },
  }));
}

/** The backup that was approved must be the one that is there (S1.12, S1.18). */
function confirmBackup(scheme: Scheme, sources: readonly BackupSource[]): readonly Step[] {
  const source = sourceOf(scheme, sources);
  if (!scheme.backup || !source) return [];
  const { cites } = scheme.backup;
  const title = { 'zh-CN': '核对所选备份未被改动', en: 'Confirm that the chosen backup is unchanged' };
  const step = { ...NOTHING, title, deadline: 600_000, cites };
  if (source.kind !== 'set') return [{ ...step, id: CONFIRM_STEP, target: source.target, run: confirmScript(source) }];
  const targets = [...new Set(singlesOf(source).map(({ target }) => target))];
  return targets.map((target) => {
    const run = confirmParts(source.parts.filter((part) => part.target === target));
    return { ...step, id: `${CONFIRM_STEP}-${target}`, target, run };
  });
}

function markLogs({ checks }: Scheme): readonly Step[] {
  const marked = checks.filter(isMarked);
  const targets = [...new Set(marked.map(({ target }) => target))];
  return targets.map((target) => ({
    ...NOTHING,
    id: `${MARK_STEP}${target}`,
    title: { 'zh-CN': '标记日志当前的末尾', en: 'Mark where the logs end now' },
    target,
    run: markScript(marked.filter((check) => check.target === target)),
    deadline: 30_000,
    cites: [],
  }));
}

function markScript(checks: readonly CommandCheck[]): string {
  const files = checks.flatMap(({ id, marks }) => (marks === undefined ? [] : [`mark ${id} "${marks}"`]));
  const times = checks.flatMap(({ id, since }) => (since ? [`mark_time ${id}`] : []));
  const ofFiles = files.length > 0 ? [LAST_WORDS, MARK, ...files] : [];
  return [...ofFiles, ...(times.length > 0 ? [MARK_TIME, ...times] : [])].join('\n');
}

function isMarked(check: Check): check is CommandCheck {
  return check.kind === 'command' && (check.marks !== undefined || check.since !== undefined);
}

/** Its own step, so that it is shown, journalled and claimed like any other (S2.54). */
function snapshotOf({ snapshot, ...step }: Step): readonly Step[] {
  if (!snapshot) return [];
  // It is saved whatever the step's condition says: that may change until the step has its turn.
  const { undo: _, verify: __, when: ___, ...rest } = step;
  return [{ ...rest, ...snapshot, id: `${step.id}-snapshot`, effect: 'reversible', repeat: 'fenced', secrets: [] }];
}
