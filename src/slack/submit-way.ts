import type { App, ViewSubmitAction } from '@slack/bolt';
import { CALLBACKS } from '../view/actions.js';
import { type ChoiceContext, parseChoice, typedReason } from '../view/choice-modal.js';
import { movedMessage } from '../view/moved.js';
import { note } from '../view/note.js';
import type { StateValues } from '../view/state-values.js';
import { words } from '../view/words/words.js';
import { acknowledge } from './acknowledge.js';
import { isStanding, readerOf } from './actions/choose.js';
import { isRunOf } from './actions/run-here.js';
import type { Desk } from './desk.js';
import { submitter } from './home/home-dialogs.js';
import { CLEAR, createSubmissions, type Judged, refused, replaced, type Submission } from './submissions.js';

/** The submitted way on, with its reason. What is refused is said inside the dialog, so that nothing typed is lost. */
export function registerWays(app: App, desk: Desk): void {
  const answerTo = createSubmissions(desk);
  app.view<ViewSubmitAction>(
    { callback_id: CALLBACKS.choice, type: 'view_submission' },
    async ({ ack, body, view }) => {
      const asked = parseChoice(view.private_metadata);
      const reason = typedReason(view.state.values as StateValues);
      const w = words(desk.languageIn(asked?.channel ?? ''));
      if (!asked || reason === '') {
        const errors = { reason: asked ? w.modal.required : w.slack.unknownButton };
        await ack({ response_action: 'errors', errors });
        return;
      }
      const from = { asker: submitter(body.user.id, asked.channel, view.private_metadata), typed: [reason] };
      const judge = () => choose(desk, from, asked, reason);
      const answer = await answerTo(`submission:${view.id}:${body.trigger_id}`, { ...from, judge });
      await acknowledge(desk, () => ack(answer));
    },
  );
}

async function choose(
  desk: Desk,
  from: Omit<Submission, 'judge'>,
  { run: runId, way, since, channel }: ChoiceContext,
  reason: string,
): Promise<Judged> {
  const { by } = from.asker;
  const before = await desk.engine.run(runId);
  if (!before || !isRunOf(desk, channel, before))
    return replaced(desk, from, note('unknownButton', desk.languageIn(channel)));
  const moved = async () => {
    const now = (await desk.engine.run(runId)) ?? before;
    return isStanding(now, since, way)
      ? undefined
      : replaced(desk, from, movedMessage(now, since, readerOf(desk, { channel })));
  };
  const late = await moved();
  if (late) return late;
  const result = await desk.engine.choose({ runId, by, choice: { kind: way, reason }, seen: Number(since) });
  if (result.ok) return CLEAR;
  desk.log.info({ run: runId, by, way, code: result.failure.code }, 'a choice was refused');
  // Of two at once, the other one may have been first.
  return (await moved()) ?? refused(desk, from, result.failure);
}
