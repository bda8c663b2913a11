import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import { section } from './blocks.js';
import { message } from './message.js';
import { type Scene, sceneOf, type View } from './scene.js';
import { stepName, stepWords } from './step-words.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** What came of asking the host about a step, for the person who asked. */
export function askedAgain(state: RunState, stepId: string, language: Language, now: View['now']): Message {
  const w = words(language);
  const scene: Scene = sceneOf(state, { now, delivered: new Set() }, language);
  const step = allSteps(state).find(({ id }) => id === stepId);
  const said = step ? answerOf(scene, step) : w.human.heading;
  return message(said, [section(said)]);
}

function answerOf(scene: Scene, step: RunState['steps'][number]): string {
  const { slack: w } = scene.w;
  const name = stepName(scene, step);
  return step.status === 'lost' ? w.stillUnknown(name) : w.hostAnswered(name, stepWords(scene, step));
}
