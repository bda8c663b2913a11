import type { Instant } from '../domain/time.js';
import { openQuestions } from './questions.js';
import type { RunState } from './state.js';

/** When people who are waited for are called again, after the wait began, in milliseconds. */
const REMINDERS = [2, 5, 15].map((minutes) => minutes * 60_000);

/** Since when people have been waited for: to choose the way on, to do a step or to answer checks. Undefined while nobody is. */
export function waitedForSince(state: RunState): Instant | undefined {
  return state.waitingSince ?? openQuestions(state)[0]?.since;
}

/** When people were called again in this wait, in order. */
export function remindersNow(state: RunState): readonly Instant[] {
  const since = waitedForSince(state);
  return since === undefined ? [] : state.reminders.filter((at) => at > since);
}

/**
 * When people are called again next; undefined when they are not. Nobody is once somebody took it up, and what was missed
 * while the bot did something else or was away is not made up for.
 */
export function nextReminder(state: RunState): Instant | undefined {
  const since = waitedForSince(state);
  if (since === undefined || state.claimed) return undefined;
  const last = remindersNow(state).at(-1) ?? since;
  return REMINDERS.map((after) => since + after).find((at) => at > last);
}
