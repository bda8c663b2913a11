import type { Line } from './rich-text.js';
import type { Scene } from './scene.js';

/** Backout is away in order: what runs on hosts goes on, and nothing else happens until it is back. */
export function pausedLine({ w, state }: Scene): readonly Line[] {
  return state.pausedAt === undefined ? [] : [[{ bold: w.paused.card }]];
}
