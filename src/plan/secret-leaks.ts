import { type Bilingual, both } from '../domain/text.js';
import { programOf } from './shell/program.js';
import type { Command, ShellScript } from './shell/script.js';
import type { Word } from './shell/words.js';

type Leak = { readonly offset: number; readonly message: Bilingual };

/** Programs that are told a file's path to use what is in it, and do not print it. */
const USERS = /^(.*\/)?(curl|wget|ssh|scp|rsync|psql|pg_dump|mysql|mysqldump|kubectl|git|test|\[)$/;
const READERS = /^(read|mapfile|readarray|xargs)$/;

/** A secret's content on a command line shows in the host's process list, and in a variable it is on its way there. */
export function secretLeaks(script: ShellScript, secrets: readonly string[]): readonly Leak[] {
  return secrets.flatMap((secret) => {
    const found = script.commands.flatMap((command) => leakIn(command, `${secret}_FILE`, script));
    const message = both(
      `the content of ${secret} would stand on a command line or in a variable; hand over its file instead, e.g. curl -H @"$${secret}_FILE"`,
      `密钥 ${secret} 的内容会出现在命令行或变量里；请直接传文件，例如 curl -H @"$${secret}_FILE"`,
    );
    return found.slice(0, 1).map((offset) => ({ offset, message }));
  });
}

/** Where a command gives the content of the file to what follows. */
function leakIn(command: Command, file: string, { commands }: ShellScript): readonly number[] {
  const named = [...command.words, ...command.inputs].filter((word) => names(word, file));
  const [first] = named;
  if (!first) return [];
  const isRead = (each: Command) => READERS.test(each.words[0]?.text ?? '');
  const isPiped = commands.some((each) => each.pipeline === command.pipeline && isRead(each));
  const isBlockInput = command.words.length === 0 && commands.some(isRead);
  const isPrinted = command.isSubstituted && !mayName(command, file);
  const isSourced = /^(\.|source)$/.test(command.words[0]?.text ?? '');
  return isPiped || isBlockInput || isPrinted || isSourced ? [first.offset] : [];
}

function mayName(command: Command, file: string): boolean {
  const program = programOf(command);
  const isPlain = command.words.every((word) => !names(word, file) || !/^file:/.test(word.text));
  return program !== undefined && USERS.test(program.word.text) && isPlain;
}

function names({ expansions }: Word, file: string): boolean {
  return expansions.some(({ name }) => name === file);
}
