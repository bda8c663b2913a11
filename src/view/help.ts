import type { Scheme } from '../domain/scheme.js';
import type { Language } from '../domain/text.js';
import { context, header, paragraph } from './blocks.js';
import { type Door, typedAt } from './door.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { schemeTitle } from './scene.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** A command as help shows it. */
export type HelpEntry = { readonly usage: string; readonly aliases: readonly string[]; readonly summary: string } & {
  /** Typed as a mention, not after the slash. */
  readonly mentionOnly?: boolean;
};

/** Every command in one message. Needs nothing but the commands themselves, so it works when all else is down. */
export function help(
  entries: readonly HelpEntry[],
  schemes: readonly Scheme[],
  { language, door }: { readonly language: Language; readonly door: Door },
): Message {
  const w = words(language);
  const typed = ({ usage, mentionOnly }: HelpEntry) => typedAt(mentionOnly ? 'mention' : door)(w.help.usage(usage));
  const rows = entries.map((entry): Line => {
    const { aliases, summary } = entry;
    // A reader is shown the words of the own language; every word works for everybody.
    const known = language === 'en' ? aliases.filter((alias) => /^[ -~]+$/.test(alias)) : aliases;
    const also = known.length > 0 ? w.aside(w.help.also(known.join(w.and))) : '';
    return [{ code: typed(entry) }, ` ${summary}${also}`];
  });
  const ways = schemes.map(
    (scheme): Line => [{ code: typedAt(door)(`scheme-${scheme.key}`) }, ` ${schemeTitle(scheme, language)}`],
  );
  const list = ways.length > 0 ? [paragraph([{ bold: `${w.help.schemesHere}${w.colon}`.trimEnd() }], ...ways)] : [];
  const text = entries.map((entry) => `${typed(entry)} – ${entry.summary}`).join('\n');
  return message(`${w.help.heading}\n${text}`, [
    header(w.help.heading),
    paragraph(...rows),
    ...list,
    ...(door === 'slash' ? [context(w.help.thread)] : []),
  ]);
}
