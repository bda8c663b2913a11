import type { UserId } from '../../domain/person.js';
import type { Modal } from '../../view/surface.js';
import type { Asker } from '../desk.js';

/** The same dialog, which remembers that it was opened from Home. */
export function openedFromHome(modal: Modal): Modal {
  const remembered = read(modal.metadata);
  return remembered ? { ...modal, metadata: JSON.stringify({ ...remembered, isHome: true }) } : modal;
}

/** Who submitted a dialog: in the channel that it is about, or from Home, where they look at no channel. */
export function submitter(by: UserId, channel: string, metadata: string): Asker {
  return { by, channel, ...(read(metadata)?.isHome === true ? { isDirect: true } : {}) };
}

function read(metadata: string): { readonly isHome?: unknown } | undefined {
  try {
    return (JSON.parse(metadata) as { readonly isHome?: unknown } | null) ?? undefined;
  } catch {
    return undefined;
  }
}
