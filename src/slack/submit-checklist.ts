import type { App } from '@slack/bolt';
import type { Failure } from '../domain/failure.js';
import { CALLBACKS } from '../view/actions.js';
import { changedBoxes, parseChecklistContext } from '../view/checklist-modal.js';
import { problem } from '../view/problem.js';
import type { StateValues } from '../view/state-values.js';
import { acknowledge } from './acknowledge.js';
import type { Desk } from './desk.js';
import { submitter } from './home/home-dialogs.js';
import { tellPrivately } from './tell.js';

/** The submitted checklist: each box that was changed becomes a tick of this person. */
export function registerChecklists(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.checklist, type: 'view_submission' }, async ({ ack, body, view }) => {
    await acknowledge(desk, () => ack({ response_action: 'clear' }));
    if (!(await desk.once(`view:${view.id}:${view.hash}`))) return;
    const asked = parseChecklistContext(view.private_metadata);
    if (!asked) return;
    const asker = submitter(body.user.id, asked.channel, view.private_metadata);
    const refuse = (failure: Failure) => tellPrivately(desk, asker, problem(failure, desk.languageIn(asked.channel)));
    const state = await desk.engine.run(asked.run);
    if (!state) return refuse({ code: 'run.unknown', at: asked.run });
    const items = changedBoxes(view.state.values as StateValues, asked, state);
    if (items.length === 0) return;
    const ticked = await desk.engine.tick({ runId: asked.run, by: asker.by, items });
    if (!ticked.ok) await refuse(ticked.failure);
  });
}
