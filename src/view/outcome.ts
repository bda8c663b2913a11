import { isConfirming } from '../domain/expand-scheme.js';
import type { CheckState, RunState, StepState } from '../run/state.js';
import { allSteps, isDone } from '../run/steps.js';
import { hasStarted, hasTouched, stepsToUndo } from '../run/touched.js';
import { problemText } from './problem.js';
import { type Scene, told, took } from './scene.js';
import { namesOf } from './standstill.js';
import { isSnapshot } from './step-effect.js';
import { lostStep, stepName, stepWords } from './step-words.js';
import { stillRunning } from './unknown.js';

/** `✅ 回滚成功`. */
export function outcomeText({ state, w }: Scene): string {
  if (state.outcome === 'aborted' && !state.decision) return w.closed.withdrawnHeading;
  return w.outcome[state.outcome ?? 'failed'];
}

/** Why it ended so, in one sentence. */
export function explain(scene: Scene): string {
  const { state, w } = scene;
  if (state.outcome === 'restored') return [causeText(scene), w.closed.because.restored('')].join(w.space);
  if (state.outcome === 'failed') return explainFailure(scene);
  if (state.outcome === 'aborted') return explainAbort(scene);
  if (state.outcome === 'handed-over') return explainHandOver(scene);
  if (state.outcome === 'expired' && state.decision) return w.closed.outdated;
  const skipped = skippedOf(state);
  if (state.outcome === 'partial' && skipped.length > 0) return explainSkipped(scene, skipped);
  const open = state.outcome === 'refused' ? blocking(state) : unpassed(state.checks);
  return [w.closed.because[state.outcome ?? 'failed'](titles(scene, open)), ...settledText(scene)].join(w.space);
}

/** A step that a person vouched for is no step that its host told of. */
function settledText(scene: Scene): readonly string[] {
  const names = namesOf(
    scene,
    scene.state.steps.filter(({ settled }) => settled),
  );
  return names === undefined ? [] : [scene.w.closed.settled(names)];
}

/** Why the run stands still and who it waits for: what failed, or why nothing runs any more. */
export function explainStop(scene: Scene): string {
  const { state, w } = scene;
  if (state.phase === 'held') return heldText(scene);
  const isBroken = state.stopped?.cause !== 'step';
  return [causeText(scene), ...(isBroken ? [w.stopped.mayBeBroken] : []), leftText(scene)].join(w.space);
}

/** What failed, in one sentence: a step, or checks after the steps; else its approval ran out between two steps. */
function causeText(scene: Scene): string {
  const { state, w } = scene;
  const failed = state.steps.find(({ status }) => status === 'failed');
  if (failed) return w.stopped.step(stepName(scene, failed), stepWords(scene, failed));
  const left = state.steps.filter((step) => !isDone(step));
  if (left.length > 0) return w.stopped.outdated(namesOf(scene, left) ?? '');
  const skipped = skippedOf(state);
  if (skipped.length > 0) return explainSkipped(scene, skipped);
  return w.stopped.verification(titles(scene, unpassed(state.checks)));
}

/** What became of what was done. */
function leftText(scene: Scene): string {
  const { state, w } = scene;
  const others = state.steps.filter((step) => !isSnapshot(step));
  if (!hasTouched({ ...state, steps: others })) return w.stopped.onlyCopies;
  const count = stepsToUndo(state).length;
  return count > 0 ? w.stopped.canUndo(count) : w.stopped.cannotUndo;
}

/** Why nothing runs any more. */
export function heldText(scene: Scene): string {
  const { state, w } = scene;
  const cause = state.held?.cause ?? 'person';
  const because = w.held.because[cause];
  if (cause === 'not-restored') return because(titles(scene, unpassed(state.restore?.checks ?? [])));
  const broken = state.restore?.steps.find(({ status }) => status === 'failed');
  const said = because(broken ? `${stepName(scene, broken)}${w.comma}${stepWords(scene, broken)}` : '');
  return cause === 'person' ? [said, causeText(scene)].join(w.space) : said;
}

function explainFailure(scene: Scene): string {
  const { state, w } = scene;
  const failed = allSteps(state).findLast(({ status }) => status === 'failed');
  if (state.givenUp) return givenUpText(scene);
  // Nobody said how to see that things are as before.
  if (state.restore?.checks.length === 0) return [causeText(scene), w.closed.unseen].join(w.space);
  if (failed) return explainFailedStep(scene, failed);
  return w.closed.because.failed(titles(scene, unpassed(state.checks)));
}

function explainFailedStep(scene: Scene, step: StepState): string {
  const { state, w } = scene;
  const { result } = step;
  const untouched = hasTouched(state) ? w.closed.stays : w.closed.nothingChanged;
  if (result?.kind === 'not-started') {
    return w.closed.stepNotStarted(stepName(scene, step), problemText(result.failure, scene.language), untouched);
  }
  if (isBackupChanged(state)) return w.closed.backupChanged(state.request.backup?.name ?? '');
  const changed = hasTouched(state) ? w.closed.stays : w.closed.untouched;
  return w.closed.stepFailed(stepName(scene, step), stepWords(scene, step), changed);
}

/** A person ended it; a hold that the machine made says more than what failed at first. */
function givenUpText(scene: Scene): string {
  const { state, w } = scene;
  const isByMachine = state.held !== undefined && state.held.cause !== 'person';
  const why = isByMachine ? heldText(scene) : [causeText(scene), w.closed.stays].join(w.space);
  return [why, w.closed.givenUp].join(w.space);
}

/** The first step of all found another backup than the one that was approved, and ended the run. */
export function isBackupChanged({ steps }: RunState): boolean {
  return steps.some(({ id, status, result }) => isConfirming(id) && status === 'failed' && result?.kind === 'exited');
}

/** Before the decision a request is withdrawn; after it a rollback is stopped. */
export function stopper({ state, w }: Scene): string {
  if (state.restore) return w.restoring.stoppedBy;
  return state.decision ? w.run.abortedBy : w.run.withdrawnBy;
}

function explainAbort({ state, w }: Scene): string {
  if (hasStarted(state)) return state.abort ? w.closed.abortedMidway : w.closed.outdatedMidway;
  return state.decision ? w.closed.abortedBefore : w.closed.withdrawn;
}

/** Whoever takes over must know first which step may still be at work. */
function explainHandOver(scene: Scene): string {
  const { w } = scene;
  const lost = lostStep(scene);
  const unknown = lost ? [w.human.what(stepName(scene, lost)), ...stillRunning(scene, lost.evidence)] : [];
  return [...unknown, w.closed.because['handed-over']('')].join(w.space);
}

function skippedOf({ steps }: RunState): readonly StepState[] {
  return steps.filter(({ status }) => status === 'skipped');
}

function explainSkipped(scene: Scene, skipped: readonly StepState[]): string {
  const { w, state } = scene;
  const left = w.closed.skipped(skipped.map((step) => stepName(scene, step)).join(w.semicolon));
  const open = unpassed(state.checks);
  return open.length === 0 ? left : [left, w.closed.alsoOpen(titles(scene, open))].join(w.space);
}

/** How long verification took beyond the steps, once it is over. */
export function verifyTook({ state, w, ...scene }: Scene): readonly string[] {
  const { stepsEndedAt, closedAt } = state;
  const isPlain = state.restore === undefined && state.givenUp === undefined;
  if (stepsEndedAt === undefined || closedAt === undefined || !isPlain) return [];
  if (!state.checks.some(({ answer }) => answer)) return [];
  return [`${w.semicolon}${w.run.verifyTook(took({ state, w, ...scene }, closedAt - stepsEndedAt))}`];
}

/** `42 秒，预算 1 分钟内`. */
export function tookOf(scene: Scene, span: number): string {
  const { w, state } = scene;
  const { budget } = state.request.scheme;
  const verdict = span > budget ? w.run.overBudget(took(scene, budget)) : w.run.withinBudget(took(scene, budget));
  return `${took(scene, span)}${w.comma}${verdict}`;
}

function titles(scene: Scene, checks: readonly CheckState[]): string {
  return checks.map(({ title }) => told(scene, title)).join(scene.w.semicolon);
}

function blocking({ prechecks }: RunState): readonly CheckState[] {
  return prechecks.filter(({ weight, answer }) => weight === 'required' && answer && answer.verdict !== 'pass');
}

function unpassed(checks: readonly CheckState[]): readonly CheckState[] {
  return checks.filter(({ answer }) => answer && answer.verdict !== 'pass');
}
