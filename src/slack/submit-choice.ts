import { randomUUID } from 'node:crypto';
import type { App, ViewOutput } from '@slack/bolt';
import { requestDialog } from '../../commands/request-dialog.js';
import { systemsIn } from '../../commands/system.js';
import type { System } from '../domain/system.js';
import { CALLBACKS } from '../view/actions.js';
import { type ChoiceContext, chosenIn, parseChoiceContext, tellingModal } from '../view/incident/choice-modals.js';
import { problem } from '../view/problem.js';
import type { StateValues } from '../view/state-values.js';
import type { Modal } from '../view/surface.js';
import { words } from '../view/words/words.js';
import { strangeness } from './admit.js';
import { schemeModalOf } from './choose-rollback.js';
import type { Desk } from './desk.js';
import { updateModal, viewOf } from './open-modal.js';

/** The dialogs between a message and the request: each answer puts the next one on top, so that one can go back. */
export function registerChoices(app: App, desk: Desk): void {
  app.view({ callback_id: CALLBACKS.chooseSystem, type: 'view_submission' }, async ({ ack, body, view }) => {
    const refusal = await refusalOf(desk, body.user.id, view);
    if (refusal) return ack({ response_action: 'update', view: viewOf(refusal) });
    const found = systemOf(desk, view, chosenIn(view.state.values as StateValues, 'system'));
    if (!found) return ack({ response_action: 'errors', errors: { system: gone(desk, view) } });
    const modal = schemeModalOf(desk, found.system, found.asked);
    await ack({ response_action: 'push', view: viewOf(modal) });
  });
  app.view({ callback_id: CALLBACKS.chooseScheme, type: 'view_submission' }, async ({ ack, body, view }) => {
    const refusal = await refusalOf(desk, body.user.id, view);
    if (refusal) return ack({ response_action: 'update', view: viewOf(refusal) });
    const found = systemOf(desk, view, parseChoiceContext(view.private_metadata)?.system);
    const key = chosenIn(view.state.values as StateValues, 'scheme');
    const scheme = found?.system.plan.schemes.find((each) => each.key === key);
    if (!found || !scheme) return ack({ response_action: 'errors', errors: { scheme: gone(desk, view) } });
    const { system, asked } = found;
    const language = desk.languageIn(asked.channel);
    const { modal, later } = await requestDialog({ ...asked, system, scheme, language }, desk.engine);
    const id = randomUUID();
    await ack({ response_action: 'push', view: viewOf(modal, id) });
    const whole = await later?.();
    if (whole) await updateModal(desk, { external_id: id }, whole);
  });
}

/** The dialog was opened for a full member, who may be none any more. The other dialogs are judged by the engine. */
async function refusalOf(desk: Desk, by: string, view: ViewOutput): Promise<Modal | undefined> {
  const refusal = await strangeness(by, desk.people);
  const language = desk.languageIn(parseChoiceContext(view.private_metadata)?.channel ?? '');
  return refusal && tellingModal(problem(refusal, language), language);
}

/** What a dialog remembers may be forged: a system is only shown in its own channels. */
function systemOf(
  desk: Desk,
  view: ViewOutput,
  name: string | undefined,
): { readonly system: System; readonly asked: ChoiceContext } | undefined {
  const asked = parseChoiceContext(view.private_metadata);
  const system = asked && systemsIn(asked.channel, desk.engine).find(({ plan }) => plan.name === name);
  return asked && system ? { system, asked } : undefined;
}

function gone(desk: Desk, view: ViewOutput): string {
  const channel = parseChoiceContext(view.private_metadata)?.channel ?? '';
  return words(desk.languageIn(channel)).slack.unknownButton;
}
