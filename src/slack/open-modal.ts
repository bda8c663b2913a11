import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Modal } from '../view/surface.js';
import { persist } from './persist.js';
import { troubleOf } from './trouble.js';

const USED_UP = new Set(['exchanged_trigger_id', 'trigger_exchanged']);

/** Opens a dialog. The trigger lives 3 s, so this comes before anything slow. Rejects when it did not open. */
export async function openModal(client: WebClient, trigger: string, modal: Modal): Promise<void> {
  await persist(async (attempt) => {
    try {
      await client.views.open({ trigger_id: trigger, view: viewOf(modal) });
    } catch (error) {
      const trouble = troubleOf(error);
      // The try before got no answer but had opened it.
      if (attempt > 0 && trouble.kind === 'refused' && USED_UP.has(trouble.error)) return;
      throw error;
    }
  });
}

function viewOf({ callback, title, submit, close, blocks, metadata }: Modal): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    title: { type: 'plain_text', text: title },
    ...(submit ? { submit: { type: 'plain_text', text: submit } } : {}),
    close: { type: 'plain_text', text: close },
    blocks: [...blocks],
  };
}
