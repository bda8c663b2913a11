import type { Instant } from '../domain/time.js';
import { openQuestions } from '../run/questions.js';
import { remindersNow, waitedForSince } from '../run/reminders.js';
import { questionRow } from './call-for-answers.js';
import { askLine, call, settledRows, standNow } from './calls.js';
import type { Line } from './rich-text.js';
import { type Scene, took } from './scene.js';
import type { Surface } from './surface.js';

/** What people are waited for: to choose, to do a step or to answer checks. */
type Awaited = { readonly kind: 'choice' | 'step' | 'checks'; readonly rows: readonly Line[] };

/** Calls again, by a new message each time, until somebody chose or answered; then every such message says so. */
export function reminderSurfaces(scene: Scene): readonly Surface[] {
  const awaited = awaitedNow(scene);
  const calls = awaited ? remindersNow(scene.state).map((at, index) => again(scene, awaited, at, index + 1)) : [];
  const open = new Set(calls.map(({ key }) => key));
  const over = [...scene.delivered].filter((key) => key.startsWith('call:reminder:') && !open.has(key));
  return [...over.map((key) => settled(scene, key)), ...calls];
}

function awaitedNow(scene: Scene): Awaited | undefined {
  const { w, state } = scene;
  const stand = standNow(scene);
  if (stand) return { kind: 'choice', rows: [askLine(scene, stand), [stand.what]] };
  const questions = openQuestions(state);
  const [first] = questions;
  if (!first) return undefined;
  const { howTo, deadline } = first.kind === 'step' ? w.byPerson : w.manual;
  const rows = questions.map((question) => questionRow(scene, question));
  return { kind: first.kind === 'step' ? 'step' : 'checks', rows: [...rows, [howTo], [deadline]] };
}

/** Another wait of the run calls by messages of its own: an edit would reach nobody. */
function again(scene: Scene, { kind, rows }: Awaited, at: Instant, count: number): Surface {
  const { w, state } = scene;
  const since = waitedForSince(state) ?? at;
  const key = `call:reminder:${count}:${since}${kind === 'choice' ? '' : `:${kind}`}`;
  return call(scene, key, w.summons.reminder(count), [...rows, [w.summons.waits(took(scene, at - since))]]);
}

function settled(scene: Scene, key: string): Surface {
  const { w } = scene;
  const [, , , since, kind] = key.split(':');
  if (kind === 'step') return call(scene, key, w.byPerson.none, []);
  if (kind === 'checks') return call(scene, key, w.manual.none, []);
  return call(scene, key, w.summons.dealtWith.reminder, settledRows(scene, Number(since)));
}
