import type { Backup } from '../domain/backup.js';
import type { BackupCheck, Check, CheckAnswer, CommandCheck } from '../domain/check.js';
import { type Failure, factsOf } from '../domain/failure.js';
import { printable, shorten } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import type { RunRequest } from '../domain/request.js';
import type { Secret } from '../domain/secret.js';
import type { LostEvidence, StepEnd } from '../domain/step-end.js';
import { answerHttp, type Chain } from './answer-http.js';
import type { Inside } from './deps.js';
import { environmentOf } from './environment.js';
import { listSource } from './list-backups.js';
import { pause } from './pause.js';

/** Characters of output that evidence quotes. */
const QUOTED = 600;

/** What a check may look at: a run's pinned things, or a system's as they are now. */
export type Ground = Pick<RunRequest, 'targets' | 'variables' | 'backups' | 'backup'> & {
  readonly plan: Pick<RunRequest['plan'], 'name' | 'timezone' | 'deployedVersion' | 'rollbackVersion'>;
};

/** What answering a check needs to know. */
export type Asking = {
  readonly ground: Ground;
  /** Where logs ended before the first step, by check: `<inode> <bytes> <last words>`, or when that was: `@<seconds>`. */
  readonly marks: Readonly<Record<string, string>>;
  /** Taken out of whatever a check sees. */
  readonly secrets: readonly Secret[];
  /** For a check that writes: where it goes on, and who is told how far it came. */
  readonly chain?: Pick<Chain, 'from' | 'keep'>;
  /** The run no longer wants the answer. */
  readonly signal: AbortSignal;
};

/**
 * Answers one check with evidence, asking again as often as the plan says; one that writes is asked once. Whatever cannot
 * be answered is `unknown`.
 */
export async function answerCheck(check: Check, asking: Asking, inside: Inside): Promise<CheckAnswer> {
  if (writes(check)) return withoutSecrets(await answerOnce(check, asking, inside), asking.secrets);
  const answer = await answerWithRetry(check, asking, inside);
  const lasting = answer.verdict === 'pass' ? await soak(check, answer, asking, inside) : answer;
  return withoutSecrets(lasting, asking.secrets);
}

/** Whether asking it changes something. */
export function writes(check: Check): boolean {
  return check.kind === 'http' && check.writes;
}

async function answerWithRetry(check: Check, asking: Asking, inside: Inside): Promise<CheckAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await answerOnce(check, asking, inside);
    const isLast = answer.verdict === 'pass' || tries >= check.retry.times;
    if (isLast || !(await pause(check.retry.every, asking.signal))) return answer;
  }
}

/** What passed once must go on passing; the first other answer counts. */
async function soak(check: Check, first: CheckAnswer, asking: Asking, inside: Inside): Promise<CheckAnswer> {
  if (!check.soak) return first;
  const until = performance.now() + check.soak.lasts;
  let last = first;
  while (performance.now() < until && last.verdict === 'pass') {
    const rest = Math.min(check.soak.every, Math.max(1, until - performance.now()));
    if (!(await pause(rest, asking.signal))) return unknown(last.evidence);
    last = await answerOnce(check, asking, inside);
  }
  return last;
}

function withoutSecrets(answer: CheckAnswer, secrets: readonly Secret[]): CheckAnswer {
  return { ...answer, evidence: redact(printable(answer.evidence), secrets) };
}

async function answerOnce(check: Check, asking: Asking, inside: Inside): Promise<CheckAnswer> {
  const { ground, signal } = asking;
  switch (check.kind) {
    case 'http':
      return answerHttp(
        check,
        { ...asking.chain, variables: environmentOf(ground), secrets: asking.secrets },
        inside.probe,
        signal,
      );
    case 'command':
      return answerCommand(check, asking, inside);
    case 'backup':
      return answerBackup(check, ground, inside);
    case 'manual':
      // Only a person answers it; whoever else is asked does not know.
      return unknown('');
  }
}

async function answerCommand(check: CommandCheck, { ground, marks }: Asking, inside: Inside): Promise<CheckAnswer> {
  const target = ground.targets[check.target];
  if (!target) return unanswered({ code: 'target.unknown', at: check.target });
  const mark = marks[check.id];
  const env = { ...environmentOf(ground), ...(mark === undefined ? {} : { LOG_MARK: mark }) };
  const script = { text: check.run, env, secrets: {}, deadline: check.deadline };
  return judgeCommand(check, await inside.remote.observe(target, script));
}

function judgeCommand(check: CommandCheck, end: StepEnd): CheckAnswer {
  if (end.kind === 'not-started') return unanswered(end.failure);
  const output = shorten(end.output.text.trim(), QUOTED);
  if (end.kind === 'lost') return unknown(`${lostWords(end.evidence)}\n${output}`.trim());
  if (end.kind !== 'exited') return unknown(`${end.kind}\n${output}`.trim());
  const said = `exit ${end.code}\n${output}`.trim();
  if (end.code !== 0) return { verdict: 'fail', evidence: said };
  const missing = check.contains !== undefined && !end.output.text.includes(check.contains);
  return missing
    ? { verdict: 'fail', evidence: `${said}\n∌ "${check.contains}"` }
    : { verdict: 'pass', evidence: said };
}

async function answerBackup(check: BackupCheck, ground: Ground, inside: Inside): Promise<CheckAnswer> {
  const source = ground.backups.find(({ name }) => name === check.source);
  if (!source) return unanswered({ code: 'backup.unknown', at: check.source });
  const listed = await listSource(source, ground, inside);
  if (!listed.ok) return unanswered(listed.failure);
  const list = listed.value;
  // Of the source that the run returns to, the backup that a person chose is what counts (S1.18).
  const chosen = ground.backup?.source === check.source ? ground.backup.name : undefined;
  const counts = ({ name, unusable, isStale }: Backup) =>
    chosen === undefined ? !unusable && !isStale : name === chosen && !unusable;
  const found = list.backups.find(counts);
  if (found) return { verdict: 'pass', evidence: found.bytes > 0 ? `${found.name}, ${found.bytes} B` : found.name };
  const seen = list.backups.slice(0, 5).map(({ name, unusable, missing }) => {
    const lacking = missing.length > 0 ? ` (${missing.join(', ')})` : '';
    return `${name}: ${unusable ?? 'stale'}${lacking}`;
  });
  const directories = [...new Set(list.places.map(({ directory }) => directory))].join(', ');
  return { verdict: 'fail', evidence: [`${directories}: 0 / ${list.backups.length}`, ...seen].join('\n') };
}

function unanswered(failure: Failure): CheckAnswer {
  const { code, at } = failure;
  return { verdict: 'unknown', evidence: factsOf(failure), failure: { code, at } };
}

function lostWords({ reason, detail }: LostEvidence): string {
  return detail === undefined ? reason : `${reason}: ${redact(printable(detail), [])}`;
}

function unknown(evidence: string): CheckAnswer {
  return { verdict: 'unknown', evidence };
}
