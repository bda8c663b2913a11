import type { KnownBlock } from '@slack/types';
import type { Failure } from '../domain/failure.js';
import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { actions, button, paragraph } from './blocks.js';
import { oneLine } from './characters.js';
import { message } from './message.js';
import { problem } from './problem.js';
import type { Line } from './rich-text.js';
import { date, sceneOf } from './scene.js';
import type { Message } from './surface.js';
import { words } from './words/words.js';

/** Says in the request's dialog that it will have to wait, and for whom. Nothing when it will not. */
export function queueBlocks(ahead: readonly RunState[], language: Language): readonly KnownBlock[] {
  if (ahead.length === 0) return [];
  const { queue } = words(language);
  return [paragraph([{ bold: queue.waits(ahead.length) }], ...ahead.map((state) => aheadLine(state, language)))];
}

/** A request that waits: its place, and what comes first. */
export function queuedMessage(state: RunState, ahead: readonly RunState[], language: Language): Message {
  const w = words(language);
  const said = w.queue.place(state.ahead ?? ahead.length);
  return message(said, [
    paragraph([{ bold: said }], [{ code: state.id }], ...ahead.map((each) => aheadLine(each, language))),
    actions(button('show-status', {}, w.incidentThread.seeStatus)),
  ]);
}

/** The request is open, but the run that it was to follow stands where it stood, and why. */
export function notEndedMessage({ id }: RunState, failure: Failure, language: Language): Message {
  const w = words(language);
  const said = w.ways.notEnded(id);
  const why = problem(failure, language);
  return message(`${said}${w.space}${why.text}`, [paragraph([{ bold: said }]), ...why.blocks]);
}

/** Who holds the system or waits for it: which run, whose, since when and why. */
function aheadLine(state: RunState, language: Language): Line {
  const w = words(language);
  const scene = sceneOf(state, { now: state.requestedAt, delivered: new Set() }, language);
  const place = state.phase === 'queued' ? w.queue.waiting(state.ahead ?? 1) : w.queue.holds;
  const since = w.queue.since(date(scene, state.requestedAt));
  const why = `${w.run.reason}${w.colon}${oneLine(state.request.reason)}`;
  return [
    `• ${place}${w.colon}`,
    { code: state.id },
    ' ',
    { user: state.requestedBy },
    `${w.comma}${since}${w.semicolon}${why}`,
  ];
}
