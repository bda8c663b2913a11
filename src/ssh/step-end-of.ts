import type { Failure } from '../domain/failure.js';
import type { LostEvidence, LostReason, StepEnd } from '../domain/step-end.js';
import type { Instant } from '../domain/time.js';
import type { Answer } from './answer.js';
import type { BoundedOutput } from './bounded-output.js';
import { lockedBy } from './host-lock.js';

/** What was heard of a step while it was listened to. */
export type Heard = { readonly host: string; readonly output: BoundedOutput; readonly lastHeardAt: Instant | null };

const UNPREPARED =
  'the script or its secrets found no room, or its shell was ended before its turn|look at free space and process limits';

/** A step's end in the words of the domain. What the runner does not clearly say is `lost`, never success. */
export function stepEndOf({ word, rest }: Answer, heard: Heard): StepEnd | { readonly kind: 'running' } {
  const { host } = heard;
  const [first = '', ...more] = rest.split(' ');
  if (word === 'running') return { kind: 'running' };
  if (word === 'absent')
    return notStarted({ ...{ code: 'host.command-failed', at: host }, detail: 'no claim on the host' });
  if (word === 'ended') return endedOf(first, more, heard);
  const refusal = word === 'refused' ? refusalOf(host, first, more.join(' ')) : undefined;
  if (refusal) return notStarted(refusal);
  if (word === 'refused') return lost('different-script', { claimed: true }, heard);
  if (word === 'lost' && first === 'rebooted') return lost('host-rebooted', { claimed: true, rebooted: true }, heard);
  if (word === 'lost') return lost('runner-killed', { claimed: true, rebooted: false }, heard);
  return lost('unintelligible', { detail: `answer: ${word}` }, heard);
}

/** A step whose end nobody can prove. */
export function lost(
  reason: LostReason,
  known: Omit<Partial<LostEvidence>, 'reason'>,
  { output, lastHeardAt }: Heard,
): StepEnd {
  const evidence = { reason, claimed: null, rebooted: null, lastHeardAt, ...known };
  return { kind: 'lost', evidence, output: output.toOutput() };
}

/** A step that was sent, at least in part, and of which the host said nothing. */
export function lostCall(
  { isMute, detail }: { readonly isMute: boolean; readonly detail: string },
  heard: Heard,
): StepEnd {
  return lost(isMute ? 'host-silent' : 'connection-lost', { detail }, heard);
}

export function notStarted(failure: Failure): StepEnd {
  return { kind: 'not-started', failure };
}

function endedOf(kind: string, [code = '', ms = '', beyond = '']: readonly string[], heard: Heard): StepEnd {
  const { host, output } = heard;
  const facts = { output: output.toOutput(Number(beyond) || 0), durationMs: Number(ms) || 0 };
  if (kind === 'exited' && /^\d{1,3}$/.test(code)) return { kind, code: Number(code), ...facts };
  if (kind === 'unneeded' || kind === 'unclear') return { kind, ...facts };
  if (kind === 'timed-out' || kind === 'cancelled') return { kind, ...facts };
  if (kind === 'silent') return { kind: 'timed-out', silent: true, ...facts };
  // Claimed, but provably not run: somebody cancelled it first, or there was no room for it.
  if (kind === 'void')
    return notStarted({ code: 'host.command-failed', at: host, detail: 'cancelled before it started' });
  if (kind === 'unprepared') return notStarted(unsuitable(host, UNPREPARED));
  return lost('unintelligible', { claimed: true, detail: `result: ${kind} ${code}`.trim() }, heard);
}

/** Why the runner touched nothing; undefined for a token that belongs to another script. */
export function refusalOf(at: string, kind: string, text: string): Failure | undefined {
  if (kind === 'unsuitable') return unsuitable(at, text);
  if (kind === 'locked') return lockedBy(at, text);
  return kind === 'fenced' ? { code: 'host.fenced', at } : undefined;
}

function unsuitable(at: string, text: string): Failure {
  const [detail = '', fix = ''] = text.split('|');
  return { code: 'host.unsuitable', at, detail, facts: { fix } };
}
