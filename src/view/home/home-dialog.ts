import type { Language } from '../../domain/text.js';
import { CALLBACKS } from '../../view/actions.js';
import { cut } from '../../view/characters.js';
import type { Message, Modal } from '../../view/surface.js';
import { words } from '../../view/words/words.js';

/** Something to read, from a button in Home: a message would arrive where the reader is not looking. */
export function homeDialog(kind: 'help' | 'contacts', { blocks }: Message, language: Language): Modal {
  const { home } = words(language);
  const title = kind === 'help' ? home.helpTitle : home.contactsTitle;
  return { callback: CALLBACKS.reading, title: cut(title, 24), close: cut(home.close, 24), blocks, metadata: '' };
}
