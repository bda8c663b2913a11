import type { App, ViewSubmitAction } from '@slack/bolt';
import { CALLBACKS } from '../view/actions.js';
import { typedReason } from '../view/choice-modal.js';
import { note } from '../view/note.js';
import type { StateValues } from '../view/state-values.js';
import { parseUndo, type UndoContext } from '../view/undo-modal.js';
import { words } from '../view/words/words.js';
import { acknowledge } from './acknowledge.js';
import { isRunOf } from './actions/run-here.js';
import { channelProblem } from './channel-problem.js';
import type { Desk } from './desk.js';
import { submitter } from './home/home-dialogs.js';
import { tellIfQueued } from './requested.js';
import { CLEAR, createSubmissions, type Judged, refused, replaced, type Submission } from './submissions.js';

/** The submitted wish to take back a run that ended: a run of its own, with its own approval. */
export function registerUndos(app: App, desk: Desk): void {
  const answerTo = createSubmissions(desk);
  app.view<ViewSubmitAction>({ callback_id: CALLBACKS.undo, type: 'view_submission' }, async ({ ack, body, view }) => {
    const asked = parseUndo(view.private_metadata);
    const reason = typedReason(view.state.values as StateValues);
    const w = words(desk.languageIn(asked?.channel ?? ''));
    if (!asked || reason === '') {
      await ack({ response_action: 'errors', errors: { reason: asked ? w.modal.required : w.slack.unknownButton } });
      return;
    }
    const from = { asker: submitter(body.user.id, asked.channel, view.private_metadata), typed: [reason] };
    const judge = () => request(desk, from, asked, reason);
    const answer = await answerTo(`submission:${view.id}:${body.trigger_id}`, { ...from, judge });
    await acknowledge(desk, () => ack(answer));
  });
}

async function request(
  desk: Desk,
  from: Omit<Submission, 'judge'>,
  { run: runId, channel, incident }: UndoContext,
  reason: string,
): Promise<Judged> {
  const state = await desk.engine.run(runId);
  if (!isRunOf(desk, channel, state)) return replaced(desk, from, note('unknownButton', desk.languageIn(channel)));
  const trouble = await channelProblem(desk, channel);
  if (trouble !== undefined) return { answer: { response_action: 'errors', errors: { reason: trouble } } };
  const input = { runId, reason, by: from.asker.by, channel, ...(incident ? { incident } : {}) };
  const result = await desk.engine.requestUndo(input);
  if (!result.ok) return refused(desk, from, result.failure);
  // The request is open, whether the person hears of its place or not.
  void tellIfQueued(desk, from.asker, result.value).catch((error: unknown) => {
    desk.log.warn({ err: error, run: result.value.id }, 'could not tell the place in the queue');
  });
  return CLEAR;
}
