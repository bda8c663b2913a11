import type { Note } from '../domain/note.js';
import { dateTime } from '../view/time.js';
import type { Words } from '../view/words/words.js';

/** What an operator did, in one line. A note belongs to no plan, so its clock is UTC. */
export function noteLine(note: Note, w: Words['operator']): string {
  const at = dateTime(note.at, 'UTC');
  if (note.type === 'journal.restored') return w.notes.restored(at, note.by, note.from);
  const lock = [note.system, note.run, ...note.targets].join(' · ');
  return w.notes[note.forced ? 'forced' : 'broken'](at, note.by, lock, note.reason);
}
