import type { Language } from '../../src/domain/text.js';
import { words } from '../../src/view/words/words.js';

type Node = { [name: string]: unknown };

/** The sentences of a table, each by its path, with what it said so far. */
export type Sentences = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Has a table of words tell what it says from now on: a fixed sentence at once, a sentence with values in it each time it
 * is made. The table goes on saying the same.
 */
export function record(language: Language): Sentences {
  const said = new Map<string, Set<string>>();
  follow(words(language) as unknown as Node, '', said);
  return said;
}

function follow(node: Node, path: string, said: Map<string, Set<string>>): void {
  for (const [name, value] of Object.entries(node)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (typeof value === 'function') node[name] = recording(value as (...args: unknown[]) => unknown, at, said);
    else if (typeof value === 'object' && value !== null) follow(value as Node, at, said);
    else said.set(at, new Set([String(value)]));
  }
}

function recording(make: (...args: unknown[]) => unknown, path: string, said: Map<string, Set<string>>) {
  const made = new Set<string>();
  said.set(path, made);
  return (...args: unknown[]) => {
    const value = make(...args);
    for (const text of textsOf(value)) made.add(text);
    return value;
  };
}

/** A sentence may consist of several texts, such as the title and the text of a question. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
