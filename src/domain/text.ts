/** The languages Backout speaks. Every text a person sees exists in both. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A sentence of Backout itself, before its reader is known. */
export type Bilingual = Readonly<Record<Language, string>>;

/** A plan's own words: one text for every reader, or one per language. */
export type Text = string | Bilingual;

/** The words of `text` for a reader of `language`. */
export function say(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}

/** One sentence in both languages. */
export function both(en: string, zh: string): Bilingual {
  return { 'zh-CN': zh, en };
}

/** What is made in the same way for each language. */
export function perLanguage(sayIn: (language: Language) => string): Bilingual {
  return both(sayIn('en'), sayIn('zh-CN'));
}

/** Several facts and advices as one sentence. */
export function joined(...parts: readonly Text[]): Bilingual {
  return perLanguage((language) => parts.map((part) => say(part, language)).join(BETWEEN[language]));
}

/** The facts and advices that a sentence is joined of. */
export function partsOf(text: Text, language: Language): readonly string[] {
  return say(text, language).split(BETWEEN[language]);
}

const BETWEEN: Bilingual = { 'zh-CN': '；', en: '; ' };
