import { type Words, words } from '../view/words/words.js';
import { languageOf } from './language.js';
import { type CliCommand, COMMANDS } from './usage.js';

/** Runs `npx backout <args>` and returns its exit code: 0 done, 1 the answer is no, 2 used wrongly. */
export async function main(args: readonly string[], print = printLine): Promise<number> {
  const [word, ...rest] = args;
  const command = COMMANDS.find(({ name }) => name === word);
  const language = await languageOf(args);
  const { terminal: w } = words(language);
  if (command && rest.some(isHelp)) return usageOf(command, w, print);
  if (command) return (await command.load()).run(rest, print, language);
  const asked = word === undefined || word === 'help' || isHelp(word);
  if (!asked) print(w.unknown(word));
  print(w.usage(w.any));
  for (const { name, usage } of COMMANDS) print(`  ${usage.padEnd(32)} ${w.summaries[name]}`);
  return asked ? 0 : 2;
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function usageOf({ name, usage, options }: CliCommand, w: Words['terminal'], print: (line: string) => void): number {
  print(w.usage(usage));
  print(w.summaries[name]);
  for (const [option, meaning] of options) print(`  ${option.padEnd(24)} ${w.options[meaning]}`);
  return 0;
}

/** As a shell tells of a program that a closed pipe ended: cut short is no success. */
const ENDED_BY_PIPE = 141;

/** Whoever reads has seen enough, as `head` has: there is nobody left to tell anything. */
export function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(ENDED_BY_PIPE);
}

function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
