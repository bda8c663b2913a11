import type { RecordNotes, Scheme } from '../domain/scheme.js';
import { say, type Text } from '../domain/text.js';
import { piecesOf } from './joined-scheme.js';
import type { WrittenPlan } from './plan-schema.js';

/** What a composed scheme returns to and what its record says, unless it says so itself: what its parts do. */
export function composedNotes(plan: WrittenPlan, key: string): Pick<Scheme, 'record' | 'backup'> {
  const own = plan.schemes[key];
  const parts = piecesOf(plan, key).map(({ scheme }) => scheme);
  const backup = own?.backup ?? parts.find((part) => part.backup)?.backup;
  const notes = (['backup', 'files', 'restart'] as const).flatMap((name) => {
    const texts = parts.flatMap(({ record }) => record[name] ?? []);
    const note = own?.record[name] ?? (texts.length > 0 ? joined(texts) : undefined);
    return note === undefined ? [] : [[name, note] as const];
  });
  return { record: Object.fromEntries(notes) as RecordNotes, ...(backup ? { backup } : {}) };
}

function joined(texts: readonly Text[]): Text {
  const [first, ...rest] = texts;
  if (first !== undefined && rest.length === 0) return first;
  const all = (language: 'zh-CN' | 'en') => [...new Set(texts.map((text) => say(text, language)))];
  return { 'zh-CN': all('zh-CN').join('；'), en: all('en').join('; ') };
}
