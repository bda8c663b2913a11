import type { RichTextBlock } from '@slack/types';
import type { System } from '../domain/system.js';
import type { Language } from '../domain/text.js';
import { actions, button, paragraph } from './blocks.js';
import { cut, oneLine } from './characters.js';
import { type Door, typedAt } from './door.js';
import { message } from './message.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

const MAX_COMMAND = 200;

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

/** Asks which channel a command is about, and repeats it: Slack shows nobody what they typed as a command. Pressing one is the same as typing the command there. */
export function whichChannel(
  text: string,
  door: Door,
  places: readonly { readonly channel: string; readonly systems: readonly System[] }[],
  language: Language,
): Message {
  const { slack: w, and } = words(language);
  const command = cut(oneLine(typedAt(door)(text)), MAX_COMMAND);
  const rows = places.flatMap(({ channel, systems }) => {
    const names = systems.map(({ plan }) => plan.name).join(and);
    return [paragraph([{ channel }]), actions(button('run-command', { text, channel }, names))];
  });
  const question = paragraph([{ bold: w.whichChannel }], [{ code: command }], [w.whichChannelWhy]);
  return message(`${w.whichChannel} ${command}`, [question, ...rows]);
}
