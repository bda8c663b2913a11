import type { Button } from '@slack/types';
import type { ChecklistItem } from '../domain/plan.js';
import { openBoxes } from '../run/checklist.js';
import type { RunState } from '../run/state.js';
import { button } from './blocks.js';
import type { Line } from './rich-text.js';
import { clock, type Scene, told } from './scene.js';

/** Boxes that people tick; the others are answered by what Backout itself did (S1.33 to S1.38). */
export function personBoxes({ request }: RunState): readonly ChecklistItem[] {
  return request.plan.checklist.filter(({ answeredBy }) => answeredBy === 'person');
}

/** Every box with its answer, and what is still to be done; nothing for a plan without a list. */
export function checklistLines(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const { checklist } = state.request.plan;
  if (checklist.length === 0) return [];
  const open = openBoxes(state).length;
  const next: readonly Line[] = open > 0 && !state.decision ? [[w.checklist.mustBeComplete(open)]] : [];
  return [[{ bold: w.checklist.heading }], ...checklist.map((item) => itemLine(scene, item)), ...next];
}

/** One box, e.g. `☑ 已记录问题和现象 · 已勾选：@赵六（03:12:05）`. */
export function itemLine(scene: Scene, item: ChecklistItem): Line {
  const { state, w } = scene;
  const title = told(scene, item.title);
  if (item.answeredBy === 'person') {
    const tick = isTicked(state, item.id) ? state.ticks[item.id] : undefined;
    if (!tick) return [`${w.checklist.box.open} ${title} · ${w.checklist.open}`];
    const about = w.aside(clock(scene, tick.at));
    return [`${w.checklist.box.done} ${title} · ${w.checklist.tickedBy}`, { user: tick.by }, about];
  }
  const isDone = isAnswered(state, item.answeredBy);
  const why = w.checklist[isDone ? 'answered' : 'waiting'][item.answeredBy];
  return [`${isDone ? w.checklist.box.done : w.checklist.box.open} ${title} · ${why}`];
}

/** `勾选清单（2/4）`; none when people have nothing to tick. */
export function checklistButton({ state, w }: Scene): readonly Button[] {
  const boxes = personBoxes(state);
  if (boxes.length === 0) return [];
  const done = boxes.filter(({ id }) => isTicked(state, id)).length;
  const label = w.checklist.button(done, boxes.length);
  return [button('open-checklist', { run: state.id }, label, { spoken: `${label} ${state.id}` })];
}

export function isTicked({ ticks }: RunState, item: string): boolean {
  return Object.hasOwn(ticks, item);
}

/** Whether what answers a box has happened. Whoever reads the card has the message before them. */
function isAnswered({ request, awaitingSince }: RunState, by: Exclude<ChecklistItem['answeredBy'], 'person'>): boolean {
  if (by === 'request') return request.reason.trim() !== '' && request.impact.trim() !== '';
  if (by === 'prechecks') return awaitingSince !== undefined;
  return by === 'checks' ? request.scheme.checks.length > 0 : true;
}
