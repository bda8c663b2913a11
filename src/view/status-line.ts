import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { Phase, RunState } from '../run/state.js';
import { plain } from './rich-text.js';
import { sceneOf } from './scene.js';
import { nextMove } from './status.js';

type At = { readonly now: Instant; readonly isBot: boolean };

/** What a run is doing and who must act next, as plain text for a terminal. */
export function moveNext(state: RunState, language: Language, { now, isBot }: At): string {
  // A bot that was killed wrote no pause: all the same nothing goes on, and no button works, before one is started.
  const isLeft = !isBot && state.pausedAt === undefined && UNDER_WAY.includes(state.phase);
  const seen = isLeft ? { ...state, pausedAt: now } : state;
  return plain(nextMove(sceneOf(seen, { now, delivered: new Set() }, language)), state.names);
}

const UNDER_WAY: readonly Phase[] = ['running', 'verifying', 'restoring', 'needs-human', 'stopped', 'held'];
