import { type Bilingual, both, joined } from '../domain/text.js';

/** zod takes one string for a message. Both languages travel in it, parted by a sign that nobody writes. */
const PART = '\u001f';

/** What to write, as zod takes it. */
export function advice(en: string, zh: string): string {
  return `${en}${PART}${zh}`;
}

/** The same for what is worded already. */
export function asAdvice({ en, 'zh-CN': zh }: Bilingual): string {
  return advice(en, zh);
}

/** A fact with the advice that follows it. */
export function after(fact: Bilingual, said: string): string {
  const instead = advised(said);
  return asAdvice(instead ? joined(fact, instead) : fact);
}

/** What `advice` made a message of; undefined for zod's own messages. */
export function advised(message: string): Bilingual | undefined {
  const [en = '', zh] = message.split(PART);
  return zh === undefined ? undefined : both(en, zh);
}
