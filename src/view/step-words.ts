import { plannedStep } from '../domain/undo-steps.js';
import { openQuestions } from '../run/questions.js';
import type { StepState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import type { Task } from './blocks.js';
import { waitingWords } from './manual-checks.js';
import { type Scene, told, took } from './scene.js';

/** Slack has no mark for what was left out. */
const SKIPPED = '⏭️';

/** `第 1 步` of a state's step, counted from one; what takes a step back is counted by itself. */
export function stepNumber({ state }: Scene, id: string): number {
  const steps = isUndo(state, id) ? (state.restore?.steps ?? []) : state.steps;
  return steps.findIndex((step) => step.id === id) + 1;
}

/** `第 4/7 步「恢复文件」`, `撤销 1/2「放回文件」`: a step in the middle of a sentence. */
export function stepName(scene: Scene, { id, title }: Pick<StepState, 'id' | 'title'>): string {
  const { w, state } = scene;
  const isTakenBack = isUndo(state, id);
  const total = isTakenBack ? (state.restore?.steps.length ?? 0) : state.steps.length;
  return w.run.stepName[isTakenBack ? 'undo' : 'step'](stepNumber(scene, id), total, told(scene, title));
}

/** `第 1 步`, `撤销 1`: a step by its number alone. */
export function shortStepName(scene: Scene, id: string): string {
  const { number, undoNumber } = scene.w.run.step;
  return (isUndo(scene.state, id) ? undoNumber : number)(stepNumber(scene, id));
}

/** Whether this is one of the steps that take back what the others did. */
export function isUndo({ steps, restore }: Scene['state'], id: string): boolean {
  return !steps.some((step) => step.id === id) && (restore?.steps.some((step) => step.id === id) ?? false);
}

/** The step whose end nobody knows, be it one of the run's own or one that takes such a step back. */
export function lostStep({ state }: Scene): StepState | undefined {
  return allSteps(state).find(({ status }) => status === 'lost');
}

/** A lost step is marked as unknown, not as failed: nobody knows. */
export function stepGlyph({ w }: Scene, { status }: StepState): string {
  if (status === 'lost') return w.run.verdictGlyph.unknown;
  return status === 'skipped' ? SKIPPED : w.run.glyph[STEP_STATUS[status]];
}

/** Slack's word for how a step stands; it has none for what was left out. */
export const STEP_STATUS: Readonly<Record<StepState['status'], Task['status']>> = {
  pending: 'pending',
  sent: 'pending',
  running: 'in_progress',
  succeeded: 'complete',
  failed: 'error',
  lost: 'error',
  skipped: 'error',
};

/** `完成 · 0.4 秒`, `失败，退出码 7 · 2 秒`, `结果未知`, `完成（由人确认，结果未知）`. */
export function stepWords(scene: Scene, step: StepState): string {
  return `${endWords(scene, step)}${attemptWords(scene, step)}`;
}

function endWords(scene: Scene, step: StepState): string {
  const { state } = scene;
  const { run } = scene.w;
  if (step.status === 'pending') return willNotRun(state, step) ? run.notRun : run.step.pending;
  if (step.status === 'sent') return isOpen(state) ? run.step.sent : run.step.mayHaveRun;
  if (step.settled) return run.step.settled;
  if (!step.result) return askedWords(scene, step);
  const isIdle = step.durationMs === undefined || step.result.kind === 'not-started';
  const span = isIdle ? '' : ` · ${took(scene, step.durationMs ?? 0)}`;
  return `${resultWords(scene, step)}${step.skipped ? scene.w.aside(run.step.skipped) : ''}${span}`;
}

/** How a step stands that has no end yet, or whom it waits for. */
function askedWords(scene: Scene, { id, status }: StepState): string {
  const question = openQuestions(scene.state).find((each) => each.kind === 'step' && each.id === id);
  return question ? waitingWords(scene, question) : scene.w.run.step[status];
}

/** Its turn may still come by itself. */
function isOpen({ phase }: Scene['state']): boolean {
  return phase === 'running' || phase === 'restoring';
}

/** What the run was to do is over once it is being taken back. */
function willNotRun(state: Scene['state'], { id }: StepState): boolean {
  return isEnded(state) || state.phase === 'held' || (state.restore !== undefined && !isUndo(state, id));
}

/** Nothing of the run happens any more. */
export function isEnded({ phase }: Scene['state']): boolean {
  return phase === 'closing' || phase === 'closed';
}

/** Said only when it is not the first: the same step ran before. */
function attemptWords({ w }: Scene, { earlier }: StepState): string {
  return earlier.length === 0 ? '' : ` · ${w.run.step.attempt(earlier.length + 1)}`;
}

function resultWords(scene: Scene, { id, result, status }: StepState): string {
  const { w, state } = scene;
  if (result?.kind === 'unneeded' || result?.kind === 'unclear') {
    const condition = plannedStep(state.request, id)?.when?.title;
    return w.run[result.kind](condition === undefined ? '' : told(scene, condition));
  }
  if (status === 'succeeded' || !result) return w.run.step[status];
  if (result.kind === 'exited') return w.run.exited(result.code);
  if (result.kind === 'timed-out' && result.silent) return w.run.silentTooLong;
  return result.kind === 'not-started' ? w.run.notStarted : w.run.ended[result.kind];
}
