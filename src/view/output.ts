import { printable } from '../domain/printable.js';
import type { StepState } from '../run/state.js';
import { allSteps } from '../run/steps.js';
import { paragraph } from './blocks.js';
import { isShortened } from './card-progress.js';
import { cutMiddle } from './characters.js';
import { message } from './message.js';
import { problemText } from './problem.js';
import { type Line, lines, preformatted, richText } from './rich-text.js';
import { rowLines, rowsOf } from './rows.js';
import { type Scene, told } from './scene.js';
import { shortStepName, stepGlyph, stepWords } from './step-words.js';
import type { Message, Surface } from './surface.js';
import { size } from './time.js';

const MAX_OUTPUT = 2_500;
const LINES_PER_BLOCK = 15;
/** More would be cut: a message holds some 10,000 characters. */
const ROWS_PER_MESSAGE = 40;

/** What each step printed, below the card: of every ended step that printed something or did not succeed. */
export function outputSurfaces(scene: Scene): readonly Surface[] {
  return allSteps(scene.state)
    .filter(isWorthShowing)
    .map((step) => outputOf(scene, step));
}

/** The whole list of steps and checks, for a run too long for its card; once it is there it follows the run. */
export function rowsSurface(scene: Scene, card: Message): readonly Surface[] {
  const { state, w, delivered } = scene;
  const isNeeded = isShortened(card, scene) || delivered.has('rows');
  if (state.decision?.verdict !== 'approved' || !isNeeded) return [];
  const rows = rowsOf(scene);
  const place = { channel: state.request.channel, below: 'card' };
  return Array.from({ length: Math.ceil(rows.length / ROWS_PER_MESSAGE) }, (_, index) => {
    const page = rows.slice(index * ROWS_PER_MESSAGE, (index + 1) * ROWS_PER_MESSAGE);
    const parts = inBlocks([[{ bold: w.run.allSteps }], ...rowLines(page)]);
    const key = index === 0 ? 'rows' : `rows:${index + 1}`;
    return { key, kind: 'message', place, message: message(w.run.allSteps, parts) };
  });
}

function inBlocks(rows: readonly Line[]) {
  return Array.from({ length: Math.ceil(rows.length / LINES_PER_BLOCK) }, (_, part) =>
    paragraph(...rows.slice(part * LINES_PER_BLOCK, (part + 1) * LINES_PER_BLOCK)),
  );
}

function isWorthShowing({ status, output }: StepState): boolean {
  if (status === 'failed' || status === 'lost' || status === 'skipped') return true;
  return status === 'succeeded' && (output?.text.trim() ?? '') !== '';
}

function outputOf(scene: Scene, step: StepState): Surface {
  const { state } = scene;
  const title = `${shortStepName(scene, step.id)} · ${told(scene, step.title)} · ${stepWords(scene, step)}`;
  const { result } = step;
  const why: readonly Line[] =
    result?.kind === 'not-started' ? [[problemText(result.failure, scene.language)], [{ code: result.facts }]] : [];
  const block = richText(
    lines([{ bold: `${stepGlyph(scene, step)} ${title}` }], ...why, [note(scene, step)]),
    ...printed(step),
  );
  const place = { channel: state.request.channel, below: 'card' };
  return { key: `output:${step.id}`, kind: 'message', place, message: message(title, [block]) };
}

function note({ w }: Scene, { output, result }: StepState): string {
  // A failed step's title says its exit code already.
  const code = result?.kind === 'exited' && result.code === 0 ? `${w.run.exitCode(result.code)}${w.comma}` : '';
  if (!output || output.text.trim() === '') return `${code}${w.run.noOutput}`;
  const isCut = output.cut || output.text.length > MAX_OUTPUT;
  return `${code}${isCut ? w.run.outputCut(size(output.bytes)) : w.run.output}`;
}

function printed({ output }: StepState) {
  const text = printable(output?.text ?? '').trimEnd();
  return text === '' ? [] : [preformatted(cutMiddle(text, MAX_OUTPUT), MAX_OUTPUT)];
}
