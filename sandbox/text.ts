/** The languages the page speaks. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text for every reader, or one per language. */
export type Text = string | Readonly<Record<Language, string>>;

/** The words of `text` for a reader of `language`. */
export function say(text: Text, language: Language): string {
  return typeof text === 'string' ? text : text[language];
}
