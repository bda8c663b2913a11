import type { Button } from '@slack/types';
import { openQuestions, type Question } from '../run/questions.js';
import type { CheckState } from '../run/state.js';
import { button } from './blocks.js';
import { cut, oneLine } from './characters.js';
import type { Line } from './rich-text.js';
import { deadline, roleTitle, type Scene } from './scene.js';

const MAX_NOTE = 140;

/** `人工确认（2）`, or for a step that a person does `报告步骤结果`; none when nothing waits for people. */
export function answersButton({ state, w }: Scene): readonly Button[] {
  const open = openQuestions(state);
  if (open.length === 0) return [];
  const label = open[0]?.kind === 'step' ? w.byPerson.button : w.manual.button(open.length);
  return [button('open-answers', { run: state.id }, label, { spoken: `${label} ${state.id}` })];
}

/** `等待 产品经理 在 03:20:00 前确认`. */
export function waitingWords(scene: Scene, { kind, role, due }: Question): string {
  const { w } = scene;
  const who = role === undefined ? w.manual.anybody : roleTitle(scene, role);
  return (kind === 'step' ? w.byPerson : w.manual).waits(who, deadline(scene, due));
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
