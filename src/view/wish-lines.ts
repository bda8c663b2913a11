import type { Wish } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene } from './scene.js';
import { stepName } from './step-words.js';

/** Who wants which step again, and why. */
export function wishLines(scene: Scene, { step: id, by, at, reason }: Wish): readonly Line[] {
  const { w } = scene;
  return [
    [{ user: by }, ...aside(w, ...moment(scene, at)), ' ', { bold: w.rerun.asks(nameOf(scene, id)) }],
    fact(scene, w.ways.reason, reason),
  ];
}

/** Who said yes or no, and when; it may have gone on in another way. */
export function answerLine(scene: Scene, { answer }: Wish): Line {
  const { w } = scene;
  if (!answer) return [w.rerun.overtaken];
  return [
    { user: answer.by },
    ...aside(w, ...moment(scene, answer.at)),
    ' ',
    { bold: w.rerun.answered[answer.verdict] },
  ];
}

/** A wish and its answer in one line, for the record. */
export function wishText(scene: Scene, wish: Wish): Line {
  const { w } = scene;
  const who: Line = [{ user: wish.by }, ...aside(w, ...moment(scene, wish.at))];
  const why = `${w.comma}${w.run.reason}${w.colon}${wish.reason}${w.semicolon}`;
  return fact(scene, w.rerun.wish, `${nameOf(scene, wish.step)}${w.comma}`, ...who, why, ...answerLine(scene, wish));
}

function nameOf(scene: Scene, id: string): string {
  const step = allSteps(scene.state).find((each) => each.id === id);
  return step ? stepName(scene, step) : id;
}
