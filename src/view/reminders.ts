import { REMINDERS } from '../run/next-effect.js';
import { askLine, call, settledRows, standNow } from './calls.js';
import { type Scene, took } from './scene.js';
import type { Surface } from './surface.js';

/** Calls again, by a new message each time, until somebody chose; then every such message says so. */
export function reminderSurfaces(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  const stand = standNow(scene);
  const open = stand ? Array.from({ length: state.reminders }, (_, index) => keyOf(scene, index + 1)) : [];
  const settled = [...delivered].filter((key) => key.startsWith('call:reminder:') && !open.includes(key));
  const calls = open.flatMap((key, index) => {
    const waits = [w.summons.waits(took(scene, REMINDERS[index]))];
    return stand ? [call(scene, key, w.summons.reminder(index + 1), [askLine(scene, stand), [stand.what], waits])] : [];
  });
  const since = (key: string) => Number(key.split(':').at(-1));
  const over = w.summons.dealtWith.reminder;
  return [...settled.map((key) => call(scene, key, over, settledRows(scene, since(key)))), ...calls];
}

/** Another stand of the run calls by messages of its own: an edit would reach nobody. */
function keyOf({ state }: Scene, count: number): string {
  return `call:reminder:${count}:${state.waitingSince ?? 0}`;
}
