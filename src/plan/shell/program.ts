import { ASSIGNMENT, type Command } from './script.js';
import type { Word } from './words.js';

/** Programs that run the command which follows them, and their options that take a value. */
const WRAPPERS: Readonly<Record<string, RegExp>> = {
  command: /^$/,
  env: /^-[uCS]$/,
  exec: /^-a$/,
  ionice: /^-[cn]$/,
  nice: /^-n$/,
  nohup: /^$/,
  setsid: /^$/,
  sudo: /^-[ugChprtT]$/,
  timeout: /^-[sk]$/,
  xargs: /^-[adEILnPs]$/,
};

/** The program that a command runs, behind `sudo`, `timeout 5` and the like, and its arguments. */
export function programOf({
  words,
}: Pick<Command, 'words'>): { readonly word: Word; readonly rest: readonly Word[] } | undefined {
  const [word, ...rest] = words;
  if (!word) return undefined;
  const takesValue = WRAPPERS[word.text];
  // `command -v curl` only asks where it is.
  if (!takesValue || (word.text === 'command' && /^-[vV]$/.test(rest[0]?.text ?? ''))) return { word, rest };
  const next = rest.findIndex(({ text }, at) => {
    const isValue = takesValue.test(rest[at - 1]?.text ?? '-') || (word.text === 'timeout' && /^\d/.test(text));
    return !isValue && !text.startsWith('-') && !ASSIGNMENT.test(text);
  });
  return next === -1 ? { word, rest } : programOf({ words: rest.slice(next) });
}
