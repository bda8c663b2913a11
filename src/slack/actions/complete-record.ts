import { systemsIn } from '../../../commands/system.js';
import { note } from '../../view/note.js';
import { completionModal, completionOpener, type DocumentKind } from '../../view/told-modal.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

export const completeRecord = handle('complete-record', (desk, click, { run }) => ask(desk, click, run, 'record'));

export const completeReview = handle('complete-review', (desk, click, { run }) => ask(desk, click, run, 'review'));

/** Opens the dialog in which people tell a document what no machine knows. */
async function ask(desk: Desk, click: Click, run: string, document: DocumentKind): Promise<void> {
  const { channel } = click;
  const { engine } = desk;
  const language = desk.languageIn(channel);
  const state = await engine.run(run);
  // A button's value may be forged: a run is only shown in its system's own channels.
  const isHere = systemsIn(channel, engine).some(({ plan }) => plan.name === state?.request.plan.name);
  const modal =
    state?.phase === 'closed' && isHere ? completionModal(state, document, { channel, language }) : undefined;
  if (!state || !modal) return tellPrivately(desk, click, note('unknownButton', language));
  await deliverReply(desk, click, { kind: 'modal', modal, opener: completionOpener(state, document, language) });
}
