import type { RunState, StepState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { settledRows } from './calls.js';
import { cutMiddle } from './characters.js';
import { contactLines, emergencyLines, hasPlaceholder } from './contacts.js';
import { rowParts } from './document.js';
import { isInTrouble } from './emergency.js';
import { fillOf } from './fills/fill.js';
import type { Paper, Row } from './fills/filled.js';
import { message, weight } from './message.js';
import { explain } from './outcome.js';
import { readOut } from './read-out.js';
import { type Line, plain, preformatted, richText } from './rich-text.js';
import { nameOf, type Scene, schemeTitle, subject, told } from './scene.js';
import { stepName, stepWords } from './step-words.js';
import type { Message, Place, Surface } from './surface.js';
import { undoRows } from './undo.js';

const MAX_LOG = 1_500;
const MAX_UNDO = 7_000;

/** What people need when a rollback broke, below its card: whom to call, what to say, and how to take it back. */
export function emergencySurfaces(scene: Scene): readonly Surface[] {
  const { state } = scene;
  const post = (key: string, made: Message): Surface => ({
    key,
    kind: 'message',
    place: belowCard(scene),
    message: made,
  });
  if (isInTrouble(state)) return [post('call:emergency', callPost(scene)), ...undoSurface(scene)];
  // It was found out after all how the step ended.
  const posted = ['call:emergency', 'undo'].filter((key) => scene.delivered.has(key));
  return posted.map((key) => post(key, calledOff(scene)));
}

function callPost(scene: Scene): Message {
  const { w, state, language } = scene;
  const { contacts, emergency } = state.request.plan;
  const heading = w.title(w.emergency.heading, subject(scene));
  const whom = contacts.length === 0 ? [[w.contacts.none]] : contactLines(contacts, w, language);
  const { requestedBy, decision } = state;
  const people: Line = [{ user: requestedBy }, ...(decision ? [' ', { user: decision.by }] : [])];
  const gaps: readonly Line[] = contacts.some(hasPlaceholder) ? [[w.contacts.fillIn(state.request.plan.name)]] : [];
  const asked = emergencyLines(emergency, w, language);
  const lines = [people, ...whom, ...gaps, ...asked, [{ bold: w.emergency.copy }]];
  return message(w.text(w.emergency.heading, subject(scene), whatHappened(scene)), [
    paragraph([{ bold: heading }], ...lines),
    richText(preformatted(toTell(scene), 3_000)),
  ]);
}

function calledOff(scene: Scene): Message {
  const { w } = scene;
  const heading = w.title(w.emergency.over, subject(scene));
  return message(heading, [paragraph([{ bold: heading }], ...settledRows(scene))]);
}

/** Time and version, problem and error log, filled in and ready to be copied (S1.67). */
function toTell(scene: Scene): string {
  const { w, state, language } = scene;
  const { request } = state;
  const paper: Paper = { ...scene, kind: 'record' };
  const filled = (fill: Parameters<typeof fillOf>[1]): string => {
    const found = fillOf(paper, fill);
    return found && 'value' in found ? plain(found.value) : w.run.unknown;
  };
  const facts = [
    [w.emergency.system, `${request.plan.name}${w.aside(request.environment)}`],
    [w.emergency.time, filled('started-at')],
    [w.run.schemeLabel, schemeTitle(request.scheme, language)],
    [w.emergency.versions, `${filled('from-version')} → ${filled('to-version')}`],
    [w.run.reason, filled('reason')],
    [w.run.impact, filled('impact')],
    [w.emergency.stands, whatHappened(scene)],
    [w.run.runId, state.id],
  ].map(([name, value]) => `${name}${w.colon}${value}`);
  return [...facts, `${w.emergency.log}${w.colon}`, errorLog(scene)].join('\n');
}

/** The step that broke, in one line; else how the run ended. */
function whatHappened(scene: Scene): string {
  const { w, state } = scene;
  const step = brokenStep(state);
  if (!step) return explain(scene);
  return `${stepName(scene, step)}${w.comma}${stepWords(scene, step)}`;
}

/** What the step printed that failed or was lost, else what the checks saw that did not pass. */
function errorLog(scene: Scene): string {
  const { state, w } = scene;
  const printed = brokenStep(state)?.output?.text.trim() ?? '';
  const seen = state.checks.flatMap(({ title, answer }) =>
    answer && answer.verdict !== 'pass' ? [`${told(scene, title)}${w.colon}${readOut(answer, w).trim()}`] : [],
  );
  return cutMiddle(printed === '' ? seen.join('\n') : printed, MAX_LOG) || w.run.noOutput;
}

/** The one that broke last: of an undo that failed, the undo. */
function brokenStep(state: RunState): StepState | undefined {
  return allSteps(state).findLast(({ status }) => status === 'failed' || status === 'lost');
}

/** As a message while it fits into one, so that it can be read at once; else as a file. */
function undoSurface(scene: Scene): readonly Surface[] {
  const { w, state } = scene;
  const rows = undoRows(scene);
  if (rows.length === 0) return [];
  const blocks = [
    paragraph([{ bold: w.title(w.emergency.undo, subject(scene)) }], [w.emergency.undoByHand]),
    ...rows.flatMap((row) => undoBlocks(row)),
  ];
  const place = belowCard(scene);
  if (weight(blocks) <= MAX_UNDO)
    return [
      { key: 'undo', kind: 'message', place, message: message(w.text(w.emergency.undo, subject(scene)), blocks) },
    ];
  const parts = [`# ${w.emergency.undo}`, w.emergency.undoByHand, ...rowParts(rows, (user) => nameOf(state, user))];
  const content = `${parts.join('\n\n')}\n`;
  return [{ key: 'undo-file', kind: 'file', place, name: `undo-${state.id}.md`, title: w.emergency.undo, content }];
}

function undoBlocks({ line, number, box }: Row) {
  const title: Line = [{ bold: `${number}. ${plain(line)}` }];
  return [paragraph(title), richText(preformatted(box?.text ?? '', MAX_UNDO))];
}

function belowCard({ state }: Scene): Place {
  return { channel: state.request.channel, below: 'card' };
}
