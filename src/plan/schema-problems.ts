import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { MAX_PROBLEMS, type Problem } from './problem.js';
import type { YamlSource } from './yaml-source.js';

type JsonSchema = {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly examples?: readonly unknown[];
};

/** Says zod's issues in our words, each at its place in the file and with what to write instead. */
export function schemaProblems(schema: z.ZodType, error: z.ZodError, source: YamlSource): readonly Problem[] {
  const shape = shapeOf(schema);
  return error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysOf(shapesAt([shape], issue.path));
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) => source.problemAt([...issue.path, key], unknownKey(key, known)));
    }
    return [source.problemAt(issue.path, wording(issue, shapesAt([shape], issue.path)))];
  });
}

const shapes = new WeakMap<z.ZodType, JsonSchema>();

function shapeOf(schema: z.ZodType): JsonSchema {
  const shape = shapes.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  shapes.set(schema, shape);
  return shape;
}

/** The known word nearest to a mistyped one, if any is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }));
  const best = ranked.sort((a, b) => a.far - b.far)[0];
  // With no letter in common, as in `c` and `a`, it was not meant.
  const isNear =
    best && best.far <= Math.max(2, Math.floor(word.length / 3)) && best.far < longest(word, best.candidate);
  return isNear ? best.candidate : undefined;
}

function longest(...words: readonly string[]): number {
  return Math.max(...words.map(({ length }) => length));
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  const instead = near ? `write ${near}` : `known here: ${known.join(', ')}`;
  return `unknown key ${key}; ${instead}`;
}

function wording(issue: z.core.$ZodIssue, shapes: readonly JsonSchema[]): string {
  // `reportInput` is on, so a missing value is told from a wrong one.
  if ('input' in issue && issue.input === undefined && issue.code !== 'custom') return missing(issue);
  if (issue.code === 'invalid_type' && isStockSentence(issue)) {
    return [`must be ${article(issue.expected)}`, ...insteadOf(issue, shapes)].join('; ');
  }
  if (issue.code === 'invalid_value') return oneOf(issue);
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join('; ');
  return issue.message;
}

/** True for zod's stock sentence, which names types; the schema's own sentences are better. */
function isStockSentence(issue: z.core.$ZodIssue): boolean {
  return issue.message.startsWith('Invalid input');
}

function missing(issue: z.core.$ZodIssue): string {
  return `${String(issue.path.at(-1) ?? 'this')} is missing; ${hint(issue)}`;
}

function hint(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return oneOf(issue);
  const isStock = issue.code === 'invalid_type' && isStockSentence(issue);
  return isStock ? `it must be ${article(issue.expected)}` : issue.message;
}

function oneOf({ values }: z.core.$ZodIssueInvalidValue): string {
  return `must be one of ${values.map(String).join(', ')}`;
}

/** What to write for a value of the wrong type, where that can be told from it. */
function insteadOf({ expected, input }: z.core.$ZodIssueInvalidType, shapes: readonly JsonSchema[]): readonly string[] {
  switch (expected) {
    case 'string':
      return ['number', 'boolean'].includes(typeof input) ? ['put numbers, true and false in quotes'] : [];
    case 'array':
      return typeof input === 'string' ? [`write [${/^[^\s,;:[\]{}]+$/.test(input) ? input : '…'}]`] : [];
    case 'number':
    case 'int':
      return exampleOf(shapes);
    case 'object': {
      const known = keysOf(shapes);
      return known.length > 0 ? [`known here: ${known.join(', ')}`] : [];
    }
    default:
      return [];
  }
}

function exampleOf(shapes: readonly JsonSchema[]): readonly string[] {
  const example = shapes.flatMap(({ examples = [] }) => examples)[0];
  return example === undefined ? [] : [`e.g. ${String(example)}`];
}

function article(expected: string): string {
  const words: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    int: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a map of keys and values',
    record: 'a map of keys and values',
  };
  return words[expected] ?? expected;
}

function keysOf(shapes: readonly JsonSchema[]): readonly string[] {
  return shapes.flatMap((shape) => Object.keys(shape.properties ?? {}));
}

function shapesAt(shapes: readonly JsonSchema[], path: readonly PropertyKey[]): readonly JsonSchema[] {
  const open = shapes.flatMap((shape) => [shape, ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]);
  const [head, ...rest] = path;
  if (head === undefined) return open;
  const next = open.flatMap((shape) => {
    const inside =
      typeof head === 'number' ? shape.items : (shape.properties?.[String(head)] ?? shape.additionalProperties);
    return typeof inside === 'object' ? [inside] : [];
  });
  return shapesAt(next, rest);
}
