import type { KnownBlock } from '@slack/types';
import type { Template } from '../domain/template.js';
import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from './actions.js';
import { actions, button, context, paragraph } from './blocks.js';
import { cut } from './characters.js';
import type { Paper } from './fills/filled.js';
import { boxesInput, textInput } from './inputs.js';
import { message } from './message.js';
import { paperOf, recordTemplate } from './record.js';
import { subject, told } from './scene.js';
import type { Message, Modal } from './surface.js';
import { type Asked, askedBy } from './told.js';
import { FOLLOW_UP, isBoxDone, REVIEW_ITEM, toldOf } from './told-boxes.js';

/** Slack takes no longer text from an input. */
export const MAX_TOLD = 3_000;
const MAX_FIELDS = 80;
const BOXES_EACH = 10;

/** Which document a dialog completes. */
export const DOCUMENTS = ['record', 'review'] as const;
export type DocumentKind = (typeof DOCUMENTS)[number];

/** What the dialog remembers while it is open: ids only. */
export type CompletionContext = { readonly run: string; readonly document: DocumentKind; readonly channel: string };

/** Boxes that a document has people tick, and under which names they are told. */
export type ToldBoxes = { readonly prefix: string; readonly titles: readonly string[] };

/** What only people can tell of a run: fields and boxes. Undefined when the plan has no such document. */
export function openQuestions(
  state: RunState,
  document: DocumentKind,
  language?: Language,
): { readonly paper: Paper; readonly fields: readonly Asked[]; readonly boxes: ToldBoxes } | undefined {
  const paper = paperOf(state, document, language);
  const { review, followUps } = state.request.plan;
  if (document === 'record') {
    const template = recordTemplate(state);
    const titles = asks(template, 'follow-ups') ? followUps.map(({ title }) => told(paper, title)) : [];
    return { paper, fields: fieldsOf(paper, template), boxes: { prefix: FOLLOW_UP, titles } };
  }
  if (!review) return undefined;
  const titles = review.checklist.map(({ title }) => told(paper, title));
  return { paper, fields: fieldsOf(paper, review.report), boxes: { prefix: REVIEW_ITEM, titles } };
}

/** The dialog in which people complete a document after the end; what was told before stands in it. */
export function completionModal(
  state: RunState,
  document: DocumentKind,
  { channel, language }: { readonly channel: string; readonly language: Language },
): Modal | undefined {
  const questions = openQuestions(state, document, language);
  if (!questions) return undefined;
  const { paper, fields, boxes } = questions;
  const { w } = paper;
  const asked: CompletionContext = { run: state.id, document, channel };
  return {
    callback: CALLBACKS.completion,
    title: cut(w.completion.title[document], 24),
    submit: cut(w.completion.submit, 24),
    close: cut(w.modal.close, 24),
    metadata: JSON.stringify(asked),
    blocks: [
      paragraph([{ bold: subject(paper) }], [`${w.run.runId} ${state.id}`], [w.completion.explain]),
      ...fields.map((field) => fieldBlock(paper, field)),
      ...boxBlocks(paper, boxes),
      context(w.completion.posted),
    ],
  };
}

/** A message with the button that opens the dialog, for places where none can open by itself. */
export function completionOpener(state: RunState, document: DocumentKind, language: Language): Message {
  const paper = paperOf(state, document, language);
  const { w } = paper;
  const label = w.completion.button[document];
  return message(w.text(label, subject(paper)), [
    paragraph([{ bold: subject(paper) }], [w.completion.explain]),
    actions(button(`complete-${document}`, { run: state.id }, label)),
  ]);
}

/** Reads what `completionModal` put into the dialog; undefined when it is not ours. */
export function parseCompletionContext(metadata: string): CompletionContext | undefined {
  try {
    const { run, document, channel } = (JSON.parse(metadata) ?? {}) as Partial<CompletionContext>;
    const kind = DOCUMENTS.find((each) => each === document);
    return kind && typeof run === 'string' && typeof channel === 'string'
      ? { run, document: kind, channel }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The boxes in groups as large as Slack takes them: the number of the first one in each, counted from 1. */
export function boxGroups({ titles }: ToldBoxes): readonly number[] {
  return Array.from({ length: Math.ceil(titles.length / BOXES_EACH) }, (_, group) => group * BOXES_EACH + 1);
}

function asks({ sections }: Template, fill: string): boolean {
  return sections.some(({ fields }) => fields.some((field) => 'fill' in field && field.fill === fill));
}

/** A name that two fields share is asked once. */
function fieldsOf(paper: Paper, template: Template): readonly Asked[] {
  const fields = askedBy(paper, template);
  return fields
    .filter(({ name }, index) => fields.findIndex((each) => each.name === name) === index)
    .slice(0, MAX_FIELDS);
}

function fieldBlock(paper: Paper, { name, title, long, columns }: Asked): KnownBlock {
  const { w, state } = paper;
  const before = toldOf(state, name)?.text;
  const names = columns.map((column) => told(paper, column)).join(' | ');
  return textInput({
    id: name,
    label: told(paper, title),
    ...(names === '' ? {} : { hint: w.completion.table(names) }),
    multiline: long,
    limit: MAX_TOLD,
    ...(before === undefined ? {} : { initial: before }),
    optional: true,
  });
}

function boxBlocks(paper: Paper, boxes: ToldBoxes): readonly KnownBlock[] {
  const { w, state } = paper;
  const { prefix, titles } = boxes;
  return boxGroups(boxes).map((first) => {
    const group = titles
      .slice(first - 1, first - 1 + BOXES_EACH)
      .map((title, index) => ({ number: first + index, title }));
    const choices = group.map(({ number, title }) => ({ value: `${number}`, title }));
    const ticked = group.filter(({ number }) => isBoxDone(state, prefix, number)).map(({ number }) => `${number}`);
    return boxesInput(
      `${prefix}${first}`,
      prefix === FOLLOW_UP ? w.record.followUps : w.review.checklist,
      choices,
      ticked,
    );
  });
}
