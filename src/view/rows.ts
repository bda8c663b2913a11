import { answerDueAt } from '../run/manual-checks.js';
import { openQuestions } from '../run/questions.js';
import type { CheckState, StepState } from '../run/state.js';
import type { Task } from './blocks.js';
import { evidenceLine } from './evidence.js';
import { answeredLine, waitingWords } from './manual-checks.js';
import { reportedLine } from './manual-steps.js';
import { type Line, lines, richText } from './rich-text.js';
import { readersClock, type Scene, told, took } from './scene.js';
import { isEnded, isUndo, STEP_STATUS, stepGlyph, stepNumber, stepWords } from './step-words.js';

/** One row of what a run does: a step or a verification check. The title says its status in words. */
export type Row = {
  readonly id: string;
  readonly title: string;
  readonly status: Task['status'];
  readonly glyph: string;
  readonly seen?: Line;
};

/** More rows than this are shown shortened, with the whole list in the thread. */
export const MAX_ROWS = 20;
/** More checks than this are left to that list as well. */
export const MAX_NAMED = 12;

/** All steps, then all verification checks, from the start; then what takes the steps back, and how that is seen. */
export function rowsOf(scene: Scene): readonly Row[] {
  return groupsOf(scene).flatMap(({ rows }) => rows);
}

/** One row for each kind of rows, for runs too long for a message. */
export function shortRowsOf(scene: Scene): readonly Row[] {
  return groupsOf(scene).flatMap((group) => summed(group, scene));
}

/** `isChecks`: what failed or is open of them is named, because no order tells which it is. `isAsked`: their turn has come. */
type Group = {
  readonly id: string;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly isChecks?: boolean;
  readonly isAsked?: boolean;
};

function groupsOf(scene: Scene): readonly Group[] {
  const { state, w } = scene;
  const { steps = [], checks = [] } = state.restore ?? {};
  const ofSteps = (list: readonly StepState[]) => list.map((step) => stepRow(scene, step));
  const ofChecks = (list: readonly CheckState[], phase: 'verify' | 'restore') =>
    list.map((check) => checkRow(scene, check, phase));
  return [
    { id: 'steps', name: w.run.steps, rows: ofSteps(state.steps) },
    {
      id: 'checks',
      name: w.run.checks,
      rows: ofChecks(state.checks, 'verify'),
      isChecks: true,
      isAsked: state.phase === 'verifying',
    },
    { id: 'undo', name: w.run.undoSteps, rows: ofSteps(steps) },
    {
      id: 'restored',
      name: w.run.restoreChecks,
      rows: ofChecks(checks, 'restore'),
      isChecks: true,
      isAsked: isRestored(scene),
    },
  ];
}

export function tasksOf(rows: readonly Row[]): readonly Task[] {
  return rows.map(({ id, title, status, seen }) => {
    const task = { id, title, status };
    return seen ? { ...task, details: richText(lines(seen)) } : task;
  });
}

/** The same rows as lines, for workspaces that refuse plan blocks. */
export function rowLines(rows: readonly Row[]): readonly Line[] {
  return rows.flatMap(({ title, glyph, seen }) => {
    const line: Line = [`${glyph} ${title}`];
    return seen ? [line, ['    ', ...seen]] : [line];
  });
}

function stepRow(scene: Scene, step: StepState): Row {
  const number = stepNumber(scene, step.id);
  const name = isUndo(scene.state, step.id) ? `${scene.w.run.step.undoNumber(number)}. ` : `${number}. `;
  const title = `${name}${told(scene, step.title)} · ${stepWords(scene, step)}`;
  const row = { id: `step:${step.id}`, title, status: STEP_STATUS[step.status], glyph: stepGlyph(scene, step) };
  const seen = reportedLine(scene, step) ?? stepDueLine(scene, step);
  return seen ? { ...row, seen } : row;
}

/** Until when a person may do it, on the reader's clock. */
function stepDueLine(scene: Scene, { id }: StepState): Line | undefined {
  const question = openQuestions(scene.state).find((each) => each.kind === 'step' && each.id === id);
  return question && [readersClock(scene, question.due, '')];
}

function checkRow(scene: Scene, check: CheckState, phase: 'verify' | 'restore'): Row {
  const { run } = scene.w;
  const isOver = phase === 'verify' ? isPassed(scene) : isEnded(scene.state) || scene.state.phase === 'held';
  const words = check.status === 'finished' ? verdictWords(scene, check) : openWords(scene, check);
  const pending = check.status === 'pending' && isOver ? run.notRun : words;
  const title = phase === 'restore' ? run.restored(told(scene, check.title)) : run.verify(told(scene, check.title));
  const row = { id: `${phase === 'restore' ? 'restored' : 'check'}:${check.id}`, title: `${title} · ${pending}` };
  const seen = answeredLine(scene, check) ?? dueLine(scene, check) ?? seenLine(scene, check);
  const status = checkStatus(check);
  const glyph = check.answer ? run.verdictGlyph[check.answer.verdict] : run.glyph[status];
  return { ...row, status, glyph, ...(seen ? { seen } : {}) };
}

/** The checks after the steps are not asked any more: they have failed, what the steps did is being taken back, or the run is over. */
function isPassed({ state }: Scene): boolean {
  const hasFailed = state.phase === 'stopped' && state.stopped?.cause === 'verification';
  return hasFailed || isEnded(state) || state.phase === 'held' || state.restore !== undefined;
}

/** What the steps did is taken back, and it is being looked whether things are as before. */
function isRestored({ state }: Scene): boolean {
  return state.phase === 'restoring' && state.restore?.stepsEndedAt !== undefined;
}

/** Until when people may answer, on the reader's clock: a row's title is plain text and has the plan's alone. */
function dueLine(scene: Scene, { id, isManual, status }: CheckState): Line | undefined {
  if (!isManual || status === 'finished' || scene.state.phase !== 'verifying') return undefined;
  return [readersClock(scene, answerDueAt(scene.state, id), '')];
}

function seenLine(scene: Scene, { answer }: CheckState): Line | undefined {
  return answer ? evidenceLine(answer, scene) : undefined;
}

/** What an open check waits for: a person, or that it holds for a while. */
function openWords(scene: Scene, check: CheckState): string {
  const { run, manual } = scene.w;
  if (check.isManual) {
    const question = openQuestions(scene.state).find(({ id }) => id === check.id);
    return question?.kind === 'check' ? waitingWords(scene, question) : manual.byHand;
  }
  const soak = scene.state.request.scheme.checks.find(({ id }) => id === check.id)?.soak;
  const holds = soak ? scene.w.aside(manual.soak(took(scene, soak.lasts))) : '';
  return `${run.check[check.status === 'started' ? 'started' : 'pending']}${holds}`;
}

function checkStatus({ status, answer }: CheckState): Task['status'] {
  if (status === 'pending') return 'pending';
  if (status === 'started') return 'in_progress';
  return answer?.verdict === 'pass' ? 'complete' : 'error';
}

/** `通过 · 0.2 秒`, `未通过（非必须）`. */
export function verdictWords(
  scene: Scene,
  { answer, weight, durationMs }: CheckState,
  kind: 'precheck' | 'check' = 'check',
): string {
  const { w } = scene;
  const advisory = kind === 'precheck' ? w.run.doesNotBlock : w.run.advisory;
  const verdict = w.run.verdict[answer?.verdict ?? 'unknown'];
  const mark = weight === 'advisory' && answer?.verdict !== 'pass' ? w.aside(advisory) : '';
  return `${verdict}${mark}${durationMs === undefined ? '' : ` · ${took(scene, durationMs)}`}`;
}

function summed(group: Group, { w }: Scene): readonly Row[] {
  const { id, name, rows, isChecks = false, isAsked = false } = group;
  if (rows.length === 0) return [];
  const named = isChecks ? rows.filter(({ status }) => status === 'error' || (isAsked && status !== 'complete')) : [];
  const done = rows.filter(({ status }) => status === 'complete').length;
  const running = rows.find(({ status }) => status === 'in_progress');
  const current = running ?? rows.find(({ status }) => status === 'error');
  const told = current && named.length === 0 ? ` · ${current.title}` : '';
  const untouched = rows.every((row) => row.status === 'pending');
  const counted = isChecks && !untouched ? w.run.passed : w.run.progress;
  const unfinished = untouched ? 'pending' : 'in_progress';
  const status = current?.status ?? (done === rows.length ? 'complete' : unfinished);
  const sum = {
    id,
    title: `${name} ${counted(done, rows.length)}${told}`,
    status,
    glyph: current?.glyph ?? w.run.glyph[status],
  };
  // What failed comes first, should there be more than a card can list.
  return [
    sum,
    ...named.toSorted((a, b) => Number(b.status === 'error') - Number(a.status === 'error')).slice(0, MAX_NAMED),
  ];
}
