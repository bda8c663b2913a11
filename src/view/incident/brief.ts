import type { Language } from '../../domain/text.js';
import type { Instant } from '../../domain/time.js';
import type { RunState } from '../../run/state.js';
import { actions, button, paragraph } from '../../view/blocks.js';
import { message } from '../../view/message.js';
import { type Line, plain } from '../../view/rich-text.js';
import { sceneOf, subject } from '../../view/scene.js';
import { nextMove } from '../../view/status.js';
import type { Message } from '../../view/surface.js';
import { words } from '../../view/words/words.js';

const SHOWN = 5;

/** What runs now, in a line each, and buttons for what people want next. */
export function briefMessage(input: {
  readonly active: readonly RunState[];
  readonly language: Language;
  readonly now: Instant;
}): Message {
  const { active, language, now } = input;
  const w = words(language);
  const headline = active.length === 0 ? w.status.nothingOpen : w.status.open(active.length);
  const rows = active.slice(0, SHOWN).map((state): Line => {
    const scene = sceneOf(state, { now, delivered: new Set() }, language);
    return ['• ', { code: state.id }, ` ${subject(scene)}${w.colon}`, ...nextMove(scene)];
  });
  const { schemes, status, backups, contacts } = w.incidentThread.brief;
  return message([headline, ...rows.map((row) => plain(row))].join('\n'), [
    paragraph([{ bold: headline }], ...rows),
    actions(
      button('show-status', {}, status),
      button('show-schemes', {}, schemes),
      button('show-backups', {}, backups),
      button('show-contacts', {}, contacts),
    ),
  ]);
}
