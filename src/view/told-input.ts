import type { Language } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { INPUT } from './inputs.js';
import type { Asked } from './told.js';
import { BOX, isBoxDone, toldOf } from './told-boxes.js';
import { boxGroups, type DocumentKind, MAX_TOLD, openQuestions, type ToldBoxes } from './told-modal.js';
import { tableRows } from './told-text.js';
import { type Words, words } from './words/words.js';

/** `view.state.values` of the submitted dialog, as far as it is read here. */
export type CompletionValues = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly value?: string | null;
          readonly selected_options?: readonly { readonly value: string }[] | null;
        }
      >
    >
  >
>;

/** What is new in the dialog by name, or what is wrong with it by block id, as `response_action: errors` takes it. */
export type ParsedCompletion =
  | { readonly ok: true; readonly answers: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** Reads the submitted dialog strictly; what nobody changed keeps the name of whoever told it. */
export function parseCompletion(
  values: CompletionValues,
  state: RunState,
  document: DocumentKind,
  language: Language,
): ParsedCompletion {
  const w = words(language);
  const { fields = [], boxes = { prefix: '', titles: [] } } = openQuestions(state, document, language) ?? {};
  const typed = fields.map((field) => ({ field, text: textOf(values, field.name), before: beforeOf(state, field) }));
  const problems = typed.flatMap(({ field, text, before }) => {
    const problem = problemOf(w, field, text, before);
    return problem === undefined ? [] : [[field.name, problem] as const];
  });
  if (problems.length > 0) return { ok: false, problems: Object.fromEntries(problems) };
  const told = typed.filter(({ text, before }) => text !== '' && text !== before);
  const answers = [
    ...told.map(({ field, text }) => [field.name, text] as const),
    ...changedBoxes(values, state, boxes),
  ];
  if (answers.length > 0) return { ok: true, answers: Object.fromEntries(answers) };
  const [first = ''] = [
    ...fields.map(({ name }) => name),
    ...boxGroups(boxes).map((number) => `${boxes.prefix}${number}`),
  ];
  return { ok: false, problems: { [first]: w.completion.nothingNew } };
}

function problemOf(w: Words, { columns }: Asked, text: string, before: string): string | undefined {
  if (text.length > MAX_TOLD) return w.modal.tooLong(MAX_TOLD);
  // An answer is an event and stays in the journal: it can be replaced, not taken back.
  if (text === '') return before === '' ? undefined : w.completion.notEmptied;
  if (columns.length === 0) return undefined;
  const wrong = tableRows(text).findIndex((row) => row.length !== columns.length);
  return wrong === -1 ? undefined : w.completion.cells(wrong + 1, columns.length);
}

function changedBoxes(
  values: CompletionValues,
  state: RunState,
  { prefix, titles }: ToldBoxes,
): readonly (readonly [name: string, text: string])[] {
  const ticked = boxGroups({ prefix, titles }).flatMap(
    (first) => values[`${prefix}${first}`]?.[INPUT]?.selected_options?.map(({ value }) => value) ?? [],
  );
  const numbers = titles.map((_, index) => index + 1);
  return numbers.flatMap((number) => {
    const isDone = ticked.includes(`${number}`);
    if (isDone === isBoxDone(state, prefix, number)) return [];
    return [[`${prefix}${number}`, isDone ? BOX.done : BOX.open] as const];
  });
}

function textOf(values: CompletionValues, name: string): string {
  return (values[name]?.[INPUT]?.value ?? '').trim();
}

function beforeOf(state: RunState, { name }: Asked): string {
  return (toldOf(state, name)?.text ?? '').trim();
}
