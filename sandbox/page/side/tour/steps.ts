import type { ShownMessage } from '../../../slack/control/read.js';
import type { Progress } from './progress.js';

export const STEPS = ['look', 'ask', 'request', 'refuse', 'approve', 'watch', 'read'] as const;
export type Step = (typeof STEPS)[number];

/** The channel that the tour happens in. */
export const TOUR_CHANNEL = 'C0INCIDENT';

/** What is on the newcomer's screen. */
export interface TourSight {
  as: string;
  thread: string;
  /** The channel's messages as this person sees them. */
  messages: readonly ShownMessage[];
  /** Whether the record is unfolded in the open thread. */
  isRecordOpen: boolean;
}

/** Carries the tour on to the step after the last one that has really happened; nothing is taken back. */
export function advance(progress: Progress, sight: TourSight, now: number): Progress {
  const card = progress.card || (sight.messages.find(isAwaitingApproval)?.ts ?? '');
  const known = { ...progress, card };
  const last = STEPS.findLastIndex((step) => happened[step](known, sight));
  const step = Math.max(known.step, last + 1);
  if (step < STEPS.length) return { ...known, step };
  return { ...known, step: STEPS.length - 1, stage: 'done', endedAt: now };
}

const happened: Record<Step, (progress: Progress, sight: TourSight) => boolean> = {
  // Only the newcomer knows what they have looked at; a button says so.
  look: () => false,
  ask: ({ begunAt }, { messages }) =>
    messages.some((each) => isAnswer(each) && isSince(each, begunAt) && offers(each, 'open-request', 'use-backup')),
  request: ({ card }) => card !== '',
  refuse: ({ card }, { as, messages }) =>
    as === GUEST && card !== '' && messages.some((each) => isAnswer(each) && each.ts > card),
  approve: (progress, { messages }) => {
    const card = cardOf(progress, messages);
    return card !== undefined && !offers(card, 'approve') && (offers(card, ...goingOn) || hasEnded(progress, messages));
  },
  watch: (progress, { messages }) => hasEnded(progress, messages),
  read: ({ card }, { thread, isRecordOpen }) => card !== '' && thread === card && isRecordOpen,
};

/** The guest of the demonstration's workspace. */
export const GUEST = 'U0GUEST';

const goingOn = ['abort', 'open-answers', 'ask-again', 'hand-over'];

/** The card of the tour's request. */
export function cardOf({ card }: Progress, messages: readonly ShownMessage[]): ShownMessage | undefined {
  return messages.find(({ ts }) => ts === card);
}

/** True when the message has a button of one of these actions. */
export function offers(message: ShownMessage | undefined, ...actions: readonly string[]): boolean {
  const text = JSON.stringify(message?.blocks ?? []);
  return actions.some((action) => text.includes(`"action_id":"${action}"`));
}

function hasEnded(progress: Progress, messages: readonly ShownMessage[]): boolean {
  return offers(cardOf(progress, messages), 'complete-record', 'show-record');
}

function isAwaitingApproval(message: ShownMessage): boolean {
  return message.isBot && !message.isEphemeral && offers(message, 'approve');
}

function isAnswer({ isEphemeral, isBot }: ShownMessage): boolean {
  return isEphemeral && isBot;
}

/** Timestamps of messages are seconds. */
function isSince({ ts }: ShownMessage, ms: number): boolean {
  return Number(ts) * 1000 > ms;
}
