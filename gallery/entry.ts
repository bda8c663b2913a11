import type { KnownBlock } from '@slack/types';
import type { Language } from '../src/domain/text.js';
import type { Message, Modal } from '../src/view/surface.js';

/** Where a person meets it. `field`: said in the dialog at the field that is wrong. */
export type Where = 'channel' | 'thread' | 'thread-and-channel' | 'incident' | 'only-you' | 'dialog' | 'home' | 'file';

/** One thing Backout shows, as it goes to Slack. */
export type Shown =
  | { readonly kind: 'message'; readonly message: Message }
  /** `errors`: what is said at its fields after it was sent, by block id. */
  | { readonly kind: 'dialog'; readonly dialog: Modal; readonly errors?: Readonly<Record<string, string>> }
  | { readonly kind: 'home'; readonly blocks: readonly KnownBlock[] }
  | { readonly kind: 'file'; readonly name: string; readonly title: string; readonly content: string };

/** One place in the gallery, made anew for each language. */
export type Entry = {
  readonly name: string;
  /** When it appears, in a few words. */
  readonly when: string;
  readonly where: Where;
  readonly show: (language: Language) => Shown | Promise<Shown>;
};

/** Entries that belong to one part of the story. `id` is its anchor and the name of its picture. */
export type Group = { readonly id: string; readonly title: string; readonly entries: readonly Entry[] };

/** An entry whose message is made from the language alone. */
export function messageEntry(
  where: Where,
  name: string,
  when: string,
  say: (language: Language) => Message | Promise<Message>,
): Entry {
  return { name, when, where, show: async (language) => ({ kind: 'message', message: await say(language) }) };
}

/** An entry that is a dialog, with what is wrong in it. */
export function dialogEntry(
  name: string,
  when: string,
  open: (language: Language) => Modal | undefined,
  wrong?: (language: Language) => Readonly<Record<string, string>>,
): Entry {
  return {
    ...{ name, when, where: 'dialog' },
    show: (language) => {
      const dialog = open(language);
      if (!dialog) throw new Error(`there is no dialog "${name}" in this state`);
      return { kind: 'dialog', dialog, ...(wrong ? { errors: wrong(language) } : {}) };
    },
  };
}
