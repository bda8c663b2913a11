import type { RunState } from '../run/state.js';
import { paragraph } from './blocks.js';
import { type Reader, readBy } from './choice-modal.js';
import { decidedLines } from './decisions.js';
import { message } from './message.js';
import { statusMessage } from './status.js';
import type { Message } from './surface.js';

/** A press came too late: who was first and with what, and how the run stands now. `since`: the stand that was seen. */
export function movedMessage(state: RunState, since: string, reader: Reader): Message {
  const scene = readBy(state, reader);
  const { ways } = scene.w;
  // Nobody is waited for while things are put back: only stopping that can be chosen.
  const who = decidedLines(scene, since === '' ? (state.restore?.at ?? 0) : Number(since));
  const said = who.length > 0 ? ways.moved : ways.movedOn;
  const open = state.phase === 'closed' ? { active: [], recent: [state] } : { active: [state], recent: [] };
  const stands = statusMessage({ ...open, ...reader });
  return message(said, [paragraph([{ bold: said }], ...who), ...stands.blocks]);
}
