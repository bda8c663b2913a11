import { nearest } from './schema-problems.js';

/** Where something stands in the written file: keys and indexes from the top. */
export type Path = readonly PropertyKey[];

/** A rule across fields that a plan breaks, at a path of the written file, and at an offset in the text there. */
export type Broken = { readonly path: Path; readonly message: string; readonly offset?: number };

/** A name that is declared nowhere, with the one that was probably meant. */
export function unknownName(path: Path, kind: string, name: string, known: readonly string[]): readonly Broken[] {
  if (known.includes(name)) return [];
  const near = nearest(name, known);
  const others = known.length > 0 ? `known: ${known.map(asText).join(', ')}` : 'declare it first; none is declared';
  return [{ path, message: `there is no ${kind} ${name}; ${near ? `write ${asText(near)}` : others}` }];
}

/** YAML takes a bare `1` for a number. */
function asText(name: string): string {
  return /^\d/.test(name) ? `"${name}"` : name;
}

/** Ids that stand twice in one list. */
export function usedTwice(path: Path, items: readonly { readonly id: string }[]): readonly Broken[] {
  return items.flatMap(({ id }, index) => {
    const repeated = items.findIndex((other) => other.id === id) < index;
    return repeated ? [{ path: [...path, index, 'id'], message: `the id ${id} is used twice here; rename one` }] : [];
  });
}
