import type { StepState } from '../../run/state.js';
import { cutMiddle } from '../../view/characters.js';
import { problemText } from '../../view/problem.js';
import type { Line } from '../../view/rich-text.js';
import { clock, targetText, told } from '../../view/scene.js';
import { stepWords } from '../../view/step-words.js';
import type { FillFunction, Paper, Row } from './filled.js';

const MAX_OUTPUT = 4_000;

/** What ran, where, with times, exit codes and output (S1.58). */
export const steps: FillFunction = (paper) => ({
  rows: paper.state.steps.map((step, index) => stepRow(paper, step, index + 1)),
});

function stepRow(paper: Paper, step: StepState, number: number): Row {
  const { w, state } = paper;
  const target = state.request.scheme.steps.find(({ id }) => id === step.id)?.target;
  const where = target ? ` · ${targetText(paper, target)}` : '';
  const started = step.startedAt === undefined ? '' : `${w.comma}${w.record.startedAt(clock(paper, step.startedAt))}`;
  const head = `${told(paper, step.title)}${where}${w.colon}${stepWords(paper, step)}${exitCode(paper, step)}${started}`;
  const output = step.output?.text.trim() ?? '';
  const row = { number, line: [head, ...whyNotStarted(paper, step)] };
  return output === '' ? row : { ...row, box: { text: cutMiddle(output, MAX_OUTPUT) } };
}

/** A failed step's words hold its exit code already. */
function exitCode({ w }: Paper, { status, result }: StepState): string {
  return status === 'succeeded' && result?.kind === 'exited' ? `${w.comma}${w.run.exitCode(result.code)}` : '';
}

function whyNotStarted({ w, language }: Paper, { result }: StepState): Line {
  if (result?.kind !== 'not-started') return [];
  return [`${w.comma}${problemText(result.failure, language)} `, { code: result.facts }];
}
