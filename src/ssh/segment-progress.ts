import { type Failure, factsOf } from '../domain/failure.js';
import { isGood, type StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { Instant, Milliseconds } from '../domain/time.js';
import type { Clock, SegmentListener, StepOrder } from '../engine/ports.js';
import type { Answer } from './answer.js';
import { createBoundedOutput } from './bounded-output.js';
import type { Called } from './caller.js';
import type { Listening } from './converse.js';
import type { Countdown } from './countdown.js';
import { type Heard, lost, lostCall, notStarted, stepEndOf } from './step-end-of.js';

/** How often a host may be reached and stay mute before the step counts as lost. */
const MUTE_LIMIT = 3;

/** The first step whose end is not known yet, with what was heard of it. */
type Current = { readonly order: StepOrder; readonly heard: Heard & { lastHeardAt: Instant | null } };

/** Whether any upload may have reached the host, and how often the host was there and mute. */
type Tally = { sent: boolean; mute: number };

type Around = { readonly countdown: Countdown; readonly patience: Milliseconds; readonly clock: Clock };

/** How far a segment has come, as far as this side knows. */
export class SegmentProgress {
  readonly listening: Listening;
  readonly #host: string;
  readonly #orders: readonly StepOrder[];
  readonly #onEnd: SegmentListener['onEnd'];
  readonly #around: Around;
  readonly #tally: Tally = { sent: false, mute: 0 };
  #index = 0;
  #current: Current | undefined;

  constructor(target: Target, orders: readonly StepOrder[], onEnd: SegmentListener['onEnd'], around: Around) {
    this.#host = target.name;
    this.#orders = orders;
    this.#onEnd = onEnd;
    this.#around = around;
    this.listening = {
      onOutput: (bytes) => this.#hear(bytes),
      onTail: () => this.#current?.heard.output.startTail(),
      goesOn: (answer) => this.#takeAnswer(answer),
      signal: around.countdown.signal,
    };
    this.#begin(null);
  }

  /** From the first step on whose end is not known. */
  get rest(): readonly StepOrder[] {
    return this.#orders.slice(this.#index);
  }

  /** Whether nothing of the segment can have reached the host. */
  get isFresh(): boolean {
    return !this.#tally.sent;
  }

  /** Bytes of that step's output that are here. */
  get offset(): number {
    return this.#current?.heard.output.received ?? 0;
  }

  /** Takes in how a call went; true when nothing more can be known. */
  conclude(called: Called): boolean {
    const current = this.#current;
    const end = current && judge(called, this.#tally, this.#around.countdown.isOver(), current.heard);
    if (current && end) this.#settle(current, end);
    return this.#current === undefined;
  }

  #begin(lastHeardAt: Instant | null): void {
    const order = this.#orders[this.#index];
    if (order) this.#around.countdown.restart(order.script.deadline + this.#around.patience);
    const output = createBoundedOutput({ secrets: Object.values(order?.script.secrets ?? {}) });
    this.#current = order && { order, heard: { host: this.#host, output, lastHeardAt } };
  }

  #hear(bytes: Buffer): void {
    if (!this.#current) return;
    this.#current.heard.lastHeardAt = this.#around.clock.now();
    this.#current.heard.output.add(bytes);
  }

  #takeAnswer(answer: Answer): boolean {
    const current = this.#current;
    if (current) this.#settle(current, judgeAnswer(answer, this.#tally, current.heard));
    return this.#current !== undefined;
  }

  #settle({ order, heard }: Current, end: StepEnd): void {
    this.#index += 1;
    this.#tally.mute = 0;
    this.#current = undefined;
    if (isGood(end)) this.#begin(heard.lastHeardAt);
    this.#onEnd(order.token, end);
  }
}

/** The end, or undefined when another attempt may tell more. */
function judge(called: Called, tally: Tally, isOver: boolean, heard: Heard): StepEnd | undefined {
  // Each answer was taken in as it came.
  if (called.kind === 'answered') return undefined;
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
