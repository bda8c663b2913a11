import {
  type Draft,
  type Expansion,
  matchAt,
  type Reading,
  takeBackticks,
  takeDollar,
  takeDouble,
  takeEscaped,
  takePlain,
  takeSingle,
  takeUntil,
  type Unclosed,
  type Word,
  type WordPlace,
} from './words.js';

/** A simple command: its words from the program on. What closes a compound command with a redirection has no words. */
export type Command = {
  readonly words: readonly Word[];
  readonly assignments: readonly Word[];
  /** What its standard input is read from. */
  readonly inputs: readonly Word[];
  readonly isSubstituted: boolean;
  readonly pipeline: number;
};

export type ShellScript = {
  readonly commands: readonly Command[];
  readonly expansions: readonly Expansion[];
  /** What has no end, so that the rest cannot be told; of several inside of one another the innermost. */
  readonly unclosed: Unclosed | undefined;
};

type Heredoc = {
  readonly delimiter: string;
  readonly isQuoted: boolean;
  readonly isDashed: boolean;
  readonly opened: Unclosed;
};
type Scan = Reading & { readonly commands: Command[]; readonly heredocs: Heredoc[]; pipelines: number };
/** One list of commands: the script itself or a substitution in it. */
type List = Omit<WordPlace, 'command'> & {
  command: Draft<Command>;
  redirect: 'in' | 'other' | undefined;
  parens: number;
  cases: number;
  inPattern: boolean;
};

const KEYWORDS = new Set('if then elif else fi while until do done esac ! { } time'.split(' '));
export const ASSIGNMENT = /^([A-Za-z_]\w*)\+?=/;

/**
 * What a script of POSIX sh runs and reads, as far as can be told without running it. Comments, single-quoted text and
 * quoted here-documents do not count. Meant for finding mistakes: whatever it is given, it returns.
 */
export function parseShell(text: string): ShellScript {
  const expansions: Expansion[] = [];
  const nest = (end: List['end']) => scanList(scan, end);
  const scan: Scan = { text, at: 0, expansions, nest, unclosed: [], commands: [], heredocs: [], pipelines: 0 };
  scanList(scan, '');
  scan.unclosed.push(...scan.heredocs.map(({ opened }) => opened));
  return { commands: scan.commands, expansions, unclosed: scan.unclosed[0] };
}

function scanList(scan: Scan, end: List['end']): void {
  const command = commandIn(scan, end !== '');
  const none = { word: undefined, redirect: undefined };
  const list: List = { end, command, ...none, isQuoted: false, parens: 0, cases: 0, inPattern: false };
  while (scan.at < scan.text.length && !isAtEnd(scan, list)) {
    const take = HANDLERS[scan.text[scan.at] ?? ''] ?? takePlain;
    take(scan, list);
  }
  endPipeline(scan, list);
  scan.at += 1;
}

function isAtEnd({ text, at }: Scan, { end, parens, inPattern }: List): boolean {
  return text[at] === end && (end === '`' || (parens === 0 && !inPattern));
}

type Handler = (scan: Scan, list: List) => void;

const HANDLERS: Readonly<Record<string, Handler>> = {
  '\\': takeEscaped,
  "'": takeSingle,
  '"': takeDouble,
  $: takeDollar,
  '`': takeBackticks,
  '#': takeComment,
  '<': takeRedirection,
  '>': takeRedirection,
  ' ': takeBlank,
  '\t': takeBlank,
  '\n': takeNewline,
  ';': takeSeparator,
  '&': takeSeparator,
  '|': takeSeparator,
  '(': takeOpening,
  ')': takeClosing,
};

function takeComment(scan: Scan, list: List): void {
  if (list.word) {
    takePlain(scan, list);
    return;
  }
  const end = scan.text.indexOf('\n', scan.at);
  scan.at = end === -1 ? scan.text.length : end;
}

const HEREDOC = /<<(?!<)(-?)[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|(\\?)([^\s;&|()<>'"]+))/y;

function takeRedirection(scan: Scan, list: List): void {
  // A number just before it is the descriptor.
  if (list.word && /^\d+$/.test(list.word.text)) list.word = undefined;
  closeWord(scan, list);
  const heredoc = matchAt(HEREDOC, scan);
  if (heredoc) {
    const [found, dash, single, double, escaped, plain = ''] = heredoc;
    const quoted = single ?? double;
    const delimiter = quoted ?? plain;
    const opened = { opener: found, closer: delimiter, offset: scan.at };
    const isQuoted = quoted !== undefined || escaped !== '';
    scan.heredocs.push({ delimiter, isQuoted, isDashed: dash !== '', opened });
    scan.at += found.length;
    return;
  }
  const operator = matchAt(/[<>]+[&|]?/y, scan)?.[0] ?? '<';
  list.redirect = operator === '<' || operator === '<>' ? 'in' : 'other';
  scan.at += operator.length;
}

function takeBlank(scan: Scan, list: List): void {
  closeWord(scan, list);
  scan.at += 1;
}

function takeNewline(scan: Scan, list: List): void {
  if (list.inPattern) closeWord(scan, list);
  else endPipeline(scan, list);
  scan.at += 1;
  for (const heredoc of scan.heredocs.splice(0)) takeHeredoc(scan, list, heredoc);
}

function takeHeredoc(scan: Scan, list: List, { delimiter, isQuoted, isDashed, opened }: Heredoc): void {
  const lines = scan.text.slice(scan.at).split('\n');
  const last = lines.findIndex((line) => (isDashed ? line.replace(/^\t+/, '') : line) === delimiter);
  if (last === -1) scan.unclosed.push(opened);
  const body = lines.slice(0, last === -1 ? lines.length : last).join('\n');
  const end = scan.at + body.length;
  if (!isQuoted) takeUntil(scan, { ...list, isQuoted: true, command: commandIn(scan, false) }, '', end);
  scan.at = Math.min(end + (last > 0 ? 1 : 0) + (lines[last]?.length ?? 0), scan.text.length);
}

function takeSeparator(scan: Scan, list: List): void {
  const [found] = matchAt(/;;|;&|&&|\|\||[;&|]/y, scan) ?? [';'];
  scan.at += found.length;
  if (list.inPattern) closeWord(scan, list);
  else if (found === '|') closeCommand(scan, list);
  else endPipeline(scan, list);
  list.inPattern ||= list.cases > 0 && (found === ';;' || found === ';&');
}

function takeOpening(scan: Scan, list: List): void {
  scan.at += 1;
  if (list.inPattern) return;
  closeCommand(scan, list);
  list.parens += 1;
}

function takeClosing(scan: Scan, list: List): void {
  // The end of the case, then of what stands around it, as in `$(case … esac)`.
  if (list.inPattern && list.word?.text === 'esac') {
    closeWord(scan, list);
    return;
  }
  scan.at += 1;
  if (list.inPattern) {
    closeWord(scan, list);
    list.inPattern = false;
    return;
  }
  closeCommand(scan, list);
  list.parens = Math.max(list.parens - 1, 0);
}

function endPipeline(scan: Scan, list: List): void {
  closeCommand(scan, list);
  list.command = commandIn(scan, list.end !== '');
}

/** The next command belongs to the same pipeline. */
function closeCommand(scan: Scan, list: List): void {
  closeWord(scan, list);
  const { words, assignments, inputs } = list.command;
  if (words.length + assignments.length + inputs.length > 0) scan.commands.push(list.command);
  list.redirect = undefined;
  list.command = { ...list.command, words: [], assignments: [], inputs: [] };
}

function commandIn(scan: Scan, isSubstituted: boolean): Draft<Command> {
  scan.pipelines += 1;
  return { words: [], assignments: [], inputs: [], isSubstituted, pipeline: scan.pipelines };
}

function closeWord(scan: Scan, list: List): void {
  const { word, redirect, command } = list;
  list.word = undefined;
  if (!word) return;
  list.redirect = undefined;
  if (redirect) {
    if (redirect === 'in') command.inputs.push(word);
  } else if (list.inPattern) endCase(list, word);
  else placeWord(scan, list, word);
}

function placeWord(scan: Scan, list: List, word: Word): void {
  const { words, assignments } = list.command;
  if (words.length > 0) words.push(word);
  else if (ASSIGNMENT.test(word.text)) assignments.push(word);
  else if (KEYWORDS.has(word.text)) endCase(list, word);
  else words.push(word);
  const isCase = words.length === 3 && words[0]?.text === 'case' && word.text === 'in';
  if (!isCase) return;
  closeCommand(scan, list);
  list.cases += 1;
  list.inPattern = true;
}

function endCase(list: List, word: Word): void {
  if (word.text !== 'esac') return;
  list.cases = Math.max(list.cases - 1, 0);
  list.inPattern = false;
}
