import type { App } from '@slack/bolt';
import type { Failure } from '../domain/failure.js';
import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from '../view/actions.js';
import {
  answersText,
  checkTitle,
  firstQuestion,
  type ManualAnswer,
  missingReason,
  parseAnswers,
  parseAnswersContext,
} from '../view/answers-modal.js';
import { withTyped } from '../view/note.js';
import { problem } from '../view/problem.js';
import type { StateValues } from '../view/state-values.js';
import { words } from '../view/words/words.js';
import { acknowledge } from './acknowledge.js';
import type { Asker, Desk } from './desk.js';
import { submitter } from './home/home-dialogs.js';
import { reportBroken } from './report-broken.js';
import { tellPrivately } from './tell.js';

/** The submitted answers to checks that only people can answer. */
export function registerAnswers(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.answers, type: 'view_submission' }, async ({ ack, body, view }) => {
    const asked = parseAnswersContext(view.private_metadata);
    const values = view.state.values as StateValues;
    const answers = parseAnswers(values);
    const language = desk.languageIn(asked?.channel ?? '');
    if (answers.length === 0) {
      await ack({
        response_action: 'errors',
        errors: { [firstQuestion(values)]: words(language).manual.nothing },
      });
      return;
    }
    const unsaid = missingReason(values);
    if (unsaid !== undefined) {
      await ack({ response_action: 'errors', errors: { [unsaid]: words(language).byPerson.noteMissing } });
      return;
    }
    await acknowledge(desk, () => ack({ response_action: 'clear' }));
    if (!asked || !(await desk.once(`view:${view.id}:${view.hash}`))) return;
    await answer(desk, submitter(body.user.id, asked.channel, view.private_metadata), asked.run, answers);
  });
}

async function answer(desk: Desk, asker: Asker, runId: string, answers: readonly ManualAnswer[]): Promise<void> {
  const language = desk.languageIn(asker.channel);
  // Without its run an answer is still given back, with the ids of its checks.
  const state = await desk.engine.run(runId).catch(() => undefined);
  const typed = answersText(answers, state, language);
  try {
    const result = await desk.engine.answer({ runId, by: asker.by, answers });
    if (result.ok) return;
    const refusal = problem(aboutCheck(result.failure, state, language), language);
    await tellPrivately(desk, asker, withTyped(refusal, typed, language));
  } catch (error) {
    // The dialog has closed: what was typed exists only here.
    await reportBroken(desk, asker, error, typed);
  }
}

/** A refusal about a check names it as the dialog did. */
function aboutCheck(failure: Failure, state: RunState | undefined, language: Language): Failure {
  return failure.code === 'check.closed' ? { ...failure, at: checkTitle(failure.at, state, language) } : failure;
}
