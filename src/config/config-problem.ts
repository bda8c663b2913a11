import { type Bilingual, type Language, perLanguage } from '../domain/text.js';

/** One thing wrong with the configuration, with what to do about it. */
export type ConfigProblem = {
  /** `backout.yaml:12:5`, or the name of an environment variable. */
  readonly place: string;
  readonly message: Bilingual;
};

/** The value, or everything that is wrong, all at once. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** `backout.yaml:12:5: unknown key chanels; write channels` */
export function problemLine({ place, message }: ConfigProblem, language: Language): string {
  return `${place}: ${message[language]}`;
}

/** The same before its reader is known. */
export function problemLines(problem: ConfigProblem): Bilingual {
  return perLanguage((language) => problemLine(problem, language));
}
