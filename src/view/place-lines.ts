import type { RichTextBlock } from '@slack/types';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import { actions, button, paragraph } from './blocks.js';
import { message } from './message.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** Which channel an answer is about, for who asked elsewhere. */
export function aboutChannel(channel: string, language: Language): RichTextBlock {
  const { slack: w } = words(language);
  return paragraph([w.about, { channel }, w.shownThere]);
}

/** What to do where Backout cannot show anything. */
export function inviteFirst(language: Language): RichTextBlock {
  const { slack: w } = words(language);
  return paragraph([`⚠️ ${w.inviteFirst}`, { code: '/invite @Backout' }, w.inviteThen]);
}

/** Asks which channel a command is about; pressing one is the same as typing the command there. */
export function whichChannel(
  text: string,
  places: readonly { readonly channel: string; readonly systems: readonly System[] }[],
  language: Language,
): Message {
  const { slack: w, and } = words(language);
  const rows = places.flatMap(({ channel, systems }) => {
    const names = systems.map(({ plan }) => plan.name).join(and);
    return [paragraph([{ channel }]), actions(button('run-command', { text, channel }, names))];
  });
  return message(w.whichChannel, [paragraph([{ bold: w.whichChannel }], [w.whichChannelWhy]), ...rows]);
}
