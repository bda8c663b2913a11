import type { KnownBlock } from '@slack/types';
import { FAILURE_CODES, type FailureCode } from '../domain/failure.js';
import type { LostEvidence, LostReason } from '../domain/step-end.js';
import type { StepState } from '../run/state.js';
import { actions, button, context, header, paragraph, planBlock } from './blocks.js';
import { cut, oneLine } from './characters.js';
import { emergencyBlocks } from './emergency.js';
import { answersButton, openManual } from './manual-checks.js';
import { message, weight } from './message.js';
import { factsOut } from './read-out.js';
import { type Line, plain } from './rich-text.js';
import { MAX_ROWS, rowLines, rowsOf, shortRowsOf, stepNumber, tasksOf } from './rows.js';
import { aside, fact, moment, roleTitle, type Scene, subject, targetText, told } from './scene.js';
import type { Message } from './surface.js';
import { stopwatch } from './time.js';

const MAX_CHARACTERS = 8_000;
/** Characters of the technical fact behind an unknown end. */
const MAX_DETAIL = 300;

/** Steps or checks are being worked through. */
export function progressCard(scene: Scene): Message {
  const { w, state } = scene;
  const heading = headingOf(scene);
  const top = [
    header(w.title(heading, subject(scene))),
    paragraph([{ bold: doing(scene) }], [budgetLine(scene)], approvedLine(scene), ...abortLines(scene)),
  ];
  const bottom = state.abort ? [] : [actions(...answersButton(scene), abortButton(scene))];
  return withRows(scene, w.text(heading, subject(scene), doing(scene)), { top, bottom });
}

function headingOf({ state, w }: Scene): string {
  if (state.abort) return w.card.stopping;
  return state.phase === 'running' ? w.card.running : w.card.verifying;
}

/** A step's end is unknown: what is known, what is safe, and the two ways on. */
export function needsHumanCard(scene: Scene): Message {
  const { w, state } = scene;
  const lost = state.steps.find(({ status }) => status === 'lost');
  const what = lost ? w.human.what(stepNumber(scene, lost.id), told(scene, lost.title)) : w.human.whatGeneral;
  const run = { run: state.id };
  const top = [
    header(w.title(w.human.heading, subject(scene))),
    paragraph([{ bold: what }], ...(lost ? evidenceLines(scene, lost) : [])),
    paragraph([{ bold: w.human.safeLabel }], ...w.human.safe.map((line) => [`• ${line}`])),
    ...emergencyBlocks(scene),
  ];
  const bottom = [
    paragraph([{ bold: w.human.choose }], [`• ${w.human.askAgainMeans}`], [`• ${w.human.handOverMeans}`]),
    actions(
      button('ask-again', run, w.human.askAgain, { spoken: w.human.askAgainSpoken(state.id) }),
      button('hand-over', run, w.human.handOver, {
        danger: true,
        confirm: w.human.handOverConfirm,
        spoken: w.human.handOverSpoken(state.id),
      }),
    ),
  ];
  return withRows(scene, w.text(w.human.heading, subject(scene), what), { top, bottom });
}

/** A card around the list of everything the run does; shortened when that list is too long for one message. */
export function withRows(
  scene: Scene,
  text: string,
  { top, bottom }: { readonly top: readonly KnownBlock[]; readonly bottom: readonly KnownBlock[] },
): Message {
  const around = (...middle: readonly KnownBlock[]) => [...top, ...middle, ...bottom];
  const rows = rowsOf(scene);
  const whole = around(planBlock(scene.w.run.allSteps, tasksOf(rows)));
  const isShort = rows.length <= MAX_ROWS && weight(whole) <= MAX_CHARACTERS;
  if (isShort) return message(text, whole, around(paragraph(...rowLines(rows))));
  const short = shortRowsOf(scene);
  const note = context(scene.w.card.listBelow);
  return message(
    text,
    around(planBlock(scene.w.run.allSteps, tasksOf(short)), note),
    around(paragraph(...rowLines(short)), note),
  );
}

/** True when the card cannot list every row, so that the thread must. */
export function isLongRun(scene: Scene): boolean {
  const rows = rowsOf(scene);
  return rows.length > MAX_ROWS || weight([planBlock('', tasksOf(rows))]) > MAX_CHARACTERS - 1_500;
}

/** `正在执行第 1/2 步：关闭所有 v2 功能开关`. */
export function doing(scene: Scene): string {
  const { w, state } = scene;
  if (state.phase === 'verifying') {
    const done = state.checks.filter(({ status }) => status === 'finished').length;
    const waiting = openManual(state).length;
    const verifying = w.card.verifyingNow(done, state.checks.length);
    return waiting > 0 ? `${verifying}${w.semicolon}${w.manual.waiting(waiting)}` : verifying;
  }
  const step = state.steps.find(({ status }) => status !== 'succeeded');
  if (!step) return w.card.running;
  return w.card.stepNow(stepNumber(scene, step.id), state.steps.length, told(scene, step.title));
}

/** The time since the approval against the scheme's budget; over it is said in words. */
export function budgetLine(scene: Scene): string {
  const { w, state, now } = scene;
  const { budget } = state.request.scheme;
  const used = stepsTook(scene) ?? Math.max(0, now - (state.decision?.at ?? now));
  const over = used - budget;
  const line = w.card.budget(stopwatch(used), stopwatch(budget));
  return over >= 1000 ? `${line}${w.comma}${w.card.overBudget(stopwatch(over))}` : line;
}

/** From the approval to the end of the last step. */
export function stepsTook({ state }: Scene): number | undefined {
  const { decision, stepsEndedAt } = state;
  return decision && stepsEndedAt !== undefined ? stepsEndedAt - decision.at : undefined;
}

/** Who approved, in which role and when. */
export function approvedLine(scene: Scene): Line {
  const { decision } = scene.state;
  if (!decision) return [];
  const { w } = scene;
  const about = aside(w, `${roleTitle(scene, decision.role)}${w.comma}`, ...moment(scene, decision.at));
  const name = decision.verdict === 'approved' ? w.run.approver : w.run.rejecter;
  return fact(scene, name, { user: decision.by }, ...about);
}

function abortLines(scene: Scene): readonly Line[] {
  const { abort } = scene.state;
  if (!abort) return [];
  return [fact(scene, scene.w.card.aborting, { user: abort.by }, ...aside(scene.w, ...moment(scene, abort.at)))];
}

function abortButton(scene: Scene) {
  const { w, state } = scene;
  return button('abort', { run: state.id }, w.card.abort, {
    danger: true,
    confirm: w.card.abortConfirm,
    spoken: w.card.abortSpoken(state.id, subject(scene)),
  });
}

/** What is known about a step whose end is unknown. */
export function evidenceLines(scene: Scene, { id, evidence }: StepState): readonly Line[] {
  if (!evidence) return [];
  const { human } = scene.w;
  const { claimed, rebooted, lastHeardAt } = evidence;
  const target = scene.state.request.scheme.steps.find((step) => step.id === id)?.target;
  return [
    fact(scene, human.why, ...reasonLine(scene, evidence, target)),
    fact(scene, scene.w.run.hosts, target ? targetText(scene, target) : scene.w.run.unknown),
    fact(scene, human.claimed, human.claimedIs(claimed)),
    fact(scene, human.rebooted, human.rebootedIs(rebooted)),
    fact(scene, human.lastHeard, ...(lastHeardAt === null ? [human.never] : moment(scene, lastHeardAt))),
  ];
}

/** Why, in words, and the fact itself where there is one. */
function reasonLine({ state, w }: Scene, { reason, detail }: LostEvidence, target = ''): Line {
  const { host = target } = state.request.targets[target] ?? {};
  const why = isFailureCode(reason) ? w.problems[reason](host, {}, (command) => command).what : w.human.reasons[reason];
  return detail ? [`${why} `, { code: cut(oneLine(factsOut(detail, w)), MAX_DETAIL) }] : [why];
}

function isFailureCode(reason: LostReason): reason is FailureCode {
  return FAILURE_CODES.some((code) => code === reason);
}

/** The evidence as plain text. */
export function evidenceText(scene: Scene, step: StepState): string {
  return evidenceLines(scene, step)
    .map((line) => plain(line))
    .join(scene.w.semicolon);
}
