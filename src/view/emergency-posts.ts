import type { RunState, StepState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { byHandSurfaces } from './by-hand-posts.js';
import { stepRows } from './calls.js';
import { cutMiddle } from './characters.js';
import { contactLines, emergencyLines, hasPlaceholder } from './contacts.js';
import { isInTrouble } from './emergency.js';
import { fillOf } from './fills/fill.js';
import type { Paper } from './fills/filled.js';
import { message } from './message.js';
import { explain, explainStop, outcomeText } from './outcome.js';
import { readOut } from './read-out.js';
import { type Line, plain, preformatted, richText } from './rich-text.js';
import { ownScheme, type Scene, subject, told } from './scene.js';
import { stepName, stepWords } from './step-words.js';
import type { Message, Place, Surface } from './surface.js';

const MAX_LOG = 1_500;

/** What people need when a rollback broke, below its card: whom to call, what to say, and what to run by hand. */
export function emergencySurfaces(scene: Scene): readonly Surface[] {
  const { state, delivered } = scene;
  const posted = ['call:emergency', 'undo', 'rest'].filter((key) => delivered.has(key));
  if (isInTrouble(scene)) return [post(scene, 'call:emergency', callPost(scene)), ...byHandSurfaces(scene)];
  // While it is being put right by itself the call stands as it was.
  if (state.phase === 'restoring') return [];
  return posted.map((key) => post(scene, key, calledOff(scene)));
}

function post(scene: Scene, key: string, made: Message): Surface {
  return { key, kind: 'message', place: belowCard(scene), message: made };
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
  const { w, state } = scene;
  const heading = w.title(w.emergency.over, subject(scene));
  const rows = state.outcome === undefined ? stepRows(scene) : [[outcomeText(scene)], [explain(scene)]];
  return message(heading, [paragraph([{ bold: heading }], ...rows)]);
}

/** Time and version, problem and error log, filled in and ready to be copied (S1.67). */
function toTell(scene: Scene): string {
  const { w, state } = scene;
  const { request } = state;
  const paper: Paper = { ...scene, kind: 'record' };
  const filled = (fill: Parameters<typeof fillOf>[1]): string => {
    const found = fillOf(paper, fill);
    return found && 'value' in found ? plain(found.value) : w.run.unknown;
  };
  const facts = [
    [w.emergency.system, `${request.plan.name}${w.aside(request.environment)}`],
    [w.emergency.time, filled('started-at')],
    [w.run.schemeLabel, ownScheme(scene)],
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
  if (state.phase === 'stopped' || state.phase === 'held') return explainStop(scene);
  const step = brokenStep(state);
  if (!step) return explain(scene);
  return `${stepName(scene, step)}${w.comma}${stepWords(scene, step)}`;
}

/** What the step printed that failed or was lost, else what the checks saw that did not pass. */
function errorLog(scene: Scene): string {
  const { state, w } = scene;
  const printed = brokenStep(state)?.output?.text.trim() ?? '';
  const checks = [...state.checks, ...(state.restore?.checks ?? [])];
  const seen = checks.flatMap(({ title, answer }) =>
    answer && answer.verdict !== 'pass' ? [`${told(scene, title)}${w.colon}${readOut(answer, w).trim()}`] : [],
  );
  return cutMiddle(printed === '' ? seen.join('\n') : printed, MAX_LOG) || w.run.noOutput;
}

/** The one that broke last: of an undo that failed, the undo. */
function brokenStep(state: RunState): StepState | undefined {
  return allSteps(state).findLast(({ status }) => status === 'failed' || status === 'lost');
}

function belowCard({ state }: Scene): Place {
  return { channel: state.request.channel, below: 'card' };
}
