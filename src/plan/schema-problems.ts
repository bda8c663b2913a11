import { z } from 'zod';
import { issueWords, type Known, unknownKey } from './issue-words.js';
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
    const known = knownOf(shapesAt([shape], issue.path));
    if (issue.code === 'unrecognized_keys') {
      return issue.keys
        .slice(0, MAX_PROBLEMS)
        .map((key) => source.problemAt([...issue.path, key], unknownKey(key, known.keys)));
    }
    return [source.problemAt(issue.path, issueWords(issue, known))];
  });
}

const shapes = new WeakMap<z.ZodType, JsonSchema>();

function shapeOf(schema: z.ZodType): JsonSchema {
  const shape = shapes.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  shapes.set(schema, shape);
  return shape;
}

function knownOf(shapes: readonly JsonSchema[]): Known {
  return {
    keys: shapes.flatMap((shape) => Object.keys(shape.properties ?? {})),
    example: shapes.flatMap(({ examples = [] }) => examples)[0],
  };
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
