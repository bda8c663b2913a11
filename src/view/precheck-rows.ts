import type { KnownBlock } from '@slack/types';
import type { CheckState } from '../run/state.js';
import { paragraph } from './blocks.js';
import { evidenceLine } from './evidence.js';
import type { Line } from './rich-text.js';
import { MAX_NAMED, MAX_ROWS, verdictWords } from './rows.js';
import { type Scene, told } from './scene.js';

/** The pre-checks with what they saw; of very many those that passed are counted, and the others come first. */
export function precheckBlocks(scene: Scene): readonly KnownBlock[] {
  const { state, w } = scene;
  const { prechecks } = state;
  if (prechecks.length === 0) return [];
  const heading: Line = [{ bold: w.run.prechecks }];
  const linesOf = (list: readonly CheckState[]) => list.flatMap((check) => precheckLines(scene, check));
  if (prechecks.length <= MAX_ROWS) return [paragraph(heading, ...linesOf(prechecks))];
  const answered = prechecks.filter(({ answer }) => answer);
  const passed = answered.filter(({ answer }) => answer?.verdict === 'pass').length;
  const named = answered.filter(({ answer }) => answer?.verdict !== 'pass').slice(0, MAX_NAMED);
  const glyph = passed === prechecks.length ? w.run.glyph.complete : w.run.glyph.pending;
  return [paragraph(heading, ...linesOf(named), [`${glyph} ${w.run.passed(passed, prechecks.length)}`])];
}

/** One pre-check with its verdict and what it saw. */
function precheckLines(scene: Scene, check: CheckState): readonly Line[] {
  const { w } = scene;
  const title = told(scene, check.title);
  if (check.status !== 'finished' || !check.answer)
    return [[`${w.run.glyph.pending} ${title} · ${w.run.check.pending}`]];
  const line: Line = [
    `${w.run.verdictGlyph[check.answer.verdict]} ${title} · ${verdictWords(scene, check, 'precheck')}`,
  ];
  const seen = evidenceLine(check.answer, scene);
  return seen ? [line, ['    ', ...seen]] : [line];
}
