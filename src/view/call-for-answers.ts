import { answerDueAt, manualCheck } from '../run/manual-checks.js';
import { paragraph } from './blocks.js';
import { dueClock, openManual } from './manual-checks.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { readersClock, roleLine, type Scene, spoken, subject, told } from './scene.js';
import type { Surface } from './surface.js';

const KEY = 'call:answers';

/** Calls those who must answer a check, in the thread: an edit of the card would tell nobody. Once nothing is open it says so. */
export function callForAnswers(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  const open = openManual(state);
  if (open.length > 0) {
    const rows = open.map(({ id, title }): Line => {
      const asked = w.manual.call(told(scene, title), dueClock(scene, id));
      const yours = readersClock(scene, answerDueAt(state, id), ' · ');
      return ['• ', ...whom(scene, manualCheck(state, id)?.role), w.colon, asked, yours];
    });
    return [call(scene, w.manual.callHeading, [...rows, [w.manual.howTo]])];
  }
  return delivered.has(KEY) ? [call(scene, w.manual.none, [])] : [];
}

/** The role with everybody who fills it; without one, those who asked and approved. */
function whom(scene: Scene, role: string | undefined): Line {
  if (role !== undefined) return roleLine(scene, role);
  const { requestedBy, decision } = scene.state;
  return [{ user: requestedBy }, ...(decision && decision.by !== requestedBy ? [' ', { user: decision.by }] : [])];
}

function call(scene: Scene, heading: string, rows: readonly Line[]): Surface {
  const { w, state } = scene;
  const blocks = [paragraph([{ bold: w.title(heading, subject(scene)) }], ...rows)];
  const text = w.text(heading, subject(scene), rows.map((row) => spoken(scene, row)).join(w.space));
  return {
    key: KEY,
    kind: 'message',
    place: { channel: state.request.channel, below: 'card' },
    message: message(text, blocks),
  };
}
