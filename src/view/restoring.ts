import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene } from './scene.js';

/** Why what was done is being taken back: the plan ordered it, or a person chose it. */
export function restoreLines(scene: Scene): readonly Line[] {
  const { w, state } = scene;
  const { restore } = state;
  if (!restore) return [];
  if (restore.by === undefined)
    return [[w.restoring.ordered[restore.cause], ...aside(w, ...moment(scene, restore.at))]];
  const why = restore.reason === undefined ? '' : `${w.comma}${w.run.reason}${w.colon}${restore.reason}`;
  return [fact(scene, w.restoring.chosen, { user: restore.by }, ...aside(w, ...moment(scene, restore.at)), why)];
}
