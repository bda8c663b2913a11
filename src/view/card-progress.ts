import type { KnownBlock } from '@slack/types';
import { openQuestions } from '../run/questions.js';
import { currentStep } from '../run/steps.js';
import { actions, button, context, header, paragraph, planBlock } from './blocks.js';
import { hostBlocks } from './host-table.js';
import { answersButton, waitingWords } from './manual-checks.js';
import { LEFT_OUT, message, weight } from './message.js';
import { pausedLine } from './paused.js';
import { restoreLines } from './restoring.js';
import type { Line } from './rich-text.js';
import { MAX_ROWS, rowLines, rowsOf, shortRowsOf, tasksOf } from './rows.js';
import { aside, fact, moment, roleTitle, type Scene, subject, told } from './scene.js';
import { stepName, stepNumber } from './step-words.js';
import type { Message } from './surface.js';
import { stopwatch } from './time.js';

const MAX_CHARACTERS = 8_000;

/** Steps or checks are being worked through. */
export function progressCard(scene: Scene): Message {
  const { w, state } = scene;
  const heading = headingOf(scene);
  const top = [
    header(w.title(heading, subject(scene))),
    paragraph(
      ...pausedLine(scene),
      [{ bold: doing(scene) }],
      ...(state.restore ? [...goesOnLines(scene), ...restoreLines(scene)] : [[budgetLine(scene)]]),
      approvedLine(scene),
      ...abortLines(scene),
    ),
  ];
  // Nobody is there to hear a press while the bot is away.
  const bottom =
    state.abort || state.pausedAt !== undefined ? [] : [actions(...answersButton(scene), abortButton(scene))];
  return withRows(scene, w.text(heading, subject(scene), doing(scene)), { top, bottom });
}

function headingOf({ state, w }: Scene): string {
  if (state.pausedAt !== undefined) return w.paused.heading;
  if (state.abort) return state.restore ? w.restoring.stopping : w.card.stopping;
  if (state.phase === 'restoring') return w.restoring.heading;
  return state.phase === 'running' ? w.card.running : w.card.verifying;
}

/** A card around the list of everything the run does; shortened when that list is too long for one message. */
export function withRows(
  scene: Scene,
  text: string,
  { top, bottom }: { readonly top: readonly KnownBlock[]; readonly bottom: readonly KnownBlock[] },
): Message {
  const around = (...middle: readonly KnownBlock[]) => [...top, ...hostBlocks(scene), ...middle, ...bottom];
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

/** True of a card that could not list every row, or lost something to Slack's limits, so that the thread must. */
export function isShortened({ blocks }: Message, { w }: Scene): boolean {
  const notes = [w.card.listBelow, LEFT_OUT].map((note) => JSON.stringify(context(note)));
  return blocks.some((block) => notes.includes(JSON.stringify(block)));
}

/** `正在执行第 1/2 步：关闭所有 v2 功能开关`. */
export function doing(scene: Scene): string {
  const { w, state } = scene;
  if (state.phase === 'verifying') {
    const done = state.checks.filter(({ status }) => status === 'finished').length;
    const waiting = openQuestions(state).length;
    const verifying = w.card.verifyingNow(done, state.checks.length);
    const now = waiting > 0 ? `${verifying}${w.semicolon}${w.manual.waiting(waiting)}` : verifying;
    return [now, ...alreadyFailed(scene)].join(w.stop);
  }
  const step = currentStep(state);
  if (state.restore) return step ? w.restoring.now(stepName(scene, step)) : checkingRestored(scene);
  if (!step) return w.card.running;
  const now = w.card.stepNow(stepNumber(scene, step.id), state.steps.length, told(scene, step.title));
  const [question] = openQuestions(state);
  return question ? `${now}${w.semicolon}${waitingWords(scene, question)}` : now;
}

/** Required checks that did not pass, at once: nobody should learn of them only after the last check was asked. */
function alreadyFailed(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const open = state.checks.filter(
    ({ weight, answer }) => weight === 'required' && answer && answer.verdict !== 'pass',
  );
  if (open.length === 0) return [];
  return [w.card.alreadyFailed(open.map(({ title }) => told(scene, title)).join(w.semicolon))];
}

function checkingRestored({ w, state }: Scene): string {
  const checks = state.restore?.checks ?? [];
  return w.restoring.checking(checks.filter(({ status }) => status === 'finished').length, checks.length);
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

/** What happens if nobody does anything; not while somebody stops it, nor while the bot is away. */
function goesOnLines({ state, w }: Scene): readonly Line[] {
  return state.abort || state.pausedAt !== undefined ? [] : [[w.restoring.goesOn]];
}

function abortLines(scene: Scene): readonly Line[] {
  const { abort } = scene.state;
  if (!abort) return [];
  const { card, restoring } = scene.w;
  return [
    fact(
      scene,
      scene.state.restore ? restoring.stoppedBy : card.aborting,
      { user: abort.by },
      ...aside(scene.w, ...moment(scene, abort.at)),
    ),
  ];
}

/** Stopping an undo leaves things half put back, and says so. */
function abortButton(scene: Scene) {
  const { w, state } = scene;
  if (state.restore) {
    const { abort, abortConfirm, abortSpoken } = w.restoring;
    return button('abort', { run: state.id }, abort, {
      danger: true,
      confirm: abortConfirm,
      spoken: abortSpoken(state.id),
    });
  }
  return button('abort', { run: state.id }, w.card.abort, {
    danger: true,
    confirm: w.card.abortConfirm,
    spoken: w.card.abortSpoken(state.id, subject(scene)),
  });
}
