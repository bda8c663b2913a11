import { z } from 'zod';
import { planSchema } from './plan-schema.js';

type Shape = {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
};

/** A part of the plan file that has keys of its own: a table in the reference. */
type Part = { readonly path: string; readonly shape: Shape };

/** The reference of the plan file as Markdown, computed from the schema that refuses wrong files. */
export function planReference(): string {
  const root = z.toJSONSchema(planSchema, { io: 'input', unrepresentable: 'any' }) as Shape;
  const parts = partsOf({ path: '', shape: root });
  return [INTRODUCTION, ...parts.map(tableOf)].join('\n\n').concat('\n');
}

const INTRODUCTION = `# The plan file

One YAML file per system in \`plans/\`. \`npx backout check\` refuses unknown and duplicate keys, names that are declared
nowhere and values of the wrong kind, each with its line and column. A complete example is
[plans/wechat-backend.yaml](../plans/wechat-backend.yaml). This page is computed from the schema.

## How it becomes a rollback

- \`/rollback scheme-<key>\` asks for a scheme; a person fills in severity, reason and impact.
- All \`prechecks\` are asked at once. One that is \`blocking\` and does not pass ends the request; the others are evidence.
- One of the severity's \`deciders\` approves within \`approval.validFor\`. At \`action: observe\` no rollback can be asked for.
- The \`steps\` run one after the other. Exit code 0 is success; anything else ends the run. A step that reaches its
  \`deadline\` gets TERM, ten seconds later KILL, and the run has failed. \`effect\` is shown to the decider.
- All \`checks\` are asked at once. A required one that does not pass, or has no answer, makes the run failed; one with
  \`required: false\` makes it a partial success.

## How a script runs

Under \`sh -eu\` in the account's home directory, in a session of its own, with nothing on standard input. Values reach it as
environment: every variable of \`variables:\` by its name, \`BACKOUT_RUN\` and \`BACKOUT_STEP\`. For each secret that a step names,
\`$NAME_FILE\` is the path of a 0600 file in memory, removed when the step ends; with \`header:\` its content is the line
\`Header: value\`. There is no template language in scripts. The host keeps the first 8 MB of what a step prints.

## Kinds of values

A *text* is for people: one text, or \`{ zh-CN: …, en: … }\`. A *duration* is \`500ms\`, \`30s\`, \`5m\`, \`24h\` or \`1d\`. A *name* has
lower-case letters, digits and dashes, a *variable name* capital letters, digits and underscores. A *value* under \`json\` is what
must stand at a dotted path: a text, number, true, false or null, or \`{ below: 0.01 }\`, \`{ above: 0 }\`, \`{ present: true }\`.`;

function partsOf(part: Part): readonly Part[] {
  const inner = Object.entries(part.shape.properties ?? {}).flatMap(([key, shape]) => {
    const path = part.path === '' ? key : `${part.path}.${key}`;
    return nestedOf(path, shape).flatMap(partsOf);
  });
  return [part, ...inner];
}

/** Objects below a key: directly, in a list (\`[]\`) or under names of one's own (\`.<name>\`). Texts for people are no parts. */
function nestedOf(path: string, shape: Shape): readonly Part[] {
  if (shape.properties) return [{ path, shape }];
  if (shape.items) return nestedOf(`${path}[]`, shape.items);
  const { additionalProperties: named } = shape;
  return typeof named === 'object' ? nestedOf(`${path}.<name>`, named) : [];
}

function tableOf({ path, shape }: Part): string {
  const rows = Object.entries(shape.properties ?? {}).map(([key, value]) => {
    const must = shape.required?.includes(key) ? 'yes' : defaultOf(value);
    return `| \`${key}\` | ${kindOf(value)} | ${must} | ${meaningOf(value)} |`;
  });
  const heading = path === '' ? '## The file' : `## \`${path}\``;
  return [heading, '', '| key | what to write | required | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function defaultOf({ default: value }: Shape): string {
  const isEmpty = value === undefined || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}';
  return isEmpty ? 'no' : `no: \`${JSON.stringify(value)}\``;
}

function kindOf(shape: Shape): string {
  if (shape.title) return shape.title;
  if (shape.enum) return shape.enum.map((value) => `\`${value}\``).join(', ');
  if (shape.anyOf?.some(({ properties }) => properties && 'zh-CN' in properties)) return 'text';
  if (shape.anyOf) return 'value';
  if (shape.items) return `list of ${kindOf(shape.items)}`;
  if (typeof shape.additionalProperties === 'object') return `map of ${kindOf(shape.additionalProperties)}`;
  const kinds: Readonly<Record<string, string>> = {
    string: 'text',
    integer: 'whole number',
    boolean: 'true or false',
    object: 'map',
  };
  return kinds[shape.type ?? ''] ?? shape.type ?? 'anything';
}

function meaningOf(shape: Shape): string {
  const own = shape.description ?? shape.items?.description ?? '';
  return own.replaceAll('|', '\\|');
}
