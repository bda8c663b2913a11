import { needsSecondPerson } from '../run/ways-on.js';
import { call } from './calls.js';
import type { Line } from './rich-text.js';
import { deciders, type Scene } from './scene.js';
import type { Surface } from './surface.js';
import { answerLine, wishLines } from './wish-lines.js';

/**
 * Calls those who may say yes or no to running a step again, each wish by a message of its own: the card is only edited, and
 * nobody hears of that. Once it is answered the message says by whom.
 */
export function wishCalls(scene: Scene): readonly Surface[] {
  const { state, w, delivered } = scene;
  return state.wishes.flatMap((wish): readonly Surface[] => {
    const key = `call:rerun:${wish.at}`;
    const isOpen = state.rerun?.at === wish.at && needsSecondPerson(state);
    if (isOpen) {
      const ask: Line = [...deciders(scene), w.comma, w.rerun.call];
      return [call(scene, key, w.rerun.callHeading, [ask, ...wishLines(scene, wish), [w.rerun.needs]])];
    }
    if (!delivered.has(key)) return [];
    return [call(scene, key, w.rerun.settled, [...wishLines(scene, wish), answerLine(scene, wish)])];
  });
}
