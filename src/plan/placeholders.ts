import { type Bilingual, both } from '../domain/text.js';
import { programOf } from './shell/program.js';
import type { Command, ShellScript } from './shell/script.js';
import type { Word } from './shell/words.js';

type Found = { readonly offset: number; readonly message: Bilingual };

const KEY = /(?<![$\w{])YOUR_[A-Z][A-Z_]*(?![A-Z_]*=)/;
const TIMESTAMP = /YYYY-?MM-?DD(_?HH:?MM:?SS)?/;
/** `[tag/commit]`, `shop-[版本号]`: sets of characters have no Chinese, and a word of one set alone is a short one. */
const BRACKETS = /\[[^\][\s"',-]*\p{Script=Han}[^\][\s"',-]*\]|^\[[A-Za-z][A-Za-z/_-]{3,}\]$/u;
const QUOTED_ANGLES = /^<[\p{L}][\p{L}\p{N}]*[ _-][\p{L}\p{N} _-]*>$|<[^<>\s]*\p{Script=Han}[^<>\s]*>/u;
/** `{{ version }}` of Ansible and Jinja, `${{ VERSION }` of GitHub. docker has its own: a path in `{{.Image}}`, and `{{end}}`. */
const TEMPLATE = /\{\{ ?(?!end\b|else\b)[A-Za-z_]\w* ?\}\}|\$\{\{ ?\w[\w.]* ?\}/;
/** Words of JSON, and programs whose words are there to be read or looked for. */
const JSON_WORD = /^\[(true|false|null)\]$/;
const TALKERS = /^(.*\/)?(echo|printf|grep|egrep|sed|awk|case)$/;

/** Words of a document that somebody was to fill in and did not: `YOUR_ADMIN_KEY`, `<commit-hash>`, `[版本号]`. */
export function placeholderFaults(text: string, { commands }: ShellScript): readonly Found[] {
  return commands.flatMap((command) => [
    ...[...command.words, ...command.assignments].flatMap((word) => inWord(word, command)),
    ...command.inputs.flatMap((word) => inAngles(text, word)),
    ...inBraces(command),
  ]);
}

function inWord({ text, offset }: Word, command: Command): readonly Found[] {
  const named = KEY.exec(text)?.[0] ?? TIMESTAMP.exec(text)?.[0];
  if (named !== undefined) return [{ offset, message: said(named) }];
  const found =
    JSON_WORD.test(text) || talks(command) ? undefined : (BRACKETS.exec(text) ?? QUOTED_ANGLES.exec(text))?.[0];
  return found === undefined ? [] : [{ offset, message: said(found) }];
}

/** Nothing fills in a template before the shell sees it. */
function inBraces(command: Command): readonly Found[] {
  const words = [...command.words, ...command.assignments];
  const [found] = talks(command) ? [] : (TEMPLATE.exec(words.map(({ text }) => text).join(' ')) ?? []);
  const at = words.find(({ text }) => text.includes('{{'));
  return found === undefined || !at ? [] : [{ offset: at.offset, message: said(found) }];
}

function talks(command: Command): boolean {
  return TALKERS.test(programOf(command)?.word.text ?? '');
}

/** The shell takes `<commit-hash>` for a file to read from and one to write to. */
function inAngles(script: string, { text, offset }: Word): readonly Found[] {
  const isMeant = script[offset - 1] === '<' && script[offset + text.length] === '>';
  if (!isMeant || !/^[\p{L}][\p{L}\p{N}_-]*$/u.test(text)) return [];
  const { en, 'zh-CN': zh } = said(`<${text}>`);
  const message = both(`${en} (a file to read from needs a blank after <)`, `${zh}（若是要读取的文件，< 后要加空格）`);
  return [{ offset: offset - 1, message }];
}

function said(placeholder: string): Bilingual {
  return both(
    `${placeholder} is a placeholder of the document; write the value, a variable, or $BACKUP for what a person chooses`,
    `${placeholder} 是文档里的占位符；请写实际的值、变量，或写 $BACKUP 表示由人选择的备份`,
  );
}
