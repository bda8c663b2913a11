import type { Block, Json, StateValues } from './model.js';

/** An element a person may set, with the block it sits in and the label a person reads next to it. */
export interface Field {
  block: Block;
  blockId: string;
  element: Json;
  actionId: string;
  label: string;
  /** What stands in the element while nothing is chosen; a person may know it by that. */
  placeholder: string;
  isRequired: boolean;
  /** True when setting it tells the app at once. */
  dispatches: boolean;
}

const settable = [
  'plain_text_input',
  'static_select',
  'users_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
];

/** Every element of these blocks a person may fill in or choose from. */
export function fieldsOf(blocks: Block[]): Field[] {
  return blocks.flatMap((block) =>
    elementsOf(block)
      .filter((element) => settable.includes(String(element.type)))
      .map((element) => fieldOf(block, element)),
  );
}

/** Interactive elements wherever a block may carry them. */
export function elementsOf(block: Block): Json[] {
  if (block.type === 'actions') return block.elements as Json[];
  if (block.type === 'section' && block.accessory) return [block.accessory as Json];
  if (block.type === 'input') return [block.element as Json];
  return [];
}

function fieldOf(block: Block, element: Json): Field {
  const isInput = block.type === 'input';
  const placeholder = textOf(element.placeholder);
  const beside = block.type === 'section' ? textOf(block.text) : placeholder;
  return {
    block,
    element,
    blockId: String(block.block_id ?? ''),
    actionId: String(element.action_id ?? ''),
    label: isInput ? textOf(block.label) : beside,
    placeholder,
    isRequired: isInput && block.optional !== true,
    dispatches: !isInput || block.dispatch_action === true,
  };
}

/** The state of freshly shown inputs: initial values where given, otherwise Slack's empty forms. */
export function initialValues(blocks: Block[]): StateValues {
  const values: StateValues = {};
  for (const field of fieldsOf(blocks)) {
    values[field.blockId] = { ...values[field.blockId], [field.actionId]: initialOf(field.element) };
  }
  return values;
}

/** What people chose before an edit stays where block and action ids are the same. */
export function keepValues(fresh: StateValues, old: StateValues): StateValues {
  const kept: StateValues = { ...fresh };
  for (const [block, actions] of Object.entries(fresh)) {
    const same = Object.entries(old[block] ?? {}).filter(([action]) => action in actions);
    kept[block] = { ...actions, ...Object.fromEntries(same) };
  }
  return kept;
}

function initialOf(element: Json): Json {
  const type = String(element.type);
  if (type === 'plain_text_input') return { type, value: element.initial_value ?? null };
  if (type === 'checkboxes') return { type, selected_options: element.initial_options ?? [] };
  if (type === 'users_select') return { type, selected_user: element.initial_user ?? null };
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null, ...zoneOf(element) };
  return { type, selected_option: element.initial_option ?? null };
}

/** The flat list of options of a select, radio group or check list. */
export function optionsOf(element: Json): Json[] {
  const groups = (element.option_groups as Json[] | undefined) ?? [];
  return [...((element.options as Json[] | undefined) ?? []), ...groups.flatMap((group) => group.options as Json[])];
}

/** The state after a person chose or typed `wanted`, or a sentence saying what could be chosen. */
export function chosenValue(element: Json, wanted: unknown): Json | string {
  const type = String(element.type);
  if (type === 'plain_text_input') return { type, value: wanted === '' ? null : String(wanted) };
  if (type === 'users_select') return { type, selected_user: String(wanted) };
  if (type === 'datepicker' || type === 'timepicker') return chosenMoment(type, element, String(wanted));
  const options = optionsOf(element);
  if (type === 'checkboxes') {
    const picked = (Array.isArray(wanted) ? wanted : [wanted]).map((each) => matchOption(options, String(each)));
    return picked.includes(undefined) ? choices(options, wanted) : { type, selected_options: picked };
  }
  const option = matchOption(options, String(wanted));
  return option ? { type, selected_option: option } : choices(options, wanted);
}

function chosenMoment(type: 'datepicker' | 'timepicker', element: Json, wanted: string): Json | string {
  const [name, form, example] =
    type === 'datepicker'
      ? (['selected_date', /^\d{4}-\d{2}-\d{2}$/, '2026-11-20'] as const)
      : (['selected_time', /^([01]\d|2[0-3]):[0-5]\d$/, '09:30'] as const);
  if (wanted !== '' && !form.test(wanted)) return `"${wanted}" is not written like ${example}`;
  return { type, [name]: wanted === '' ? null : wanted, ...zoneOf(element) };
}

function zoneOf({ timezone }: Json): Json {
  return timezone === undefined ? {} : { timezone };
}

/** True when the person has left this input empty. */
export function isEmptyValue(value: Json | undefined): boolean {
  if (!value) return true;
  const content =
    value.value ?? value.selected_option ?? value.selected_user ?? value.selected_date ?? value.selected_time;
  const list = value.selected_options as unknown[] | undefined;
  return list ? list.length === 0 : content === null || content === undefined || content === '';
}

function matchOption(options: Json[], wanted: string): Json | undefined {
  const exact = options.find((option) => [textOf(option.text), option.value].includes(wanted));
  if (exact) return exact;
  const near = options.filter((option) => textOf(option.text).includes(wanted));
  return near.length === 1 ? near[0] : undefined;
}

function choices(options: Json[], wanted: unknown): string {
  return `no option "${String(wanted)}"; the options are: ${options.map((option) => textOf(option.text)).join(' | ')}`;
}

/** The text of a text object, or an empty string. */
export function textOf(object: unknown): string {
  return (object as { text?: string } | undefined)?.text ?? '';
}
