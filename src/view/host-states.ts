import type { Check } from '../domain/check.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { CheckState, StepState } from '../run/state.js';
import { currentStep } from '../run/steps.js';
import type { Task } from './blocks.js';
import { cut, oneLine } from './characters.js';
import { readOut } from './read-out.js';
import { type Scene, targetText } from './scene.js';
import { isEnded } from './step-words.js';
import { isAdded } from './steps.js';

/** One host of a group: how far it is, and what was seen there last. */
export type HostState = {
  readonly host: string;
  readonly isCanary: boolean;
  readonly words: string;
  readonly status: Task['status'];
  readonly seen?: string;
};

type Stand = Pick<HostState, 'words' | 'status'>;

const MAX_SEEN = 80;

/** The hosts of the run's groups in their order; none without a group. */
export function hostStates(scene: Scene): readonly HostState[] {
  return groupsOf(scene).flatMap((hosts) =>
    hosts.map((name, index) => {
      const seen = lastSeen(scene, name);
      const more = seen === undefined ? {} : { seen };
      const isCanary = index === 0 && scene.state.request.undoOf === undefined;
      return { host: targetText(scene, name), isCanary, ...standOf(scene, name), ...more };
    }),
  );
}

/** Names of hosts on which a plan's own steps run, group by group, in the order of their turns. */
export function groupsOf({ state }: Scene): readonly (readonly string[])[] {
  const { scheme, targets } = state.request;
  const groups = new Map<string, Set<string>>();
  for (const { target } of scheme.steps.filter((step) => !isAdded(step))) {
    const group = targets[target]?.group;
    if (group !== undefined) groups.set(group, (groups.get(group) ?? new Set()).add(target));
  }
  return [...groups.values()].map((hosts) => [...hosts]);
}

function standOf(scene: Scene, host: string): Stand {
  const { w, state } = scene;
  const own = stepsOn(scene, host, state.steps);
  const undo = stepsOn(scene, host, state.restore?.steps ?? []);
  const table = w.hostTable;
  if (undo.length > 0) return undoOf(scene, host, undo);
  const bad = own.find(isBad);
  if (bad) return { words: w.run.step[bad.status], status: 'error' };
  if (own.every(({ status }) => status === 'succeeded')) return seenDone(scene, host, w.run.step.succeeded);
  const hasBegun = own.some(({ status }) => status === 'succeeded' || status === 'running');
  const willGoOn = !isOver(scene) && state.restore === undefined;
  if (hasBegun && willGoOn && state.phase === 'running') return turnOf(scene, host);
  if (hasBegun) return { words: table.halfway, status: 'error' };
  return { words: willGoOn ? w.run.step.pending : table.untouched, status: 'pending' };
}

/** Something was done there and more will be; between two of its turns nothing runs on it. */
function turnOf({ w, state }: Scene, host: string): Stand {
  const isItsTurn = plannedStep(state.request, currentStep(state)?.id ?? '')?.target === host;
  if (isItsTurn) return { words: w.run.step.running, status: 'in_progress' };
  return { words: w.hostTable.partly, status: 'pending' };
}

function undoOf(scene: Scene, host: string, undo: readonly StepState[]): Stand {
  const table = scene.w.hostTable;
  if (undo.every(({ status }) => status === 'succeeded')) return seenDone(scene, host, table.undone);
  const isBroken = undo.some(isBad) || isOver(scene);
  return isBroken ? { words: table.notUndone, status: 'error' } : { words: table.undoing, status: 'in_progress' };
}

/** All steps there are done; that is no good end when what must be seen there was not. */
function seenDone(scene: Scene, host: string, words: string): Stand {
  const { state, w } = scene;
  const { restore, checks } = state.request.scheme;
  const [planned, asked] = state.restore ? [restore?.checks ?? [], state.restore.checks] : [checks, state.checks];
  const isBad = asked.some(
    ({ id, weight, answer }) =>
      weight === 'required' &&
      answer !== undefined &&
      answer.verdict !== 'pass' &&
      planned.some((check) => check.id === id && isOn(check, host)),
  );
  return isBad ? { words: `${words}${w.comma}${w.hostTable.unseen}`, status: 'error' } : { words, status: 'complete' };
}

/** Nothing more happens by itself. */
function isOver({ state }: Scene): boolean {
  return isEnded(state) || state.phase === 'held';
}

function isBad({ status }: StepState): boolean {
  return status === 'failed' || status === 'lost' || status === 'skipped';
}

function stepsOn({ state }: Scene, host: string, list: readonly StepState[]): readonly StepState[] {
  return list.filter((step) => plannedStep(state.request, step.id)?.target === host && !isAdded(step));
}

/** What the newest check saw there; before any, the last line that a step printed. */
function lastSeen(scene: Scene, host: string): string | undefined {
  const { state, w } = scene;
  const { scheme } = state.request;
  const answered = (planned: typeof scheme.checks, list: readonly CheckState[]) =>
    list.findLast(({ id, answer }) => answer && planned.some((each) => isOn(each, host) && each.id === id))?.answer;
  const answer =
    answered(scheme.restore?.checks ?? [], state.restore?.checks ?? []) ?? answered(scheme.checks, state.checks);
  const steps = stepsOn(scene, host, [...state.steps, ...(state.restore?.steps ?? [])]);
  const said = steps.findLast(({ output }) => output && output.text.trim() !== '')?.output?.text;
  const text = answer ? readOut(answer, w) : (said?.trimEnd().split('\n').at(-1) ?? '');
  return text.trim() === '' ? undefined : cut(oneLine(text), MAX_SEEN);
}

function isOn(check: Check, host: string): boolean {
  return check.kind === 'command' && check.target === host;
}
