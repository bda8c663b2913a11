import type { InputBlock, PlainTextOption, RadioButtons, StaticSelect } from '@slack/types';
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
}): InputBlock {
  return {
    type: 'input',
    block_id: cut(field.id, 255),
    label: plainText(field.label, 2000),
    ...(field.hint ? { hint: plainText(field.hint, 2000) } : {}),
    element: {
      type: 'plain_text_input',
      action_id: INPUT,
      multiline: field.multiline ?? false,
      min_length: 1,
      max_length: Math.min(field.limit, 3000),
      ...(field.placeholder ? { placeholder: plainText(field.placeholder, 150) } : {}),
    },
  };
}

/** One of a few as radio buttons; of more than ten, which Slack refuses as radio buttons, as a menu. */
export function choiceInput(id: string, label: string, choices: readonly Choice[]): InputBlock {
  const element = choices.length > 10 ? select(choices) : radio(choices);
  return { type: 'input', block_id: cut(id, 255), label: plainText(label, 2000), element };
}

/** Radio buttons, ten at most. */
export function radio(choices: readonly Choice[]): RadioButtons {
  return { type: 'radio_buttons', action_id: INPUT, options: choices.slice(0, 10).map(option) };
}

/** A menu, a hundred at most. */
export function select(choices: readonly Choice[]): StaticSelect {
  return { type: 'static_select', action_id: INPUT, options: choices.slice(0, 100).map(option) };
}

function option({ value, title, description }: Choice): PlainTextOption {
  const made: PlainTextOption = { text: plainText(title, 75), value: cut(value, 150) };
  return description ? { ...made, description: plainText(description, 75) } : made;
}
