import { stringify } from 'yaml';
import { REFERENCE_INTRODUCTION } from './reference-introduction.js';
import { exampleOf, objectsIn, planShape, type Shape } from './schema-shape.js';

/** A part of the plan file that has keys of its own: a table in the reference. */
type Part = { readonly path: string; readonly shape: Shape };

/** The reference of the plan file as Markdown, computed from the schema that refuses wrong files. */
export function planReference(): string {
  const parts = partsOf({ path: '', shape: planShape() });
  const first = new Map<string, Part>();
  for (const part of parts) first.set(keyOf(part), first.get(keyOf(part)) ?? part);
  const tables = [...first.values()].map((part) => tableOf(part, pathsLike(part, parts)));
  return [REFERENCE_INTRODUCTION, ...tables].join('\n\n').concat('\n');
}

/** Parts with the same keys are one table: a scheme's checks are written like the plan's. */
function keyOf({ shape }: Part): string {
  const { description: _, default: __, examples: ___, ...keys } = shape;
  return JSON.stringify(keys);
}

function pathsLike(part: Part, parts: readonly Part[]): readonly string[] {
  return parts.filter((other) => other !== part && keyOf(other) === keyOf(part)).map(({ path }) => path);
}

function partsOf(part: Part): readonly Part[] {
  const inner = Object.entries(part.shape.properties ?? {}).flatMap(([key, shape]) => {
    const path = part.path === '' ? key : `${part.path}.${key}`;
    return nestedOf(path, shape).flatMap(partsOf);
  });
  return [part, ...inner];
}

/** Objects below a key: directly, in a list (\`[]\`), under names of one's own (\`.<name>\`), or one of several kinds. */
function nestedOf(path: string, shape: Shape): readonly Part[] {
  if (shape.items) return nestedOf(`${path}[]`, shape.items);
  const { additionalProperties: named } = shape;
  if (typeof named === 'object') return nestedOf(`${path}.<name>`, named);
  const isValue = path.endsWith('.json.<name>');
  return isValue ? [] : objectsIn(shape).map((object) => ({ path, shape: object }));
}

function tableOf({ path, shape }: Part, alike: readonly string[]): string {
  const rows = Object.entries(shape.properties ?? {}).map(([key, value]) => {
    const must = shape.required?.includes(key) ? 'yes' : defaultOf(value);
    return `| \`${key}\` | ${kindOf(value)} | ${must} | ${exampleText(value)} | ${meaningOf(value)} |`;
  });
  const kind = shape.properties?.kind?.const ?? shape.properties?.kind?.default;
  const heading = path === '' ? '## The file' : `## \`${path}\`${kind === undefined ? '' : ` of kind \`${kind}\``}`;
  const also = alike.length > 0 ? [`The same keys: ${alike.map((each) => `\`${each}\``).join(', ')}.`, ''] : [];
  const head = ['| key | what to write | required | example | meaning |', '|---|---|---|---|---|'];
  return [heading, '', ...also, ...head, ...rows].join('\n');
}

function defaultOf({ default: value }: Shape): string {
  const isEmpty = value === undefined || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}';
  return isEmpty ? 'no' : `no: \`${JSON.stringify(value)}\``;
}

const LONGEST = 110;

/** On one line as YAML; what is too long for that has a table of its own. */
function exampleText(shape: Shape): string {
  const text = stringify(exampleOf(shape), { collectionStyle: 'flow', lineWidth: 0 })
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return text.length > LONGEST ? 'see its own table' : `\`${text.replaceAll('|', '\\|')}\``;
}

const BY_TYPE: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
  object: 'map',
};

function kindOf(shape: Shape): string {
  if (shape.title) return shape.title;
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(', ');
  if (shape.const !== undefined) return `\`${shape.const}\``;
  if (shape.anyOf?.some(({ title }) => title === 'text')) return 'text or map';
  if (shape.anyOf?.some(({ title }) => title === 'name')) return 'name or map';
  if (shape.anyOf) return 'value';
  if (shape.items) return `list of ${kindOf(shape.items)}`;
  if (typeof shape.additionalProperties === 'object') return `map of ${kindOf(shape.additionalProperties)}`;
  return shape.oneOf ? 'map' : (BY_TYPE[shape.type ?? ''] ?? 'anything');
}

function meaningOf(shape: Shape): string {
  const own = shape.description ?? shape.items?.description ?? '';
  return own.replaceAll('|', '\\|');
}
