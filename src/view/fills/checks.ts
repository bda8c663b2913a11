import type { CheckArea } from '../../domain/check.js';
import type { CheckState } from '../../run/state.js';
import { oneLine } from '../../view/characters.js';
import { problemText } from '../../view/problem.js';
import { readOut } from '../../view/read-out.js';
import type { Line } from '../../view/rich-text.js';
import { verdictWords } from '../../view/rows.js';
import { date, told } from '../../view/scene.js';
import type { Filled, FillFunction, Paper, Row } from './filled.js';

/** Every check of one part of the record with what was seen; a part without a check stays open (S1.59 to S1.61). */
export function checksOf(area: CheckArea): FillFunction {
  return (paper): Filled => {
    const ids = paper.state.request.scheme.checks.filter((check) => check.area === area).map(({ id }) => id);
    const checks = paper.state.checks.filter(({ id }) => ids.includes(id));
    if (checks.length === 0) return { rows: [{ line: [paper.w.documents.noCheck], ticked: false }] };
    return { rows: checks.map((check) => checkRow(paper, check, 'check')) };
  };
}

/** What was looked at before anybody decided. */
export function prechecks(paper: Paper): readonly Row[] {
  return paper.state.prechecks.map((check) => checkRow(paper, check, 'precheck'));
}

/** One check with its verdict, who answered it and what was seen; ticked when it passed. */
export function checkRow(paper: Paper, check: CheckState, kind: 'precheck' | 'check' | 'restored'): Row {
  const { w } = paper;
  const name = told(paper, check.title);
  const title = `${kind === 'restored' ? w.run.restored(name) : name}${w.colon}`;
  if (!check.answer) return { line: [`${title}${w.run.notRun}`], ticked: false };
  const said = `${title}${verdictWords(paper, check, kind === 'precheck' ? kind : 'check')}`;
  return {
    line: [said, ...answerer(paper, check), ...seen(paper, check)],
    ticked: check.answer.verdict === 'pass',
  };
}

/** Who answered what only a person can, and when (S2.74 to S2.76). */
function answerer(paper: Paper, { answeredBy, answeredAt }: CheckState): Line {
  if (answeredBy === undefined) return [];
  const { w } = paper;
  const when = answeredAt === undefined ? '' : ` ${date(paper, answeredAt)}`;
  return [`${w.comma}${w.documents.answeredBy}`, { user: answeredBy }, when];
}

function seen({ w, language }: Paper, { answer, answeredBy }: CheckState): Line {
  if (!answer || answer.evidence.trim() === '') return [];
  const why = answer.failure ? `${problemText(answer.failure, language)} ` : '';
  // What a person noted are their own words.
  const what = answeredBy === undefined ? readOut(answer, w) : answer.evidence;
  return [`${w.semicolon}${w.run.evidence}${w.colon}${why}`, { code: oneLine(what) }];
}
