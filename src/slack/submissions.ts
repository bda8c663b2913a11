import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { Failure } from '../domain/failure.js';
import type { Milliseconds } from '../domain/time.js';
import { tellingModal } from '../view/incident/choice-modals.js';
import { note, withTyped } from '../view/note.js';
import { problem, problemText } from '../view/problem.js';
import type { Message } from '../view/surface.js';
import type { Asker, Desk } from './desk.js';
import { viewOf } from './open-modal.js';
import { reportBroken } from './report-broken.js';
import { tellPrivately } from './tell.js';

/** What a submitted dialog is answered: it closes, it says what is wrong at its inputs, or it turns into another one. */
export type ViewAnswer =
  | { readonly response_action: 'clear' }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'update'; readonly view: ModalView };

/** `told`: the same for the person alone, when the dialog is no longer there to say it. */
export type Judged = { readonly answer: ViewAnswer; readonly told?: Message };

/** A submission at work, by whom, and what they typed. */
export type Submission = {
  readonly asker: Asker;
  readonly typed: readonly string[];
  judge(): Promise<Judged>;
};

/** Slack waits 3 s for the answer. */
const PATIENCE: Milliseconds = 2_000;
/** Answers that are remembered for a submission that is delivered once more. */
const REMEMBERED = 100;

/** Judges each submission once, however often it is delivered, and answers every delivery in time and alike. */
export function createSubmissions(desk: Desk): (key: string, submission: Submission) => Promise<ViewAnswer> {
  const known = new Map<string, Promise<Judged>>();

  async function judge(key: string, { asker, typed, judge }: Submission): Promise<Judged> {
    try {
      // Known from before a restart: it was answered then.
      return (await desk.once(key)) ? await judge() : CLEAR;
    } catch (error) {
      await reportBroken(desk, asker, error, typed);
      return CLEAR;
    }
  }

  async function tellLate({ asker }: Submission, { told }: Judged): Promise<void> {
    try {
      if (told) await tellPrivately(desk, asker, told);
    } catch (error) {
      desk.log.error({ err: error, by: asker.by }, 'could not tell a person what came of a dialog');
    }
  }

  return async (key, submission) => {
    const before = known.get(key);
    const judged = before ?? judge(key, submission);
    known.set(key, judged);
    const [oldest] = known.keys();
    if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest);
    const inTime = await Promise.race([judged, sleep(PATIENCE, undefined, { ref: false })]);
    if (inTime) return inTime.answer;
    if (!before) void judged.then((late) => tellLate(submission, late));
    const language = desk.languageIn(submission.asker.channel);
    return { response_action: 'update', view: viewOf(tellingModal(note('beingDone', language), language)) };
  };
}

/** It was done: the dialog closes. */
export const CLEAR: Judged = { answer: { response_action: 'clear' } };

/** A refusal is said at the input, where what was typed stays. */
export function refused(desk: Desk, { asker, typed }: Omit<Submission, 'judge'>, failure: Failure): Judged {
  const language = desk.languageIn(asker.channel);
  return {
    answer: { response_action: 'errors', errors: { reason: problemText(failure, language) } },
    told: withTyped(problem(failure, language), typed, language),
  };
}

/** The dialog is about something that is over: it turns into what is true now, with what was typed. */
export function replaced(desk: Desk, { asker, typed }: Omit<Submission, 'judge'>, message: Message): Judged {
  const language = desk.languageIn(asker.channel);
  const told = withTyped(message, typed, language);
  return { answer: { response_action: 'update', view: viewOf(tellingModal(told, language)) }, told };
}
