import { z } from 'zod';
import { planSchema } from './plan-schema.js';

/** What Backout reads of a JSON Schema. */
export type Shape = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
};

const OPTIONS = { io: 'input', unrepresentable: 'any', override: keepExamples } as const;

/** The plan file as it is written, as JSON Schema. */
export function planShape(): Shape {
  return z.toJSONSchema(planSchema, OPTIONS) as Shape;
}

/** Ours are written as people write them; zod takes those of what it transforms for results and drops them. */
function keepExamples(each: {
  readonly zodSchema: z.core.$ZodTypes;
  readonly jsonSchema: z.core.JSONSchema.BaseSchema;
}) {
  const { examples } = z.globalRegistry.get(each.zodSchema) ?? {};
  if (Array.isArray(examples)) each.jsonSchema.examples = examples;
}

/** The same for editors, in the draft that they know: completion, meanings and red lines while a plan is written. */
export function planJsonSchema(): string {
  const shape = z.toJSONSchema(planSchema, { ...OPTIONS, target: 'draft-7', reused: 'ref' });
  return `${JSON.stringify({ ...shape, title: 'A rollback plan of Backout' }, null, 1)}\n`;
}

/** The alternatives of a shape that have keys of their own; a text in two languages has none worth naming. */
export function objectsIn(shape: Shape): readonly Shape[] {
  if (shape.properties) return shape.title === 'text' || 'zh-CN' in shape.properties ? [] : [shape];
  return [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])].flatMap(objectsIn);
}

const BY_TYPE: Readonly<Record<string, unknown>> = { string: 'text', integer: 1, number: 1, boolean: true };

/** A value that may stand there: the example that it names, else one made of what it must hold. */
export function exampleOf(shape: Shape): unknown {
  const [first] = shape.examples ?? [];
  if (first !== undefined) return first;
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0];
  const [object] = objectsIn(shape);
  if (object) return objectExample(object);
  if (shape.items) return [exampleOf(shape.items)];
  if (typeof shape.additionalProperties === 'object') return { name: exampleOf(shape.additionalProperties) };
  const [alternative] = shape.anyOf ?? shape.oneOf ?? [];
  return alternative ? exampleOf(alternative) : BY_TYPE[shape.type ?? ''];
}

function objectExample({ properties = {}, required = [] }: Shape): unknown {
  const must = Object.entries(properties).filter(([key]) => required.includes(key));
  const shown = must.length > 0 ? must : Object.entries(properties).slice(0, 1);
  return Object.fromEntries(shown.map(([key, value]) => [key, exampleOf(value)]));
}
