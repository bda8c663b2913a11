import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { plain } from './rich-text.js';
import { sceneOf } from './scene.js';
import { nextMove } from './status.js';

/** What a run is doing and who must act next, as plain text for a terminal. */
export function moveNext(state: RunState, language: Language, now: Instant): string {
  const scene = sceneOf(state, { now, delivered: new Set() }, language);
  return plain(nextMove(scene), state.names);
}
