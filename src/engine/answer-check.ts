import { newestUsable } from '../domain/backup.js';
import type { BackupCheck, Check, CheckAnswer, CommandCheck } from '../domain/check.js';
import { type Failure, factsOf } from '../domain/failure.js';
import { printable, shorten } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import type { RunRequest } from '../domain/request.js';
import type { Secret } from '../domain/secret.js';
import type { LostEvidence, StepEnd } from '../domain/step-end.js';
import { answerHttp } from './answer-http.js';
import type { Inside } from './deps.js';
import { listSource } from './list-backups.js';
import { pause } from './pause.js';

/** Characters of output that evidence quotes. */
const QUOTED = 600;

/** What answering a check needs to know of its run. */
export type Asking = {
  readonly request: RunRequest;
  /** Taken out of whatever a check sees. */
  readonly secrets: readonly Secret[];
  /** The run no longer wants the answer. */
  readonly signal: AbortSignal;
};

/** Answers one check with evidence, asking again as often as the plan says. Whatever cannot be answered is `unknown`. */
export async function answerCheck(check: Check, asking: Asking, inside: Inside): Promise<CheckAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await answerOnce(check, asking, inside);
    const isLast = answer.verdict === 'pass' || tries >= check.retry.times;
    if (isLast || !(await pause(check.retry.every, asking.signal))) return withoutSecrets(answer, asking.secrets);
  }
}

function withoutSecrets(answer: CheckAnswer, secrets: readonly Secret[]): CheckAnswer {
  return { ...answer, evidence: redact(printable(answer.evidence), secrets) };
}

async function answerOnce(check: Check, { request, signal }: Asking, inside: Inside): Promise<CheckAnswer> {
  switch (check.kind) {
    case 'http':
      return answerHttp(check, request.variables[check.base] ?? '', inside.probe, signal);
    case 'command':
      return answerCommand(check, request, inside);
    case 'backup':
      return answerBackup(check, request, inside);
  }
}

async function answerCommand(check: CommandCheck, request: RunRequest, { remote }: Inside): Promise<CheckAnswer> {
  const target = request.targets[check.target];
  if (!target) return unanswered({ code: 'target.unknown', at: check.target });
  const { variables: env } = request;
  const end = await remote.observe(target, { text: check.run, env, secrets: {}, deadline: check.deadline });
  return judgeCommand(check, end);
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
    ? { verdict: 'fail', evidence: `${said}\n(expected "${check.contains}")` }
    : { verdict: 'pass', evidence: said };
}

async function answerBackup(check: BackupCheck, request: RunRequest, inside: Inside): Promise<CheckAnswer> {
  const source = request.backups.find(({ name }) => name === check.source);
  if (!source) return unanswered({ code: 'backup.unknown', at: check.source });
  const { targets, variables, plan } = request;
  const listed = await listSource(source, { targets, variables, timezone: plan.timezone }, inside);
  if (!listed.ok) return unanswered(listed.failure);
  const list = listed.value;
  const newest = newestUsable(list);
  if (newest) return { verdict: 'pass', evidence: `${newest.name}, ${newest.bytes} B` };
  const seen = list.backups.slice(0, 5).map(({ name, unusable }) => `${name}: ${unusable}`);
  return { verdict: 'fail', evidence: [`${list.directory}: 0 / ${list.backups.length}`, ...seen].join('\n') };
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
