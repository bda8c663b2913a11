import { CONFIRM_STEP } from '../domain/expand-scheme.js';
import type { RunState, StepState } from '../run/state.js';
import { problemText } from './problem.js';
import { stepNumber, stepWords } from './rows.js';
import { type Scene, told, took } from './scene.js';

/** `✅ 回滚成功`. */
export function outcomeText({ state, w }: Scene): string {
  if (state.outcome === 'aborted' && !state.decision) return w.closed.withdrawnHeading;
  return w.outcome[state.outcome ?? 'failed'];
}

/** True once a step may have run on a host, whatever came of it. */
export function hasStarted({ steps }: Pick<RunState, 'steps'>): boolean {
  return steps.some(({ status, result }) => status !== 'pending' && result?.kind !== 'not-started');
}

/** True once a step that changes something may have run: one that only looks leaves the host as it was. */
export function hasTouched({ steps, request }: RunState): boolean {
  const reads = new Set(request.scheme.steps.filter(({ effect }) => effect === 'read-only').map(({ id }) => id));
  return hasStarted({ steps: steps.filter(({ id }) => !reads.has(id)) });
}

/** Why it ended so, in one sentence. */
export function explain(scene: Scene): string {
  const { state, w } = scene;
  const failed = state.steps.find(({ status }) => status === 'failed');
  if (state.outcome === 'failed' && failed) return explainFailure(scene, failed);
  if (state.outcome === 'aborted') return explainAbort(scene);
  if (state.outcome === 'expired' && state.decision) return w.closed.outdated;
  const open = state.outcome === 'refused' ? blocking(state) : unpassed(state);
  return w.closed.because[state.outcome ?? 'failed'](open.map(({ title }) => told(scene, title)).join(w.semicolon));
}

function explainFailure(scene: Scene, step: StepState): string {
  const { state, w } = scene;
  const { id, title, result } = step;
  const [number, name] = [stepNumber(scene, id), told(scene, title)];
  if (result?.kind === 'not-started') {
    return w.closed.stepNotStarted(number, name, problemText(result.failure, scene.language));
  }
  if (isBackupChanged(state)) return w.closed.backupChanged(state.request.backup?.name ?? '');
  const changed = hasTouched(state) ? w.closed.stays : w.closed.untouched;
  return w.closed.stepFailed(number, name, stepWords(scene, step), changed);
}

/** The first step of all found another backup than the one that was approved, and ended the run. */
export function isBackupChanged({ steps }: RunState): boolean {
  return steps.some(
    ({ id, status, result }) => id === CONFIRM_STEP && status === 'failed' && result?.kind === 'exited',
  );
}

/** Before the decision a request is withdrawn; after it a rollback is stopped. */
export function stopper({ state, w }: Scene): string {
  return state.decision ? w.run.abortedBy : w.run.withdrawnBy;
}

function explainAbort({ state, w }: Scene): string {
  if (hasStarted(state)) return state.abort ? w.closed.abortedMidway : w.closed.outdatedMidway;
  return state.decision ? w.closed.abortedBefore : w.closed.withdrawn;
}

/** How long verification took beyond the steps, once it is over. */
export function verifyTook({ state, w, ...scene }: Scene): readonly string[] {
  const { stepsEndedAt, closedAt } = state;
  if (stepsEndedAt === undefined || closedAt === undefined || !state.checks.some(({ answer }) => answer)) return [];
  return [`${w.semicolon}${w.run.verifyTook(took({ state, w, ...scene }, closedAt - stepsEndedAt))}`];
}

/** `42 秒，预算 1 分钟内`. */
export function tookOf(scene: Scene, span: number): string {
  const { w, state } = scene;
  const { budget } = state.request.scheme;
  const verdict = span > budget ? w.run.overBudget(took(scene, budget)) : w.run.withinBudget(took(scene, budget));
  return `${took(scene, span)}${w.comma}${verdict}`;
}

function blocking({ prechecks }: RunState): RunState['prechecks'] {
  return prechecks.filter(({ weight, answer }) => weight === 'required' && answer && answer.verdict !== 'pass');
}

function unpassed({ checks }: RunState): RunState['checks'] {
  return checks.filter(({ answer }) => answer && answer.verdict !== 'pass');
}
