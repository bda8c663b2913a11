import { backupValues } from '../domain/backup-values.js';
import type { Step } from '../domain/scheme.js';
import type { RunState } from '../run/state.js';
import { isDone } from '../run/steps.js';
import { mayHaveRun } from '../run/touched.js';
import { oneLine } from './characters.js';
import type { Row } from './fills/filled.js';
import { enterPlace, quoted } from './local-place.js';
import { type Scene, targetText, told } from './scene.js';
import { stepNumber } from './step-words.js';

/** What a person may run by hand to take back what the steps did, the last one first; Backout runs none of it. */
export function undoRows(scene: Scene): readonly Row[] {
  const { w } = scene;
  return toTakeBack(scene.state).map((step, index) => ({
    number: index + 1,
    line: [
      `${told(scene, step.undo?.title ?? step.title)}${where(scene, step)}`,
      `${w.comma}${w.documents.takesBack(stepNumber(scene, step.id))}`,
    ],
    box: { text: scriptOf(scene, step, step.undo?.run ?? ''), language: 'sh' },
  }));
}

/** What is left of the scheme for a person to run by hand, from the step whose end is unknown or that failed on. */
export function restRows(scene: Scene): readonly Row[] {
  const { state, w } = scene;
  if (state.restore) return [];
  const left = new Map(state.steps.filter((step) => !isDone(step)).map((step) => [step.id, step.status]));
  return state.request.scheme.steps
    .filter(({ id }) => left.has(id))
    .map((step) => ({
      number: stepNumber(scene, step.id),
      line: [
        `${told(scene, step.title)}${where(scene, step)}`,
        left.get(step.id) === 'pending' ? '' : w.aside(w.documents.lookFirst),
      ],
      box: boxOf(scene, step),
    }));
}

/** What is typed on the host; of a step without one, what its person does. */
function boxOf(scene: Scene, step: Step): NonNullable<Row['box']> {
  if (!step.manual) return { text: conditionally(scene, step, scriptOf(scene, step, step.run)), language: 'sh' };
  const todo = step.manual.instructions.map((each, index) => `${index + 1}. ${told(scene, each)}`);
  return { text: todo.join('\n') };
}

/** Whoever pastes a script that is not always needed pastes the question along, and nothing runs but for a clear yes. */
function conditionally(scene: Scene, step: Step, script: string): string {
  const { w } = scene;
  if (!step.when) return script;
  const title = told(scene, step.when.title);
  return [
    `# ${w.request.onlyIf}${w.colon}${oneLine(title)}`,
    `# ${w.request.onlyIfHow}`,
    ...['(', 'set -eu', scriptOf(scene, step, step.when.run), ')'],
    ...['case $? in', '0) (', script, ') ;;'],
    `1) echo ${quoted(w.run.unneeded(title))} ;;`,
    `*) echo ${quoted(w.run.unclear(title))} ;;`,
    'esac',
  ].join('\n');
}

/** Steps that may have changed something, say how to take it back, and were not taken back. */
function toTakeBack({ steps, restore, request }: RunState): readonly Step[] {
  const begun = steps.filter(mayHaveRun);
  const ids = new Set(begun.map(({ id }) => id));
  const undone = new Set(restore?.steps.filter(isDone).map(({ id }) => id));
  return request.scheme.steps
    .filter(({ id, undo }) => undo !== undefined && ids.has(id) && !undone.has(`${id}-undo`))
    .toReversed();
}

/** ` · web（deploy@10.0.0.5），以 www-data 身份`. */
function where(scene: Scene, { target, user }: Step): string {
  const { w } = scene;
  const as = user === undefined ? '' : `${w.comma}${w.documents.asUser(user)}`;
  return ` · ${targetText(scene, target)}${as}`;
}

/** The script with the values it needs, ready to be pasted into a shell on its host. */
function scriptOf(scene: Scene, step: Step, run: string): string {
  const { state, w } = scene;
  const script = run.trimEnd();
  const within = step.directory === undefined ? script : `cd -- "$${step.directory}"\n${script}`;
  const used = Object.entries(valuesOf(state, step)).filter(([name]) => uses(within, name));
  const secrets = step.secrets.filter((name) => uses(within, `${name}_FILE`));
  const target = state.request.targets[step.target];
  const place = target?.local ? [`# ${w.documents.onThisMachine}`, ...enterPlace(target)] : [];
  return [
    ...place,
    ...used.map(([name, value]) => `export ${name}=${quoted(value)}`),
    ...secrets.map((name) => `# ${w.documents.secretFile(`${name}_FILE`)}`),
    within,
  ].join('\n');
}

/** What the step's own script saw. */
function valuesOf({ id, request }: RunState, step: Step): Readonly<Record<string, string>> {
  const { backup, variables } = request;
  return {
    ...variables,
    ...backupValues(backup),
    BACKOUT_RUN: id,
    BACKOUT_STEP: step.id,
    ...step.environment,
  };
}

function uses(script: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}(?![A-Za-z0-9_])`).test(script);
}
