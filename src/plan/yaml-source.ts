import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import { type Bilingual, both } from '../domain/text.js';
import { MAX_PROBLEMS, type Problem } from './problem.js';
import { beyondLimits, MAX_ALIASES } from './yaml-limits.js';
import { factWords, faultWords } from './yaml-words.js';

type Path = readonly PropertyKey[];

/** A YAML text as a plain value that still knows where each part of it stands. */
export type YamlSource = {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /**
   * Turns a path in the value into a problem there; a path that does not exist stands at its nearest parent.
   * `offset`: where in the text at the path.
   */
  problemAt(path: Path, message: Bilingual, offset?: number): Problem;
};

/** Reads YAML strictly: duplicate keys, broken syntax, unknown tags, alias bombs and oversized files are problems. */
export function readYaml(text: string): YamlSource {
  const lines = new LineCounter();
  const beyond = beyondLimits(text);
  if (beyond) return refused(beyond.message, placeIn(text, beyond.offset));
  const options = {
    lineCounter: lines,
    uniqueKeys: true,
    stringKeys: true,
    strict: true,
    version: '1.2',
    logLevel: 'error',
    prettyErrors: false,
  } as const;
  const document = parseDocument(text, options);
  const problemAt = (path: Path, message: Bilingual, offset?: number) => {
    const place = positionOf(document.contents, path, lines);
    if (offset === undefined) return { ...place, path: pathText(path), message };
    const node = document.getIn(path, true);
    const scalar = isAlias(node) ? node.resolve(document) : node;
    if (!isScalar(scalar)) return { ...place, path: pathText(path), message };
    const inside = positionInText(scalar, offset, text, lines);
    const line = String(scalar.value).slice(0, offset).split('\n').length;
    return { ...(inside ?? place), path: pathText(path), message: inside ? message : inLine(line, message) };
  };
  const problems = told([...document.errors, ...document.warnings], text).map(({ offset, message }) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, path: '', message };
  });
  if (problems.length > 0) return { value: undefined, problems, problemAt };
  const endless = endlessAlias(document);
  if (endless !== undefined) {
    return refused(ENDLESS, placeIn(text, endless));
  }
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), problems, problemAt };
  } catch (error) {
    const { en, 'zh-CN': zh } = factWords(error instanceof Error ? error.message : String(error));
    return refused(both(`${en}. Write the values out instead of using aliases.`, `${zh}；请不用引用，直接写出各个值`));
  }
}

const ENDLESS = both(
  'this alias stands inside of what it names and has no end; write the value out',
  '这个引用（*）在它自己所指的内容里，没有尽头；请直接写出值',
);

function inLine(line: number, { en, 'zh-CN': zh }: Bilingual): Bilingual {
  return both(`line ${line}: ${en}`, `第 ${line} 行：${zh}`);
}

/** `schemes.a.steps[0].run` */
function pathText(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index ? '.' : ''}${String(part)}`))
    .join('');
}

/** The offset of an alias inside of its own anchor. */
function endlessAlias(document: Document): number | undefined {
  let found: number | undefined;
  visit(document, {
    Alias(_, alias, path) {
      const isInside = path.some((node) => isCollection(node) && node.anchor === alias.source);
      if (!isInside) return undefined;
      found = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function placeIn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function refused(message: Bilingual, at: Position = { line: 1, column: 1 }): YamlSource {
  const problem = { ...at, path: '', message };
  return {
    value: undefined,
    problems: [problem],
    problemAt: (path, text) => ({ ...problem, path: pathText(path), message: text }),
  };
}

function positionOf(root: Node | null, path: Path, lines: LineCounter): Position {
  let at: Node | undefined = root ?? undefined;
  let offset = at?.range?.[0] ?? 0;
  for (const key of path) {
    const next: Found | undefined = child(at, key);
    if (!next) break;
    offset = next.offset ?? offset;
    at = next.node;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

/** Where a character of a text stands in the file; undefined where YAML joined or unescaped its lines. */
function positionInText(node: Scalar, offset: number, file: string, lines: LineCounter): Position | undefined {
  if (typeof node.value !== 'string' || !node.range) return undefined;
  const [start, end] = node.range;
  if (node.type === 'BLOCK_LITERAL') {
    const before = node.value.slice(0, offset).split('\n');
    const line = lines.linePos(start).line + before.length;
    const written = file.split('\n')[line - 1] ?? '';
    const own = node.value.split('\n')[before.length - 1] ?? '';
    const indent = Math.max(written.trimEnd().length - own.trimEnd().length, 0);
    return { line, column: indent + (before.at(-1)?.length ?? 0) + 1 };
  }
  const at = file.slice(start, end).indexOf(node.value);
  if (at === -1) return undefined;
  const { line, col } = lines.linePos(start + at + offset);
  return { line, column: col };
}

type Position = { readonly line: number; readonly column: number };
type Found = { readonly node: Node | undefined; readonly offset: number | undefined };

function child(node: Node | undefined, key: PropertyKey): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find((item) => keyOf(item) === String(key));
    if (!pair) return undefined;
    const at = isNode(pair.key) ? pair.key.range?.[0] : undefined;
    return { node: isNode(pair.value) ? pair.value : undefined, offset: at };
  }
  if (isSeq(node) && typeof key === 'number') {
    const item = node.items[key];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  return undefined;
}

function keyOf(pair: unknown): string | undefined {
  if (!isPair(pair)) return undefined;
  const { key } = pair as Pair<{ value?: unknown } | string>;
  return String(typeof key === 'object' && key !== null ? key.value : key);
}

/** Errors that say nothing of what stands around them. All others are one slip and what follows from it. */
const APART: readonly string[] = ['DUPLICATE_KEY', 'BAD_ALIAS', 'TAG_RESOLVE_FAILED'];

type Fault = { readonly offset: number; readonly message: Bilingual };

function told(faults: readonly YAMLError[], text: string): readonly Fault[] {
  const syntax = faults.filter(({ code }) => !APART.includes(code)).sort((a, b) => a.pos[0] - b.pos[0]);
  const [first, ...more] = syntax;
  if (first) return [{ offset: first.pos[0], message: faultWords(first, text, more.length) }];
  return faults.slice(0, MAX_PROBLEMS).map(({ pos, message }) => ({ offset: pos[0], message: factWords(message) }));
}
