import type { RecordNotes, Scheme } from '../domain/scheme.js';
import { say, type Text } from '../domain/text.js';
import { piecesOf } from './joined-scheme.js';
import type { WrittenPlan } from './plan-schema.js';

/** What a composed scheme returns to and what its record says, unless it says so itself: what its parts do. */
export function composedNotes(plan: WrittenPlan, key: string): Pick<Scheme, 'record' | 'backup'> {
  const own = plan.schemes[key];
  const parts = piecesOf(plan, key).map(({ scheme }) => scheme);
  const backup =
    own?.backup ??
    backupOf(
      plan,
      parts.flatMap((part) => part.backup ?? []),
    );
  const notes = (['backup', 'files', 'restart'] as const).flatMap((name) => {
    const texts = parts.flatMap(({ record }) => record[name] ?? []);
    const note = own?.record[name] ?? (texts.length > 0 ? joined(texts) : undefined);
    return note === undefined ? [] : [[name, note] as const];
  });
  return { record: Object.fromEntries(notes) as RecordNotes, ...(backup ? { backup } : {}) };
}

/** The whole returns to what its parts return to, of the same source. */
function backupOf({ backups }: WrittenPlan, chosen: readonly NonNullable<Scheme['backup']>[]): Scheme['backup'] {
  const [first, ...rest] = chosen;
  if (!first || rest.length === 0) return first;
  const set = backups[first.source];
  const all = set?.kind === 'set' ? set.parts.map(({ name }) => name) : [];
  const parts = all.filter((name) => chosen.some((each) => (each.parts ?? all).includes(name)));
  const cites = [...new Set(chosen.flatMap((each) => each.cites))];
  return { source: first.source, ...(parts.length > 0 ? { parts } : {}), cites };
}

function joined(texts: readonly Text[]): Text {
  const [first, ...rest] = texts;
  if (first !== undefined && rest.length === 0) return first;
  const all = (language: 'zh-CN' | 'en') => [...new Set(texts.map((text) => say(text, language)))];
  return { 'zh-CN': all('zh-CN').join('；'), en: all('en').join('; ') };
}
