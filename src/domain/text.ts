/** The languages Backout speaks. Every text a person sees exists in both. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A plan's own words: one text for every reader, or one per language. */
export type Text = string | { readonly 'zh-CN': string; readonly en: string };

/** The words of `text` for a reader of `language`. */
export function say(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
