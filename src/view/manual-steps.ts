import type { ManualStep } from '../domain/scheme.js';
import { type Language, say } from '../domain/text.js';
import type { StepState } from '../run/state.js';
import { cut, oneLine } from './characters.js';
import type { Line } from './rich-text.js';
import { deadline, type Scene } from './scene.js';

const MAX_NOTE = 140;

/** What a person does, in order, as lines. */
export function instructionLines(
  { instructions }: Pick<ManualStep, 'instructions'>,
  { language }: { readonly language: Language },
): readonly Line[] {
  return instructions.map((each, index) => [`    ${index + 1}. ${say(each, language)}`]);
}

/** Who did a step or could not, when, and what they noted; undefined when no person did. */
export function reportedLine(scene: Scene, { answered }: StepState): Line | undefined {
  if (!answered) return undefined;
  const { w } = scene;
  const note = answered.reason.trim();
  const noted: Line = note === '' ? [] : [` · ${w.manual.note}${w.colon}`, { code: cut(oneLine(note), MAX_NOTE) }];
  return [w.byPerson.reportedBy, { user: answered.by }, w.aside(deadline(scene, answered.at)), ...noted];
}
