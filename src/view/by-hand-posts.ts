import { hasTouched } from '../run/touched.js';
import { paragraph } from './blocks.js';
import { restRows, undoRows } from './by-hand.js';
import { rowParts } from './document.js';
import type { Row } from './fills/filled.js';
import { message, weight } from './message.js';
import { type Line, plain, preformatted, richText } from './rich-text.js';
import { nameOf, type Scene, subject } from './scene.js';
import type { Place, Surface } from './surface.js';

const MAX_COMMANDS = 7_000;

/** Commands for a person to run by hand, once Backout itself runs none of them any more: what is left, and what takes it back. */
export function byHandSurfaces(scene: Scene): readonly Surface[] {
  const { emergency } = scene.w;
  const rest = isLeftToPeople(scene) ? commands(scene, 'rest', emergency.rest, restRows(scene)) : [];
  const undo = isForGood(scene) ? commands(scene, 'undo', emergency.undo, undoRows(scene)) : [];
  return [...rest, ...undo];
}

/** Backout itself will not take it back: while it still might, commands beside its buttons would do it twice. */
function isForGood({ state }: Scene): boolean {
  const { phase, outcome } = state;
  if (phase === 'held' || outcome === 'handed-over') return true;
  return (outcome === 'failed' || outcome === 'aborted') && hasTouched(state);
}

function isLeftToPeople({ state }: Scene): boolean {
  return state.outcome === 'handed-over' || state.held !== undefined;
}

/** As a message while it fits into one, so that it can be read at once; else as a file. */
function commands(scene: Scene, key: 'rest' | 'undo', heading: string, rows: readonly Row[]): readonly Surface[] {
  const { w, state } = scene;
  if (rows.length === 0) return [];
  const blocks = [
    paragraph([{ bold: w.title(heading, subject(scene)) }], [w.emergency.byHand]),
    ...rows.flatMap((row) => rowBlocks(row)),
  ];
  const place: Place = { channel: state.request.channel, below: 'card' };
  if (weight(blocks) <= MAX_COMMANDS)
    return [{ key, kind: 'message', place, message: message(w.text(heading, subject(scene)), blocks) }];
  const parts = [`# ${heading}`, w.emergency.byHand, ...rowParts(rows, (user) => nameOf(state, user))];
  const content = `${parts.join('\n\n')}\n`;
  return [{ key: `${key}-file`, kind: 'file', place, name: `${key}-${state.id}.md`, title: heading, content }];
}

function rowBlocks({ line, number, box }: Row) {
  const title: Line = [{ bold: `${number}. ${plain(line)}` }];
  return [paragraph(title), richText(preformatted(box?.text ?? '', MAX_COMMANDS))];
}
