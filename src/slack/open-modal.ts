import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Modal } from '../view/surface.js';
import type { Desk } from './desk.js';
import { persist } from './persist.js';
import { describeTrouble, troubleOf } from './trouble.js';

const USED_UP = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Which open dialog: Slack's own id, or one given when it was opened. */
export type OpenDialog = { readonly view_id: string } | { readonly external_id: string };

/**
 * Opens a dialog. The trigger lives 3 s, so this comes before anything slow. Rejects when it did not open. `id`: under
 * which it can be changed later, also when the answer of Slack was lost.
 */
export async function openModal(client: WebClient, trigger: string, modal: Modal, id?: string): Promise<void> {
  const view = viewOf(modal, id);
  await persist(async (attempt) => {
    try {
      await client.views.open({ trigger_id: trigger, view });
    } catch (error) {
      const trouble = troubleOf(error);
      // The try before got no answer but had opened it.
      if (attempt > 0 && trouble.kind === 'refused' && USED_UP.has(trouble.error)) return;
      throw error;
    }
  });
}

/** Changes an open dialog; what was typed stays where the inputs are the same. A dialog that was closed meanwhile is no trouble. */
export async function updateModal({ client, log }: Desk, dialog: OpenDialog, modal: Modal): Promise<void> {
  try {
    await persist(() => client.views.update({ ...dialog, view: viewOf(modal) }));
  } catch (error) {
    // The dialog has a button to try again.
    log.warn({ ...dialog, detail: describeTrouble(troubleOf(error)) }, 'could not change a dialog');
  }
}

/** A dialog as Slack takes it. `id`: under which it can be changed later. */
export function viewOf({ callback, title, submit, close, blocks, metadata }: Modal, id?: string): ModalView {
  return {
    ...(id === undefined ? {} : { external_id: id }),
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    title: { type: 'plain_text', text: title },
    ...(submit ? { submit: { type: 'plain_text', text: submit } } : {}),
    close: { type: 'plain_text', text: close },
    blocks: [...blocks],
  };
}
