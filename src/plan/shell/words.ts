/** A variable that a script reads; `isOptional` when the script itself says what to take instead, as in `${NAME:-x}`. */
export type Expansion = { readonly name: string; readonly offset: number; readonly isOptional: boolean };

/** A word without its quotes, and the variables that it reads itself, not in a substitution inside it. */
export type Word = { readonly text: string; readonly offset: number; readonly expansions: readonly Expansion[] };

export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** How far a script has been read. */
export type Reading = {
  readonly text: string;
  at: number;
  readonly expansions: Expansion[];
  /** Reads the commands of a substitution up to and with its end. */
  readonly nest: (end: ')' | '`') => void;
};

/** The word at hand and the command that it belongs to. */
export type WordPlace = {
  readonly end: '' | ')' | '`';
  word: Draft<Word> | undefined;
  readonly command: { readonly assignments: Word[] };
};

/** Adds to the word at hand, or begins one. */
export function grow(scan: Reading, list: WordPlace, text: string, length: number): void {
  list.word ??= { text: '', offset: scan.at, expansions: [] };
  list.word.text += text;
  scan.at += length;
}

export function takePlain(scan: Reading, list: WordPlace): void {
  grow(scan, list, scan.text[scan.at] ?? '', 1);
}

export function takeEscaped(scan: Reading, list: WordPlace): void {
  const next = scan.text[scan.at + 1] ?? '';
  if (next === '\n') scan.at += 2;
  else grow(scan, list, next, 2);
}

export function takeSingle(scan: Reading, list: WordPlace): void {
  const close = scan.text.indexOf("'", scan.at + 1);
  const end = close === -1 ? scan.text.length : close;
  grow(scan, list, scan.text.slice(scan.at + 1, end), end + 1 - scan.at);
}

export function takeDouble(scan: Reading, list: WordPlace): void {
  grow(scan, list, '', 1);
  takeUntil(scan, list, '"');
}

/** Text in which only `\\`, `$` and backticks mean something, up to and with `close`. */
export function takeUntil(scan: Reading, list: WordPlace, close: string, limit = scan.text.length): void {
  while (scan.at < limit && scan.text[scan.at] !== close) takeQuoted(scan, list, close);
  scan.at += close.length;
}

function takeQuoted(scan: Reading, list: WordPlace, close: string): void {
  const char = scan.text[scan.at] ?? '';
  if (char === '\\') takeEscaped(scan, list);
  else if (char === '$') takeDollar(scan, list);
  else if (char === '`' && list.end !== '`') takeBackticks(scan, list);
  else if (char === '"' && close === '}') takeDouble(scan, list);
  else takePlain(scan, list);
}

export function takeDollar(scan: Reading, list: WordPlace): void {
  const { text, at } = scan;
  if (text.startsWith('$((', at)) {
    grow(scan, list, '$', 3);
    takeUntil(scan, list, '', arithmeticEnd(scan));
    scan.at += 2;
  } else if (text.startsWith('$(', at)) {
    grow(scan, list, '$()', 2);
    scan.nest(')');
  } else if (text.startsWith('${', at)) takeBraces(scan, list);
  else takeName(scan, list);
}

function arithmeticEnd({ text, at }: Reading): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
    if (depth < 0) return end;
  }
  return text.length;
}

function takeName(scan: Reading, list: WordPlace): void {
  const [found, name] = matchAt(/\$([A-Za-z_]\w*)/y, scan) ?? ['$'];
  const offset = scan.at;
  grow(scan, list, found, found.length);
  if (name !== undefined) note(scan, list, { name, offset, isOptional: false });
}

function takeBraces(scan: Reading, list: WordPlace): void {
  const [found, name, operator = ''] = matchAt(/\$\{#?([A-Za-z_]\w*)?(:?[-=+])?/y, scan) ?? ['${'];
  const offset = scan.at;
  grow(scan, list, found, found.length);
  if (name !== undefined) note(scan, list, { name, offset, isOptional: operator !== '' });
  if (name !== undefined && operator.endsWith('=')) {
    list.command.assignments.push({ text: `${name}=`, offset, expansions: [] });
  }
  takeUntil(scan, list, '}');
}

function note(scan: Reading, list: WordPlace, expansion: Expansion): void {
  scan.expansions.push(expansion);
  list.word?.expansions.push(expansion);
}

export function takeBackticks(scan: Reading, list: WordPlace): void {
  grow(scan, list, '$()', 1);
  scan.nest('`');
}

export function matchAt(pattern: RegExp, { text, at }: Reading): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
