import type { Bilingual, Language } from '../domain/text.js';

/** One thing wrong in a YAML file, with what to write instead. Lines and columns count from 1. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  /** Where in the document: `schemes.a.steps[0].run`. */
  readonly path: string;
  readonly message: Bilingual;
};

/** `plans/shop.yaml:12:5: schemes.a.budgte: unknown key budgte; write budget` */
export function problemLine(file: string, { line, column, path, message }: Problem, language: Language): string {
  return `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message[language]}`;
}

/** Nobody reads on after so many; one slip can break every line after it. */
export const MAX_PROBLEMS = 100;
