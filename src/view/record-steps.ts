import type { CheckState, StepState } from '../run/state.js';
import { cutMiddle } from './characters.js';
import { field, mdCode, mdFence, mdText, tick } from './markdown.js';
import { problemText } from './problem.js';
import { stepWords, verdictWords } from './rows.js';
import { clock, type Scene, targetText, told } from './scene.js';

const MAX_OUTPUT = 4_000;

/** What ran, with times and exit codes (S1.58). */
export function recordSteps(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const { record } = state.request.scheme;
  const checked = state.checks.filter(({ answer }) => answer).length;
  const passed = state.checks.filter(({ answer }) => answer?.verdict === 'pass').length;
  const values = [
    record.backup === undefined ? backupSeen(scene) : mdText(told(scene, record.backup)),
    record.files === undefined ? w.record.notFilled : mdText(told(scene, record.files)),
    record.restart === undefined ? w.record.notFilled : mdText(told(scene, record.restart)),
    checked === 0 ? w.run.notRun : w.record.passedOf(passed, state.checks.length),
  ];
  return [
    `### ${w.record.steps}`,
    w.record.stepFields.map((name, index) => `${index + 1}. ${name}${w.colon}${values[index]}`).join('\n'),
    `#### ${w.record.ran}`,
    ...state.steps.map((step, index) => stepText(scene, step, index + 1)),
  ];
}

/** The answer of the check that looked for a backup; nobody else saw one. */
function backupSeen({ state, w }: Scene): string {
  const ids = state.request.scheme.prechecks.filter(({ kind }) => kind === 'backup').map(({ id }) => id);
  const check = state.prechecks.find(({ id, answer }) => answer && ids.includes(id));
  return check?.answer ? `${mdCode(check.answer.evidence)}${w.aside(w.record.backupNotUsed)}` : w.record.notFilled;
}

function stepText(scene: Scene, step: StepState, number: number): string {
  const { w, state } = scene;
  const target = state.request.scheme.steps.find(({ id }) => id === step.id)?.target;
  const where = target ? ` · ${targetText(scene, target)}` : '';
  const started = step.startedAt === undefined ? '' : `${w.comma}${w.record.startedAt(clock(scene, step.startedAt))}`;
  const code =
    step.status === 'succeeded' && step.result?.kind === 'exited'
      ? `${w.comma}${w.run.exitCode(step.result.code)}`
      : '';
  const why =
    step.result?.kind === 'not-started'
      ? `${w.comma}${mdText(problemText(step.result.failure, scene.language))} ${mdCode(step.result.facts)}`
      : '';
  const words = mdText(stepWords(scene, step));
  const head = `${number}. ${mdText(`${told(scene, step.title)}${where}`)}${w.colon}${words}${code}${started}${why}`;
  const output = step.output?.text.trim() ?? '';
  return output === '' ? head : [head, mdFence(cutMiddle(output, MAX_OUTPUT))].join('\n\n');
}

const AREAS = ['service', 'function', 'performance'] as const;

/** Every check with what it saw, in the template's three parts; a part without a check stays open (S1.59 to S1.61). */
export function recordChecks(scene: Scene): readonly string[] {
  const { w, state } = scene;
  const parts = AREAS.map((area) => {
    const ids = state.request.scheme.checks.filter((check) => check.area === area).map(({ id }) => id);
    const rows = state.checks.filter(({ id }) => ids.includes(id)).map((check) => checkText(scene, check, 'check'));
    return [`### ${w.record.areas[area]}`, rows.join('\n') || tick(false, w.record.notFilled)];
  });
  return [
    `## ${w.record.verification}`,
    ...parts.flat(),
    `### ${w.run.prechecks}`,
    state.prechecks.map((check) => checkText(scene, check, 'precheck')).join('\n') || w.none,
  ];
}

function checkText(scene: Scene, check: CheckState, kind: 'precheck' | 'check'): string {
  const { w } = scene;
  const title = mdText(told(scene, check.title));
  if (!check.answer) return tick(false, `${title}${w.colon}${w.run.notRun}`);
  const { verdict, evidence, failure } = check.answer;
  const why = failure ? `${mdText(problemText(failure, scene.language))} ` : '';
  const seen = evidence.trim() === '' ? '' : `${w.semicolon}${w.run.evidence}${w.colon}${why}${mdCode(evidence)}`;
  return tick(verdict === 'pass', `${title}${w.colon}${verdictWords(scene, check, kind)}${seen}`);
}

/** One fact of the remarks. */
export function remark({ w }: Scene, name: string, value: string): string {
  return field(name, value, w.colon);
}
