/** A variable that a script reads; `isOptional` when the script itself says what to take instead, as in `${NAME:-x}`. */
export type Expansion = { readonly name: string; readonly offset: number; readonly isOptional: boolean };

/** A value that stands outside of quotes, as written: the shell splits it at blanks and takes its `*` for files. */
export type Bare = { readonly text: string; readonly offset: number };

/** A word without its quotes, and the variables that it reads itself, not in a substitution inside it. */
export type Word = {
  readonly text: string;
  readonly offset: number;
  readonly expansions: readonly Expansion[];
  readonly bare: readonly Bare[];
};

/** What is opened in a script and never closed: `opener` stands at `offset`, `closer` is missing. */
export type Unclosed = { readonly opener: string; readonly closer: string; readonly offset: number };

export type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** How far a script has been read. */
export type Reading = {
  readonly text: string;
  at: number;
  readonly expansions: Expansion[];
  /** Reads the commands of a substitution up to and with its end. */
  readonly nest: (end: ')' | '`') => void;
  /** The innermost first. */
  readonly unclosed: Unclosed[];
};

/** The word at hand and the command that it belongs to. */
export type WordPlace = {
  readonly end: '' | ')' | '`';
  word: Draft<Word> | undefined;
  isQuoted: boolean;
  readonly command: { readonly assignments: Word[] };
};

/** Adds to the word at hand, or begins one. */
export function grow(scan: Reading, list: WordPlace, text: string, length: number): void {
  list.word ??= { text: '', offset: scan.at, expansions: [], bare: [] };
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
  if (close === -1) scan.unclosed.push({ opener: "'", closer: "'", offset: scan.at });
  const end = close === -1 ? scan.text.length : close;
  grow(scan, list, scan.text.slice(scan.at + 1, end), end + 1 - scan.at);
}

export function takeDouble(scan: Reading, list: WordPlace): void {
  const offset = scan.at;
  grow(scan, list, '', 1);
  asQuoted(list, true, () => takeUntil(scan, list, '"'));
  expectClosed(scan, { opener: '"', closer: '"', offset });
}

/** Once the end of the text is passed, what was opened last is what lacks its end. */
function expectClosed(scan: Reading, opened: Unclosed): void {
  if (scan.at > scan.text.length) scan.unclosed.push(opened);
}

function asQuoted(list: WordPlace, isQuoted: boolean, take: () => void): void {
  const before = list.isQuoted;
  list.isQuoted = isQuoted;
  take();
  list.isQuoted = before;
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
  const sum = text.startsWith('$((', at) ? arithmeticEnd(text, at + 3) : -1;
  if (sum !== -1) {
    grow(scan, list, '$', 3);
    asQuoted(list, true, () => takeUntil(scan, list, '', sum));
    scan.at += 2;
  } else if (text.startsWith('$(', at)) {
    grow(scan, list, '$()', 2);
    scan.nest(')');
    expectClosed(scan, { opener: '$(', closer: ')', offset: at });
    noteBare(scan, list, at);
  } else if (text.startsWith('${', at)) takeBraces(scan, list);
  else takeName(scan, list);
}

/** -1 when it is none: `$((a) | b)` runs commands. */
function arithmeticEnd(text: string, start: number): number {
  let depth = 0;
  for (let end = start; end < text.length; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
    if (depth < 0) return text[end + 1] === ')' ? end : -1;
  }
  return -1;
}

function takeName(scan: Reading, list: WordPlace): void {
  const [found, name] = matchAt(/\$(?:([A-Za-z_]\w*)|[@*\d])?/y, scan) ?? ['$'];
  const offset = scan.at;
  grow(scan, list, found, found.length);
  if (name !== undefined) note(scan, list, { name, offset, isOptional: false });
  if (found.length > 1) noteBare(scan, list, offset);
}

function takeBraces(scan: Reading, list: WordPlace): void {
  const [found, name, operator = ''] = matchAt(/\$\{#?([A-Za-z_]\w*)?(:?[-=+])?/y, scan) ?? ['${'];
  const offset = scan.at;
  grow(scan, list, found, found.length);
  if (name !== undefined) note(scan, list, { name, offset, isOptional: operator !== '' });
  if (name !== undefined && operator.endsWith('=')) {
    list.command.assignments.push({ text: `${name}=`, offset, expansions: [], bare: [] });
  }
  // `${VERBOSE:+-v}` is nothing or what stands in it; a length is a number.
  const isOwn = operator.endsWith('+') || found.startsWith('${#');
  const hasSingles = !list.isQuoted || /[#%]/.test(scan.text[scan.at] ?? '');
  asQuoted(list, list.isQuoted || !isOwn, () => takeAlternative(scan, list, hasSingles));
  expectClosed(scan, { opener: '${', closer: '}', offset });
  if (!isOwn) noteBare(scan, list, offset);
}

/** Between double quotes a single one is a character, except in a pattern: `"${NAME%'}'}"`. */
function takeAlternative(scan: Reading, list: WordPlace, hasSingles: boolean): void {
  while (scan.at < scan.text.length && scan.text[scan.at] !== '}') {
    if (hasSingles && scan.text[scan.at] === "'") takeSingle(scan, list);
    else takeQuoted(scan, list, '}');
  }
  scan.at += 1;
}

function note(scan: Reading, list: WordPlace, expansion: Expansion): void {
  scan.expansions.push(expansion);
  list.word?.expansions.push(expansion);
}

function noteBare({ text, at }: Reading, list: WordPlace, offset: number): void {
  if (!list.isQuoted) list.word?.bare.push({ text: text.slice(offset, at), offset });
}

export function takeBackticks(scan: Reading, list: WordPlace): void {
  const offset = scan.at;
  grow(scan, list, '$()', 1);
  scan.nest('`');
  expectClosed(scan, { opener: '`', closer: '`', offset });
  noteBare(scan, list, offset);
}

export function matchAt(pattern: RegExp, { text, at }: Reading): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
