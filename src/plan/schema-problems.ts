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
};

/** Says zod's issues in our words, each at its place in the file and with what to write instead. */
export function schemaProblems(schema: z.ZodType, error: z.ZodError, source: YamlSource): readonly Problem[] {
  const shape = shapeOf(schema);
  return error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt([shape], issue.path);
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) => source.problemAt([...issue.path, key], unknownKey(key, known)));
    }
    return [source.problemAt(issue.path, wording(issue))];
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

function wording(issue: z.core.$ZodIssue): string {
  // `reportInput` is on, so a missing value is told from a wrong one.
  if ('input' in issue && issue.input === undefined && issue.code !== 'custom') return missing(issue);
  if (issue.code === 'invalid_type' && isStockSentence(issue)) return `must be ${article(issue.expected)}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => message).join('; ');
  return issue.message;
}

/** True for zod's stock sentence, which names types; the schema's own sentences are better. */
function isStockSentence(issue: z.core.$ZodIssue): boolean {
  return issue.message.startsWith('Invalid input');
}

function missing(issue: z.core.$ZodIssue): string {
  const hint =
    issue.code === 'invalid_type' && isStockSentence(issue) ? `it must be ${article(issue.expected)}` : issue.message;
  return `${String(issue.path.at(-1) ?? 'this')} is missing; ${hint}`;
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

function keysAt(shapes: readonly JsonSchema[], path: readonly PropertyKey[]): readonly string[] {
  const open = shapes.flatMap((shape) => [shape, ...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]);
  const [head, ...rest] = path;
  if (head === undefined) return open.flatMap((shape) => Object.keys(shape.properties ?? {}));
  const next = open.flatMap((shape) => {
    const inside =
      typeof head === 'number' ? shape.items : (shape.properties?.[String(head)] ?? shape.additionalProperties);
    return typeof inside === 'object' ? [inside] : [];
  });
  return keysAt(next, rest);
}
