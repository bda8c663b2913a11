import { setTimeout as sleep } from 'node:timers/promises';
import { takeDeliveryFault } from '../faults/faults.js';
import type { DeliveryKind } from '../faults/kinds.js';
import type { Json } from '../model.js';
import type { State } from '../state.js';
import { ackDeadlineMs, type Delivery, type Envelope, type EnvelopeType, type Line } from './line.js';

/** Slack tries an event again at once, after a minute and after five; here a minute takes a second. */
const eventRetriesMs = [0, 1_000, 5_000];

/** Hands something to the app: once, unless a switched-on misbehaviour says otherwise. */
export type Deliver = (type: EnvelopeType, payload: Json, what: string) => Promise<Delivery>;

export interface Post {
  deliver: Deliver;
  /** Hands the newest event over once more, long after it was acknowledged. False when there was none. */
  replayEvent: () => Promise<boolean>;
}

/** Everything that leaves for the app leaves here: late or twice when asked to, and events again when not acknowledged. */
export function createPost(state: State, line: Line, closing: AbortSignal): Post {
  let lastEvent: Envelope | undefined;

  async function handOver(envelope: Envelope): Promise<Delivery> {
    if (envelope.type === 'events_api') lastEvent = envelope;
    const kind = kindOf(envelope);
    const isTwice = takeDeliveryFault(state, 'duplicate', kind) !== undefined;
    const [delivery] = await Promise.all([line.send(envelope), ...(isTwice ? [line.send(envelope)] : [])]);
    if (envelope.type === 'events_api' && delivery.outcome !== 'acked') void tryAgain(envelope, delivery);
    return delivery;
  }

  async function tryAgain(envelope: Envelope, first: Delivery): Promise<void> {
    let last = first;
    for (const [index, wait] of eventRetriesMs.entries()) {
      if (last.outcome === 'acked' || last.noRetry) return;
      await pause(wait, closing);
      await line.untilReachable();
      const retry = { attempt: index + 1, reason: line.reasonFor(last.outcome) };
      last = await line.send({ ...envelope, retry });
    }
  }

  return {
    async deliver(type, payload, what) {
      const envelope = { type, payload, what };
      const seconds = takeDeliveryFault(state, 'late', kindOf(envelope))?.seconds;
      if (seconds === undefined) return handOver(envelope);
      excuseTrigger(state, payload);
      const arrived = pause(seconds * 1000, closing).then(() => handOver(envelope));
      // Nobody waits longer than Slack's own clock.
      const givenUp = pause(ackDeadlineMs, closing);
      return Promise.race([arrived, givenUp.then((): Delivery => ({ outcome: 'timeout' }))]);
    },
    async replayEvent() {
      if (!lastEvent) return false;
      await line.send({ ...lastEvent, retry: { attempt: eventRetriesMs.length, reason: line.reasonFor('timeout') } });
      return true;
    },
  };
}

// Never settles once the workspace closes: nothing is handed over after that.
function pause(ms: number, closing: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { ref: false, signal: closing }).catch(() => new Promise<void>(() => {}));
}

function kindOf({ type, payload }: Envelope): DeliveryKind {
  if (type === 'events_api') return 'event';
  if (type === 'slash_commands') return 'command';
  if (payload.type === 'block_actions') return 'click';
  return payload.type === 'message_action' ? 'shortcut' : 'submission';
}

// The app cannot know how long Slack kept it: using its trigger in good faith breaks no rule.
function excuseTrigger(state: State, payload: Json): void {
  const trigger = state.triggers.get(String(payload.trigger_id));
  if (trigger) trigger.isExcused = true;
}
