import type { RunState, Told } from '../run/state.js';
import type { Paper, Row } from './fills/filled.js';
import type { Line } from './rich-text.js';
import { date } from './scene.js';

/** What precedes the number of a box in the name under which it is told: `follow-up:1`. */
export const FOLLOW_UP = 'follow-up:';
export const REVIEW_ITEM = 'review-item:';

/** What is told of a box: it is done, or the tick was taken back. */
export const BOX = { done: 'done', open: 'open' } as const;

/** What people told under a name. */
export function toldOf({ told }: RunState, name: string): Told | undefined {
  return Object.hasOwn(told, name) ? told[name] : undefined;
}

/** Whether people ticked the box with this number, counted from 1. */
export function isBoxDone(state: RunState, prefix: string, number: number): boolean {
  return toldOf(state, `${prefix}${number}`)?.text === BOX.done;
}

/** Boxes that people tick after a run, with who did and when. */
export function boxRows(paper: Paper, prefix: string, titles: readonly string[]): readonly Row[] {
  return titles.map((title, index) => {
    const ticked = isBoxDone(paper.state, prefix, index + 1);
    const told = toldOf(paper.state, `${prefix}${index + 1}`);
    return { line: [title, ...(ticked && told ? by(paper, told) : [])], ticked };
  });
}

/** `：@李四 2026-11-20 09:30:00`. */
function by(paper: Paper, { by: user, at }: Told): Line {
  return [paper.w.colon, { user }, ` ${date(paper, at)}`];
}
