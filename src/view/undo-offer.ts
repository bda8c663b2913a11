import type { Button } from '@slack/types';
import { whyNotUndo } from '../run/undoable.js';
import { button } from './blocks.js';
import { typedAt } from './door.js';
import type { Line } from './rich-text.js';
import type { Scene } from './scene.js';

/** How a run that ended can be taken back, as long as nothing of itself speaks against it; the host has the last word. */
export function undoOffer({ state, w }: Scene): readonly Line[] {
  return isOffered(state) ? [[w.undoRun.offer(typedAt('slash')(`undo ${state.id}`))]] : [];
}

/** Opens the dialog that asks for it. */
export function undoButton({ state, w }: Scene): readonly Button[] {
  if (!isOffered(state)) return [];
  return [button('undo-run', { run: state.id }, w.undo.button, { spoken: w.means.spoken(w.undo.button, state.id) })];
}

function isOffered(state: Scene['state']): boolean {
  return state.decision?.verdict === 'approved' && whyNotUndo(state, []) === undefined;
}
