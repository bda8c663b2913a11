import type { UserId } from '../domain/person.js';
import type { Fill, Template } from '../domain/template.js';
import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { restRows, undoRows } from './by-hand.js';
import { documentParts, type NameOf, rowParts } from './document.js';
import { prechecks } from './fills/checks.js';
import { fillOf } from './fills/fill.js';
import type { Paper } from './fills/filled.js';
import { hostTable } from './host-table.js';
import { mdText } from './markdown.js';
import { GENERAL_RECORD, UNDO_RECORD } from './record-general.js';
import { nameOf, sceneOf, told } from './scene.js';
import { additions } from './told.js';

/** How people are named in a file, where mentions do not work. */
export type Names = ReadonlyMap<UserId, string>;

export type DocumentOptions = { readonly language?: Language; readonly names?: Names };

export function recordFileName({ id }: RunState): string {
  return `record-${id}.md`;
}

/** The plan's own record, or else the general one. Both tell of a rollback; an undo has its own. */
export function recordTemplate({ request }: RunState): Template {
  if (request.undoOf !== undefined) return UNDO_RECORD;
  return request.plan.record ?? GENERAL_RECORD;
}

/**
 * The filled rollback record (S1.50 to S1.64). The same state gives the same bytes; what the machine cannot know is left
 * open until somebody tells it.
 */
export function recordOf(state: RunState, options: DocumentOptions = {}): string {
  const paper = paperOf(state, 'record', options.language);
  const name = namerOf(state, options.names);
  const template = recordTemplate(state);
  const parts = [
    `# ${mdText(told(paper, template.title))}`,
    ...additions(paper, template, name),
    ...documentParts(paper, template, name),
    ...appendix(paper, template, name),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** A run as a document sees it: of what happened, not of when it is read. */
export function paperOf(state: RunState, kind: Paper['kind'], language: Language = state.request.language): Paper {
  const view = { now: state.closedAt ?? state.requestedAt, delivered: new Set<string>() };
  return { ...sceneOf(state, view, language), kind };
}

export function namerOf(state: RunState, names?: Names): NameOf {
  return (user) => names?.get(user) ?? nameOf(state, user);
}

/** What every record holds, where the template does not say it already. */
function appendix(paper: Paper, template: Template, name: NameOf): readonly string[] {
  const { w, state } = paper;
  const asked = template.sections.flatMap(({ fields }) =>
    fields.flatMap((field) => ('fill' in field ? [field.fill] : [])),
  );
  const rowsOf = (fill: Fill) => {
    const filled = asked.includes(fill) ? undefined : fillOf(paper, fill);
    return filled && 'rows' in filled ? filled.rows : [];
  };
  const needsUndo = state.outcome !== 'succeeded' && state.outcome !== 'partial';
  const lists = [
    [w.record.checklist, rowsOf('checklist')],
    [w.run.prechecks, prechecks(paper)],
    [w.record.ran, rowsOf('steps')],
    [w.record.rest, state.outcome === 'handed-over' ? restRows(paper) : []],
    [w.record.undo, needsUndo ? undoRows(paper) : []],
    [w.record.noted, rowsOf('remarks')],
  ] as const;
  const rest = lists.flatMap(([title, rows]) => (rows.length === 0 ? [] : [`### ${title}`, ...rowParts(rows, name)]));
  const parts = [...hostTable(paper), ...rest];
  return parts.length === 0 ? [] : [`## ${w.record.appendix}`, ...parts];
}
