import type { Text } from '../domain/text.js';
import type { Told } from '../run/state.js';
import type { Paper } from './fills/filled.js';
import { mdLine, mdText } from './markdown.js';
import { date, told } from './scene.js';

type NameOf = Parameters<typeof mdLine>[1];

/** Cells are parted by `|`, as wide as people type it. */
const BAR = /[|｜]/;

/** The rows of a table that somebody told, one a line. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.split(BAR).map((cell) => cell.trim()));
}

/** What people told for a field of one line, with who and when; says so when nobody has. */
export function toldLine(paper: Paper, answer: Told | undefined, nameOf: NameOf): string {
  const { w } = paper;
  return answer ? `${mdText(answer.text)}${w.aside(teller(paper, answer, nameOf))}` : w.documents.notTold;
}

/** The same of a field of several lines, or of a table. */
export function toldParts(
  paper: Paper,
  columns: readonly Text[],
  answer: Told | undefined,
  nameOf: NameOf,
): readonly string[] {
  const { w } = paper;
  const by = answer ? w.aside(teller(paper, answer, nameOf)).trim() : w.documents.notTold;
  if (columns.length > 0) return [table(paper, columns, answer), by];
  if (!answer) return [by];
  const lines = answer.text.split('\n').filter((line) => line.trim() !== '');
  // An empty line between them, or Markdown would run them together.
  return [lines.map((line) => `> ${mdText(line)}`).join('\n>\n'), by];
}

function teller(paper: Paper, { by, at }: Told, nameOf: NameOf): string {
  return mdLine([paper.w.documents.toldBy, { user: by }, ` ${date(paper, at)}`], nameOf);
}

/** With an empty row to be filled in while nobody told any. */
function table(paper: Paper, columns: readonly Text[], answer: Told | undefined): string {
  const rows = answer ? tableRows(answer.text) : [columns.map(() => '')];
  const cells = (row: readonly string[]) => `| ${columns.map((_, index) => mdText(row[index] ?? '')).join(' | ')} |`;
  const head = `| ${columns.map((column) => mdText(told(paper, column))).join(' | ')} |`;
  return [head, `|${columns.map(() => ' --- |').join('')}`, ...rows.map(cells)].join('\n');
}
