import { plannedStep } from '../../domain/undo-steps.js';
import type { EarlierAttempt, StepState } from '../../run/state.js';
import { cutMiddle } from '../../view/characters.js';
import { problemText } from '../../view/problem.js';
import type { Line } from '../../view/rich-text.js';
import { clock, date, targetText, told } from '../../view/scene.js';
import { isUndo, shortStepName, stepNumber, stepWords } from '../../view/step-words.js';
import { evidenceText } from '../../view/unknown.js';
import { checkRow } from './checks.js';
import type { FillFunction, Paper, Row } from './filled.js';

const MAX_OUTPUT = 4_000;

/** What ran, where, with times, exit codes and output (S1.58); then what took it back, and how that was seen. */
export const steps: FillFunction = (paper) => {
  const { state } = paper;
  const { steps: undo = [], checks = [] } = state.restore ?? {};
  const all = [...state.steps, ...undo];
  return {
    rows: [
      ...all.flatMap((step) => [stepRow(paper, step), ...attemptRows(paper, step)]),
      ...checks.map((check) => checkRow(paper, check, 'restored')),
    ],
  };
};

function stepRow(paper: Paper, step: StepState): Row {
  const { w, state } = paper;
  const target = plannedStep(state.request, step.id)?.target;
  const where = target === undefined ? '' : ` · ${targetText(paper, target)}`;
  const name = isUndo(state, step.id) ? `${shortStepName(paper, step.id)}${w.colon}` : '';
  const head = `${name}${told(paper, step.title)}${where}${w.colon}${stepWords(paper, step)}${exitCode(paper, step)}`;
  const line: Line = [`${head}${startedAt(paper, step)}`, ...whyNotStarted(paper, step), ...spokenOf(paper, step)];
  const numbered = isUndo(state, step.id) ? {} : { number: stepNumber(paper, step.id) };
  return { ...numbered, line, ...boxOf(step) };
}

/** How each attempt ended before another one was granted. */
function attemptRows(paper: Paper, step: StepState): readonly Row[] {
  const { w } = paper;
  return step.earlier.map((attempt, index) => {
    const past = pastStep(step, attempt);
    const which = `${shortStepName(paper, step.id)}${w.comma}${w.run.step.attempt(index + 1)}`;
    const why = attempt.evidence ? `${w.semicolon}${evidenceText(paper, past)}` : '';
    const said = `${which}${w.colon}${stepWords(paper, past)}${startedAt(paper, past)}${why}`;
    return { line: [said, ...reportedBy(paper, past)], ...boxOf(past) };
  });
}

/** An attempt as its step stood when it ended. */
function pastStep({ id, title }: StepState, attempt: EarlierAttempt): StepState {
  const status = attempt.evidence ? 'lost' : 'failed';
  return { ...attempt, id, title, status, attempt: 1, earlier: [] };
}

function startedAt(paper: Paper, { startedAt: at }: StepState): string {
  return at === undefined ? '' : `${paper.w.comma}${paper.w.record.startedAt(clock(paper, at))}`;
}

function boxOf({ output }: StepState): Pick<Row, 'box'> {
  const text = output?.text.trim() ?? '';
  return text === '' ? {} : { box: { text: cutMiddle(text, MAX_OUTPUT) } };
}

/** A failed step's words hold its exit code already. */
function exitCode({ w }: Paper, { status, result }: StepState): string {
  return status === 'succeeded' && result?.kind === 'exited' ? `${w.comma}${w.run.exitCode(result.code)}` : '';
}

function whyNotStarted({ w, language }: Paper, { result }: StepState): Line {
  if (result?.kind !== 'not-started') return [];
  return [`${w.comma}${problemText(result.failure, language)} `, { code: result.facts }];
}

/** What the machine knew and what a person said, side by side. */
function spokenOf(paper: Paper, step: StepState): Line {
  const { w } = paper;
  const { settled, skipped } = step;
  const reported = reportedBy(paper, step);
  if (settled) {
    const machine = `${w.semicolon}${w.record.machineSaid}${w.colon}${w.run.step.lost}${w.comma}${evidenceText(paper, step)}`;
    return [`${machine}${w.semicolon}${w.record.personSaid}${w.colon}`, { user: settled.by }, wordText(paper, settled)];
  }
  if (!skipped) return reported;
  return [...reported, `${w.semicolon}${w.record.skippedBy}${w.colon}`, { user: skipped.by }, wordText(paper, skipped)];
}

/** Who did a step that people do, or could not. */
function reportedBy(paper: Paper, { answered }: StepState): Line {
  if (!answered) return [];
  const { w } = paper;
  const note = answered.reason === '' ? '' : `${w.comma}${answered.reason}`;
  return [
    `${w.semicolon}${w.byPerson.reportedBy}`,
    { user: answered.by },
    `${w.aside(date(paper, answered.at))}${note}`,
  ];
}

function wordText(paper: Paper, { at, reason }: NonNullable<StepState['settled']>): string {
  return `${paper.w.aside(date(paper, at))}${paper.w.comma}${reason}`;
}
