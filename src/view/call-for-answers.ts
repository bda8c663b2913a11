import { openQuestions, type Question } from '../run/questions.js';
import { paragraph } from './blocks.js';
import { instructionLines } from './manual-steps.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { deadline, readersClock, roleLine, type Scene, spoken, subject, told } from './scene.js';
import type { Surface } from './surface.js';

const KEY = 'call:answers';
const STEP_KEY = 'call:step:';

/** Calls those who must answer a check or do a step, in the thread: an edit of the card would tell nobody. Once nothing is open it says so. */
export function callForAnswers(scene: Scene): readonly Surface[] {
  const { w, state, delivered } = scene;
  const open = openQuestions(state);
  const stepCalls = callForSteps(scene, open);
  const checks = open.filter(({ kind }) => kind === 'check');
  if (checks.length > 0) {
    const rows = checks.map((question) => questionRow(scene, question));
    return [...stepCalls, call(scene, KEY, w.manual.callHeading, [...rows, [w.manual.howTo]])];
  }
  return delivered.has(KEY) ? [...stepCalls, call(scene, KEY, w.manual.none, [])] : stepCalls;
}

/** Each step that a person does is a call of its own: an edit of an earlier one would tell nobody. */
function callForSteps(scene: Scene, open: readonly Question[]): readonly Surface[] {
  const { w, state, delivered } = scene;
  const calls = state.steps.flatMap(({ id, attempt }) => {
    const question = open.find((each) => each.kind === 'step' && each.id === id);
    if (!question) return [];
    const rows = [questionRow(scene, question), ...instructionLines(question, scene), [w.byPerson.howTo]];
    return [call(scene, `${STEP_KEY}${id}:${attempt}`, w.byPerson.callHeading, rows)];
  });
  const isOver = (key: string) => key.startsWith(STEP_KEY) && !calls.some((each) => each.key === key);
  // Of an earlier attempt as well, which Slack may have heard of late.
  return [...[...delivered].filter(isOver).map((key) => call(scene, key, w.byPerson.none, [])), ...calls];
}

/** Who is asked what, and until when: `• 运维负责人 @赵六：清空 CDN 缓存（请在 03:42:14 UTC+08:00 前完成并报告）`. */
export function questionRow(scene: Scene, { kind, title, role, due }: Question): Line {
  const { w } = scene;
  const asked = (kind === 'step' ? w.byPerson : w.manual).call(told(scene, title), deadline(scene, due));
  return ['• ', ...whom(scene, role), w.colon, asked, readersClock(scene, due, ' · ')];
}

/** The role with everybody who fills it; without one, those who asked and approved. */
function whom(scene: Scene, role: string | undefined): Line {
  if (role !== undefined) return roleLine(scene, role);
  const { requestedBy, decision } = scene.state;
  return [{ user: requestedBy }, ...(decision && decision.by !== requestedBy ? [' ', { user: decision.by }] : [])];
}

function call(scene: Scene, key: string, heading: string, rows: readonly Line[]): Surface {
  const { w, state } = scene;
  const blocks = [paragraph([{ bold: w.title(heading, subject(scene)) }], ...rows)];
  const text = w.text(heading, subject(scene), rows.map((row) => spoken(scene, row)).join(w.space));
  return {
    key,
    kind: 'message',
    place: { channel: state.request.channel, below: 'card' },
    message: message(text, blocks),
  };
}
