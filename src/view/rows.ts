import { answerDueAt } from '../run/manual-checks.js';
import type { CheckState, StepState } from '../run/state.js';
import type { Task } from './blocks.js';
import { evidenceLine } from './evidence.js';
import { answeredLine, waitingWords } from './manual-checks.js';
import { type Line, lines, richText } from './rich-text.js';
import { readersClock, type Scene, told, took } from './scene.js';

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

/** All steps, then all verification checks, from the start. */
export function rowsOf(scene: Scene): readonly Row[] {
  const steps = scene.state.steps.map((step, index) => stepRow(scene, step, index + 1));
  return [...steps, ...scene.state.checks.map((check) => checkRow(scene, check))];
}

/** One row for the steps and one for the checks, for runs too long for a message. */
export function shortRowsOf(scene: Scene): readonly Row[] {
  const rows = rowsOf(scene);
  const steps = rows.slice(0, scene.state.steps.length);
  const checks = rows.slice(scene.state.steps.length);
  const { w } = scene;
  return [summed('steps', w.run.steps, steps, scene), summed('checks', w.run.checks, checks, scene)].flat();
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

/** `第 1 步` of a state's step, counted from one. */
export function stepNumber(scene: Scene, id: string): number {
  return scene.state.steps.findIndex((step) => step.id === id) + 1;
}

function stepRow(scene: Scene, step: StepState, number: number): Row {
  const title = `${number}. ${told(scene, step.title)} · ${stepWords(scene, step)}`;
  return { id: `step:${step.id}`, title, status: STEP_STATUS[step.status], glyph: stepGlyph(scene, step) };
}

/** A lost step is marked as unknown, not as failed: nobody knows. */
export function stepGlyph({ w }: Scene, { status }: StepState): string {
  return status === 'lost' ? w.run.verdictGlyph.unknown : w.run.glyph[STEP_STATUS[status]];
}

const STEP_STATUS: Readonly<Record<StepState['status'], Task['status']>> = {
  pending: 'pending',
  running: 'in_progress',
  succeeded: 'complete',
  failed: 'error',
  lost: 'error',
};

/** `完成 · 0.4 秒`, `失败，退出码 7 · 2 秒`, `结果未知`. */
export function stepWords(scene: Scene, step: StepState): string {
  const { run } = scene.w;
  const isOver = scene.state.phase === 'closing' || scene.state.phase === 'closed';
  if (step.status === 'pending') return isOver ? run.notRun : run.step.pending;
  if (!step.result) return run.step[step.status];
  const isIdle = step.durationMs === undefined || step.result.kind === 'not-started';
  const span = isIdle ? '' : ` · ${took(scene, step.durationMs ?? 0)}`;
  return `${resultWords(scene, step)}${span}`;
}

function resultWords({ w }: Scene, { result, status }: StepState): string {
  if (status === 'succeeded' || !result) return w.run.step[status];
  if (result.kind === 'exited') return w.run.exited(result.code);
  if (result.kind === 'timed-out' && result.silent) return w.run.silentTooLong;
  return result.kind === 'not-started' ? w.run.notStarted : w.run.ended[result.kind];
}

function checkRow(scene: Scene, check: CheckState): Row {
  const { run } = scene.w;
  const isOver = scene.state.phase === 'closing' || scene.state.phase === 'closed';
  const words = check.status === 'finished' ? verdictWords(scene, check) : openWords(scene, check);
  const pending = check.status === 'pending' && isOver ? run.notRun : words;
  const row = { id: `check:${check.id}`, title: `${run.verify(told(scene, check.title))} · ${pending}` };
  const seen = answeredLine(scene, check) ?? dueLine(scene, check) ?? seenLine(scene, check);
  const status = checkStatus(check);
  const glyph = check.answer ? run.verdictGlyph[check.answer.verdict] : run.glyph[status];
  return { ...row, status, glyph, ...(seen ? { seen } : {}) };
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
  if (check.isManual) return scene.state.phase === 'verifying' ? waitingWords(scene, check) : manual.byHand;
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

function summed(id: string, name: string, rows: readonly Row[], { w }: Scene): readonly Row[] {
  if (rows.length === 0) return [];
  const done = rows.filter(({ status }) => status === 'complete').length;
  const current = rows.find(({ status }) => status === 'error' || status === 'in_progress');
  const title = `${name} ${w.run.progress(done, rows.length)}${current ? ` · ${current.title}` : ''}`;
  const untouched = rows.every((row) => row.status === 'pending');
  const unfinished = untouched ? 'pending' : 'in_progress';
  const status = current?.status ?? (done === rows.length ? 'complete' : unfinished);
  return [{ id, title, status, glyph: current?.glyph ?? w.run.glyph[status] }];
}
