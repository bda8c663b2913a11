import type { Button } from '@slack/types';
import { answerDueAt, manualCheck, openManualChecks } from '../run/manual-checks.js';
import type { CheckState, RunState } from '../run/state.js';
import { button } from './blocks.js';
import { cut, oneLine } from './characters.js';
import type { Line } from './rich-text.js';
import { deadline, roleTitle, type Scene } from './scene.js';

const MAX_NOTE = 140;

/** What waits for a person now; nothing before the steps are done. */
export function openManual(state: RunState): readonly CheckState[] {
  return state.phase === 'verifying' ? openManualChecks(state) : [];
}

/** `人工确认（2）`; none when nothing waits for people. */
export function answersButton({ state, w }: Scene): readonly Button[] {
  const open = openManual(state).length;
  if (open === 0) return [];
  const label = w.manual.button(open);
  return [button('open-answers', { run: state.id }, label, { spoken: `${label} ${state.id}` })];
}

/** `等待 产品经理 在 03:20:00 前确认`. */
export function waitingWords(scene: Scene, { id }: CheckState): string {
  const role = manualCheck(scene.state, id)?.role;
  const who = role === undefined ? scene.w.manual.anybody : roleTitle(scene, role);
  return scene.w.manual.waits(who, dueClock(scene, id));
}

/** `03:20:00 UTC+08:00`: from then on a check without an answer counts as unknown. */
export function dueClock(scene: Scene, id: string): string {
  return deadline(scene, answerDueAt(scene.state, id));
}

/** Who answered a check, when, and what they noted; undefined when no person did. */
export function answeredLine(scene: Scene, { answeredBy, answeredAt, answer }: CheckState): Line | undefined {
  if (answeredBy === undefined) return undefined;
  const { w } = scene;
  const at = answeredAt === undefined ? '' : w.aside(deadline(scene, answeredAt));
  const note = answer?.evidence.trim() ?? '';
  const noted: Line = note === '' ? [] : [` · ${w.manual.note}${w.colon}`, { code: cut(oneLine(note), MAX_NOTE) }];
  return [w.manual.answeredBy, { user: answeredBy }, at, ...noted];
}
