import type { UserId } from '../domain/person.js';
import type { Field, Section, Template } from '../domain/template.js';
import { fillOf } from './fills/fill.js';
import type { Paper, Row } from './fills/filled.js';
import { field as fieldLine, mdFence, mdLine, mdText, tick } from './markdown.js';
import { told } from './scene.js';
import { toldName } from './told.js';
import { toldOf } from './told-boxes.js';
import { toldLine, toldParts } from './told-text.js';

export type NameOf = (user: UserId) => string;

/** One field in Markdown: a line of its section's list, or paragraphs under a heading of their own. */
export type Piece = { readonly line: string } | { readonly heading: string; readonly parts: readonly string[] };

/** The sections of a template, filled in: headings and paragraphs, to be joined by empty lines. */
export function documentParts(paper: Paper, template: Template, nameOf: NameOf): readonly string[] {
  return template.sections.flatMap((section) => sectionParts(paper, section, nameOf));
}

/** Rows as a list; those with a text below them stand apart. */
export function rowParts(rows: readonly Row[], nameOf: NameOf): readonly string[] {
  const texts = rows.map((row) => rowText(row, nameOf));
  const areApart = rows.some(({ box, number }) => box !== undefined || number !== undefined);
  return areApart ? texts : [texts.join('\n')];
}

function sectionParts(paper: Paper, { title, fields }: Section, nameOf: NameOf): readonly string[] {
  const pieces = fields.map((each) => pieceOf(paper, each, nameOf));
  const [only, ...others] = pieces;
  const heading = `## ${mdText(told(paper, title))}`;
  // A section that is one list needs no second heading.
  if (only && 'parts' in only && others.length === 0) return [heading, ...only.parts];
  return [heading, ...pieces.reduce<readonly Piece[]>(merged, []).flatMap(partsOf)];
}

/** Lines of neighbouring fields form one list. */
function merged(pieces: readonly Piece[], piece: Piece): readonly Piece[] {
  const last = pieces.at(-1);
  if (!last || !('line' in last) || !('line' in piece)) return [...pieces, piece];
  return [...pieces.slice(0, -1), { line: `${last.line}\n${piece.line}` }];
}

function partsOf(piece: Piece): readonly string[] {
  return 'line' in piece ? [piece.line] : [`### ${piece.heading}`, ...piece.parts];
}

function pieceOf(paper: Paper, field: Field, nameOf: NameOf): Piece {
  const title = mdText(told(paper, field.title));
  const line = (text: string): Piece => ({ line: fieldLine(title, text, paper.w.colon) });
  const filled = 'fill' in field ? fillOf(paper, field.fill) : undefined;
  if (filled && 'rows' in filled) return { heading: title, parts: rowParts(filled.rows, nameOf) };
  if (filled) return line(mdLine(filled.value, nameOf));
  const answer = toldOf(paper.state, toldName(field));
  if ('ask' in field && field.long) return { heading: title, parts: toldParts(paper, field.columns, answer, nameOf) };
  return line(toldLine(paper, answer, nameOf));
}

function rowText({ line, ticked, number, box }: Row, nameOf: NameOf): string {
  const text = mdLine(line, nameOf);
  const item = number === undefined ? `- ${text}` : `${number}. ${text}`;
  const head = ticked === undefined ? item : tick(ticked, text);
  return box === undefined ? head : `${head}\n\n${mdFence(box.text, box.language)}`;
}
