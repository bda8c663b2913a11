import { paragraph } from './blocks.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene, subject } from './scene.js';
import type { Surface } from './surface.js';

/** Why what was done is being taken back: the plan ordered it, or a person chose it. */
export function restoreLines(scene: Scene): readonly Line[] {
  const { w, state } = scene;
  const { restore } = state;
  if (!restore) return [];
  if (restore.by === undefined)
    return [
      [
        w.restoring.ordered[restore.cause === 'verification' ? 'verification' : 'step'],
        ...aside(w, ...moment(scene, restore.at)),
      ],
    ];
  const why = restore.reason === undefined ? '' : `${w.comma}${w.run.reason}${w.colon}${restore.reason}`;
  return [fact(scene, w.restoring.chosen, { user: restore.by }, ...aside(w, ...moment(scene, restore.at)), why)];
}

/** Tells the thread that what was done is being taken back: the card is only edited, and nobody hears of that. */
export function restoringSurface(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  // Told too late it would read as if it went on still: below a hold, or below the end.
  const isTold = state.phase === 'restoring' || delivered.has('restoring');
  if (!state.restore || !isTold) return [];
  const place = { channel: state.request.channel, below: 'card' };
  const heading = w.title(w.restoring.heading, subject(scene));
  const made = message(w.text(w.restoring.heading, subject(scene)), [
    paragraph([{ bold: heading }], ...restoreLines(scene)),
  ]);
  return [{ key: 'restoring', kind: 'message', place, message: made }];
}
