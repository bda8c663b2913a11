import type { Checkboxes, InputBlock, PlainTextOption, RadioButtons, StaticSelect } from '@slack/types';
import { printable } from '../domain/printable.js';
import type { ActionId } from './actions.js';
import { plainText } from './blocks.js';
import { cut } from './characters.js';

/** The one action id inside every input block: the block's id names the field. */
export const INPUT = 'input';

/** One thing to choose. */
export type Choice = { readonly value: string; readonly title: string; readonly description?: string };

/** A text to type in. */
export function textInput(field: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly multiline?: boolean;
  readonly limit: number;
  readonly initial?: string;
  readonly optional?: true;
}): InputBlock {
  const limit = Math.min(field.limit, 3000);
  return {
    type: 'input',
    block_id: cut(field.id, 255),
    label: plainText(field.label, 2000),
    ...(field.hint ? { hint: plainText(field.hint, 2000) } : {}),
    ...(field.optional ? { optional: true } : {}),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      multiline: field.multiline ?? false,
      ...(field.optional ? {} : { min_length: 1 }),
      max_length: limit,
      ...(field.initial ? { initial_value: cut(printable(field.initial), limit) } : {}),
      ...(field.placeholder ? { placeholder: plainText(field.placeholder, 150) } : {}),
    },
  };
}

/** One of a few as radio buttons; of more than ten, which Slack refuses as radio buttons, as a menu. */
export function choiceInput(id: string, label: string, choices: readonly Choice[], chosen?: string): InputBlock {
  const element = choices.length > 10 ? select(choices, { chosen }) : radio(choices, chosen);
  return { type: 'input', block_id: cut(id, 255), label: plainText(label, 2000), element };
}

/** One of many from a menu. */
export function menuInput(
  id: string,
  label: string,
  choices: readonly Choice[],
  options: { readonly chosen?: string | undefined; readonly placeholder: string },
): InputBlock {
  return { type: 'input', block_id: cut(id, 255), label: plainText(label, 2000), element: select(choices, options) };
}

/** Boxes to tick, ten at most; none need be ticked. */
export function boxesInput(id: string, label: string, boxes: readonly Choice[], ticked: readonly string[]): InputBlock {
  const options = boxes.slice(0, 10).map(option);
  const initial = options.filter(({ value }) => ticked.includes(value ?? ''));
  const element: Checkboxes = { type: 'checkboxes', action_id: INPUT, options };
  if (initial.length > 0) element.initial_options = initial;
  return { type: 'input', block_id: cut(id, 255), label: plainText(label, 2000), optional: true, element };
}

/** Radio buttons, ten at most. */
export function radio(choices: readonly Choice[], chosen?: string): RadioButtons {
  const options = choices.slice(0, 10).map(option);
  return { type: 'radio_buttons', action_id: INPUT, options, ...initially(options, chosen) };
}

/** A menu, a hundred at most. In a message its action says what a choice means. */
export function select(choices: readonly Choice[], { chosen, placeholder, action }: SelectOptions = {}): StaticSelect {
  const options = choices.slice(0, 100).map(option);
  const hint = placeholder ? { placeholder: plainText(placeholder, 150) } : {};
  return { type: 'static_select', action_id: action ?? INPUT, options, ...hint, ...initially(options, chosen) };
}

type SelectOptions = {
  readonly chosen?: string | undefined;
  readonly placeholder?: string;
  readonly action?: ActionId;
};

function initially(options: PlainTextOption[], chosen: string | undefined): { initial_option?: PlainTextOption } {
  const found = options.find(({ value }) => value === chosen);
  return found ? { initial_option: found } : {};
}

function option({ value, title, description }: Choice): PlainTextOption {
  const made: PlainTextOption = { text: plainText(title, 75), value: cut(value, 150) };
  return description ? { ...made, description: plainText(description, 75) } : made;
}
