import type { Language } from '../domain/text.js';
import { context, header, paragraph } from './blocks.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** A command as help shows it. */
export type HelpEntry = { readonly usage: string; readonly aliases: readonly string[]; readonly summary: string };

/** Every command in one message. Needs nothing but the commands themselves, so it works when all else is down. */
export function help(entries: readonly HelpEntry[], language: Language): Message {
  const w = words(language);
  const rows = entries.map(({ usage, aliases, summary }): Line => {
    // A reader is shown the words of the own language; every word works for everybody.
    const known = language === 'en' ? aliases.filter((alias) => /^[ -~]+$/.test(alias)) : aliases;
    const also = known.length > 0 ? w.aside(w.help.also(known.join(w.and))) : '';
    return [{ code: `/rollback ${w.help.usage(usage)}` }, ` ${summary}${also}`];
  });
  const text = entries.map(({ usage, summary }) => `/rollback ${w.help.usage(usage)} – ${summary}`).join('\n');
  return message(`${w.help.heading}\n${text}`, [header(w.help.heading), paragraph(...rows), context(w.help.thread)]);
}
