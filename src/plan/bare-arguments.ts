import { type Bilingual, both } from '../domain/text.js';
import { programOf } from './shell/program.js';
import type { Command, ShellScript } from './shell/script.js';

type Found = { readonly offset: number; readonly message: Bilingual };

/** Programs that overwrite, move, remove or re-own whatever they are told to. */
const CHANGERS = /^(.*\/)?(chgrp|chmod|chown|cp|dd|install|ln|mv|rm|rmdir|rsync|shred|truncate|unlink)$/;
const LONGEST = 40;

/** Outside of quotes a value with a blank or a `*` in it names other files than meant, and an empty one leaves `/x` of `$DIR/x`. */
export function bareArguments({ commands }: ShellScript): readonly Found[] {
  return commands.flatMap(bareIn);
}

function bareIn(command: Command): readonly Found[] {
  const program = programOf(command);
  if (!program || !CHANGERS.test(program.word.text)) return [];
  return program.rest.flatMap(({ bare }) =>
    bare.map(({ text, offset }) => {
      const shown = text.length > LONGEST || text.includes('\n') ? `${text.slice(0, 2)}…${text.slice(-1)}` : text;
      const message = both(
        `${shown} stands outside of quotes, so a blank or a * in it would make ${program.word.text} change other files; quote it: "${shown}", and loop over several files`,
        `${shown} 没有加引号，值里若有空格或 *，${program.word.text} 会改动别的文件；请写 "${shown}"，多个文件用循环处理`,
      );
      return { offset, message };
    }),
  );
}
