import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { section } from './blocks.js';
import { message } from './message.js';
import { stepNumber, stepWords } from './rows.js';
import { type Scene, sceneOf, told, type View } from './scene.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** What came of asking the host about a step, for the person who asked. */
export function askedAgain(state: RunState, stepId: string, language: Language, now: View['now']): Message {
  const w = words(language);
  const scene: Scene = { ...sceneOf(state, { now, delivered: new Set() }), language, w };
  const step = state.steps.find(({ id }) => id === stepId);
  const said = step ? answerOf(scene, step) : w.human.whatGeneral;
  return message(said, [section(said)]);
}

function answerOf(scene: Scene, step: RunState['steps'][number]): string {
  const { slack: w } = scene.w;
  const [number, title] = [stepNumber(scene, step.id), told(scene, step.title)];
  return step.status === 'lost' ? w.stillUnknown(number, title) : w.hostAnswered(number, title, stepWords(scene, step));
}
