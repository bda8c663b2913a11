import { actions, header, paragraph } from './blocks.js';
import { requestFacts, withdrawButton } from './card-request.js';
import { checklistButton, checklistLines } from './checklist.js';
import { message } from './message.js';
import { pausedLine } from './paused.js';
import { type Scene, subject } from './scene.js';
import type { Message } from './surface.js';

/** Other runs of the system come first; the list can be ticked and the request withdrawn meanwhile. */
export function queuedCard(scene: Scene): Message {
  const { w } = scene;
  const next = queuedText(scene);
  const list = checklistLines(scene);
  return message(w.text(w.queued.heading, subject(scene), next), [
    header(w.title(w.queued.heading, subject(scene))),
    paragraph(...pausedLine(scene), [{ bold: next }]),
    paragraph(...requestFacts(scene)),
    ...(list.length === 0 ? [] : [paragraph(...list)]),
    actions(...checklistButton(scene), withdrawButton(scene)),
  ]);
}

/** How many runs of the system come first, and that nobody needs to do anything. */
export function queuedText({ w, state }: Scene): string {
  return w.queued.ahead(state.ahead ?? 1);
}
