import { confirmScript } from './backup-identity.js';
import type { Check, CommandCheck } from './check.js';
import { LAST_WORDS, MARK } from './log-mark.js';
import type { BackupSource } from './plan.js';
import type { Scheme, Step } from './scheme.js';

const NOTHING = { secrets: [], environment: {}, effect: 'read-only', repeat: 'observe' } as const;

/** The step that refuses a backup which changed since it was chosen. */
export const CONFIRM_STEP = 'confirm-backup';

/** Which target's logs a step marks: `mark-logs-app`. It prints `<check> <inode> <bytes> <last words>` lines. */
export const MARK_STEP = 'mark-logs-';

/**
 * A scheme with every step that its run makes: the chosen backup is confirmed and the ends of logs are marked before
 * anything is touched, and each snapshot is a step just before the one it belongs to.
 */
export function expandScheme(scheme: Scheme, sources: readonly BackupSource[]): Scheme {
  const steps = scheme.steps.flatMap((step) => [...snapshotOf(step), step]);
  return { ...scheme, steps: [...confirmBackup(scheme, sources), ...markLogs(scheme), ...steps] };
}

/** The backup that was approved must be the one that is there (S1.12, S1.18). */
function confirmBackup({ backup }: Scheme, sources: readonly BackupSource[]): readonly Step[] {
  const source = sources.find(({ name }) => name === backup?.source);
  if (!backup || !source) return [];
  const title = { 'zh-CN': '核对所选备份未被改动', en: 'Confirm that the chosen backup is unchanged' };
  const { target } = source;
  const run = confirmScript(source);
  return [{ ...NOTHING, id: CONFIRM_STEP, title, target, run, deadline: 600_000, cites: backup.cites }];
}

function markLogs({ checks }: Scheme): readonly Step[] {
  const marked = checks.filter(isMarked);
  const targets = [...new Set(marked.map(({ target }) => target))];
  return targets.map((target) => ({
    ...NOTHING,
    id: `${MARK_STEP}${target}`,
    title: { 'zh-CN': '标记日志当前的末尾', en: 'Mark where the logs end now' },
    target,
    run: [
      ...[LAST_WORDS, MARK],
      ...marked.filter((check) => check.target === target).map(({ id, marks }) => `mark ${id} "${marks}"`),
    ].join('\n'),
    deadline: 30_000,
    cites: [],
  }));
}

type Marked = CommandCheck & { readonly marks: string };

function isMarked(check: Check): check is Marked {
  return check.kind === 'command' && check.marks !== undefined;
}

/** Its own step, so that it is shown, journalled and claimed like any other (S2.54). */
function snapshotOf({ snapshot, ...step }: Step): readonly Step[] {
  if (!snapshot) return [];
  const { undo: _, verify: __, ...rest } = step;
  return [{ ...rest, ...snapshot, id: `${step.id}-snapshot`, effect: 'reversible', repeat: 'fenced', secrets: [] }];
}
