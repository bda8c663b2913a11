import { note } from '../../view/note.js';
import { completionModal, completionOpener, type DocumentKind } from '../../view/told-modal.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';
import { handle } from './handler.js';
import { runHere } from './run-here.js';

export const completeRecord = handle('complete-record', (desk, click, { run }) => ask(desk, click, run, 'record'));

export const completeReview = handle('complete-review', (desk, click, { run }) => ask(desk, click, run, 'review'));

/** Opens the dialog in which people tell a document what no machine knows. */
async function ask(desk: Desk, click: Click, run: string, document: DocumentKind): Promise<void> {
  const state = await runHere(desk, click, run);
  if (!state) return;
  const { channel } = click;
  const language = desk.languageIn(channel);
  const modal = state.phase === 'closed' ? completionModal(state, document, { channel, language }) : undefined;
  if (!modal) return tellPrivately(desk, click, note('unknownButton', language));
  await deliverReply(desk, click, { kind: 'modal', modal, opener: completionOpener(state, document, language) });
}
