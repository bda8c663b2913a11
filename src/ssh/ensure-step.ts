import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, factsOf } from '../domain/failure.js';
import type { StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { Instant, Milliseconds } from '../domain/time.js';
import type { Clock, StepOrder } from '../engine/ports.js';
import type { Answer } from './answer.js';
import { createBoundedOutput } from './bounded-output.js';
import type { Called, Caller } from './caller.js';
import { type Heard, lost, lostCall, notStarted, stepEndOf } from './step-end-of.js';
import { within } from './within.js';

export type EnsureOptions = {
  readonly call: Caller;
  readonly clock: Clock;
  /** How long beyond its deadline a step is waited for. */
  readonly patience: Milliseconds;
  /** Pauses between attempts: the first, and the longest they grow to. */
  readonly backOff: { readonly first: Milliseconds; readonly most: Milliseconds };
};

/** How often a host may be reached and stay mute before the step counts as lost. */
const MUTE_LIMIT = 3;

/**
 * Starts a step that never started, else attaches to it, over as many connections as it takes.
 * Rejects with the signal's reason when the bot stops waiting; the step goes on without it.
 */
export async function ensureStep(
  target: Target,
  order: StepOrder,
  stopping: AbortSignal,
  { call, clock, patience, backOff }: EnsureOptions,
): Promise<StepEnd> {
  const giveUpAt = performance.now() + order.script.deadline + patience;
  const output = createBoundedOutput({ secrets: Object.values(order.script.secrets) });
  const heard = { host: target.name, output, lastHeardAt: null as Instant | null };
  const onOutput = (bytes: Buffer) => {
    heard.lastHeardAt = clock.now();
    output.add(bytes);
  };
  const tally: Tally = { sent: false, mute: 0 };
  for (let attempt = 0; ; attempt += 1) {
    stopping.throwIfAborted();
    const offset = output.received;
    const attach = (signal: AbortSignal) => call(target, { mode: 'ensure', order, offset }, { onOutput, signal });
    const called = await within(Math.max(giveUpAt - performance.now(), 1), attach, stopping);
    stopping.throwIfAborted();
    const end = judge(called, tally, performance.now() >= giveUpAt, heard);
    if (end) return end;
    if (output.received > offset) attempt = 0;
    await pause(Math.min(backOff.first * 2 ** Math.min(attempt, 16), backOff.most), stopping);
  }
}

/** Whether any upload may have reached the host, and how often the host was there and mute. */
type Tally = { sent: boolean; mute: number };

/** The end, or undefined when another attempt may tell more. */
function judge(called: Called, tally: Tally, isOver: boolean, heard: Heard): StepEnd | undefined {
  if (called.kind === 'answered') return judgeAnswer(called.answer, tally, heard);
  if (called.kind === 'unsent') return judgeUnsent(called.failure, tally, isOver, heard);
  tally.sent = true;
  tally.mute += called.isMute ? 1 : 0;
  return isOver || tally.mute >= MUTE_LIMIT ? lostCall(called, heard) : undefined;
}

function judgeAnswer(answer: Answer, { sent }: Tally, heard: Heard): StepEnd {
  // What refuses this attempt is no proof against an earlier one.
  if (sent && answer.word === 'refused') return lost('refused-later', { detail: answer.rest }, heard);
  const end = stepEndOf(answer, heard);
  return end.kind === 'running' ? lost('unintelligible', { detail: `answer: ${answer.word}` }, heard) : end;
}

function judgeUnsent(failure: Failure, { sent }: Tally, isOver: boolean, heard: Heard): StepEnd | undefined {
  if (!sent) return notStarted(failure);
  // A host that shows another key or refuses ours does so at every attempt, and counts them.
  const isHopeless = isOver || failure.code !== 'ssh.unreachable';
  return isHopeless ? lost(failure.code, { detail: factsOf(failure) }, heard) : undefined;
}

/** A little irregular, so that many waiters do not come back at once. */
async function pause(span: Milliseconds, signal: AbortSignal): Promise<void> {
  try {
    await sleep(span * (0.75 + Math.random() / 2), undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}
