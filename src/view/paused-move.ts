import { standNow } from './calls.js';
import { doing } from './card-progress.js';
import { explainStop } from './outcome.js';
import { isStanding, pausedText } from './paused.js';
import type { Line } from './rich-text.js';
import type { Scene } from './scene.js';

/** How a run stands while the bot is away; nobody is sent to buttons that are not there. */
export function pausedMove(scene: Scene): Line {
  const stands = isStanding(scene) ? (standNow(scene)?.what ?? explainStop(scene)) : doing(scene);
  return [`${pausedText(scene)}${scene.w.space}${stands}`];
}
