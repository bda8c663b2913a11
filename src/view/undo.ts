import type { Step } from '../domain/scheme.js';
import type { RunState } from '../run/state.js';
import type { Row } from './fills/filled.js';
import { enterPlace, quoted } from './local-place.js';
import { type Scene, targetText, told } from './scene.js';
import { stepNumber } from './step-words.js';

/** What a person may run by hand to take back what the steps did, the last one first; Backout runs none of it. */
export function undoRows(scene: Scene): readonly Row[] {
  return toTakeBack(scene.state).map((step, index) => ({
    number: index + 1,
    line: [undoTitle(scene, step)],
    box: { text: undoScript(scene, step), language: 'sh' },
  }));
}

/** Steps that may have changed something and say how to take it back. */
function toTakeBack({ steps, request }: RunState): readonly Step[] {
  const begun = steps.filter(({ status, result }) => status !== 'pending' && result?.kind !== 'not-started');
  const ids = new Set(begun.map(({ id }) => id));
  return request.scheme.steps.filter(({ id, undo }) => undo !== undefined && ids.has(id)).toReversed();
}

/** `放回 user_system.py · web（deploy@10.0.0.5），撤回第 3 步`. */
function undoTitle(scene: Scene, { id, undo, target, title, user }: Step): string {
  const { w } = scene;
  const as = user === undefined ? '' : `${w.comma}${w.documents.asUser(user)}`;
  const where = ` · ${targetText(scene, target)}${as}`;
  return `${told(scene, undo?.title ?? title)}${where}${w.comma}${w.documents.takesBack(stepNumber(scene, id))}`;
}

/** The script with the values it needs, ready to be pasted into a shell on its host. */
function undoScript(scene: Scene, step: Step): string {
  const { state, w } = scene;
  const script = step.undo?.run.trimEnd() ?? '';
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
  const { path, name, bytes, digest } = backup ?? {};
  const chosen = { BACKUP: path, BACKUP_NAME: name, BACKUP_BYTES: bytes?.toString(), BACKUP_DIGEST: digest };
  const known = Object.entries(chosen).flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const]));
  return {
    ...variables,
    ...Object.fromEntries(known),
    BACKOUT_RUN: id,
    BACKOUT_STEP: step.id,
    ...step.environment,
  };
}

function uses(script: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}(?![A-Za-z0-9_])`).test(script);
}
