import type { App } from '@slack/bolt';
import { CALLBACKS } from '../view/actions.js';
import { withTyped } from '../view/note.js';
import { problem } from '../view/problem.js';
import { parseRejection, parseRejectionContext, type RejectionContext } from '../view/rejection.js';
import type { StateValues } from '../view/state-values.js';
import { acknowledge } from './acknowledge.js';
import type { Asker, Desk } from './desk.js';
import { reportBroken } from './report-broken.js';
import { tellPrivately } from './tell.js';

/** The submitted rejection, with its reason if one was typed. */
export function registerRejections(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.rejection, type: 'view_submission' }, async ({ ack, body, view }) => {
    await acknowledge(desk, () => ack({ response_action: 'clear' }));
    const asked = parseRejectionContext(view.private_metadata);
    if (!asked || !(await desk.once(`view:${view.id}:${view.hash}`))) return;
    const asker = { by: body.user.id, channel: asked.channel };
    await reject(desk, asker, asked, parseRejection(view.state.values as StateValues));
  });
}

async function reject(desk: Desk, asker: Asker, { run, digest }: RejectionContext, reason?: string): Promise<void> {
  const why = reason === undefined ? {} : { reason };
  const typed = reason === undefined ? [] : [reason];
  const language = desk.languageIn(asker.channel);
  try {
    const result = await desk.engine.decide({ runId: run, verdict: 'rejected', by: asker.by, digest, ...why });
    if (result.ok) return;
    const refusal = problem(result.failure, language);
    await tellPrivately(desk, asker, typed.length > 0 ? withTyped(refusal, typed, language) : refusal);
  } catch (error) {
    // The dialog has closed: what was typed exists only here.
    await reportBroken(desk, asker, error, typed);
  }
}
