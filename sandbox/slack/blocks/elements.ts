import { z } from 'zod';
import {
  confirm,
  image,
  mark,
  marks,
  menuEntries,
  menuOption,
  menuOptions,
  optionGroups,
  plainText,
} from './objects.js';

// The id may be missing in the schema: Slack makes one up, and the missing id is written down separately.
const actionId = z.string().min(1).max(255).optional();
const focus = z.boolean().optional();
const placeholder = plainText(150).optional();

const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: menuEntries(5),
  confirm: confirm.optional(),
});

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    options: menuOptions(100).optional(),
    option_groups: optionGroups.optional(),
    initial_option: menuOption.optional(),
    confirm: confirm.optional(),
    focus_on_load: focus,
    placeholder,
  })
  .check(({ value, issues }) => {
    if ((value.options === undefined) === (value.option_groups === undefined)) {
      issues.push({ code: 'custom', input: value, message: 'exactly one of options and option_groups is required' });
    }
    const offered = [...(value.options ?? []), ...(value.option_groups ?? []).flatMap((group) => group.options)];
    if (value.initial_option && !isOffered(offered, value.initial_option))
      issues.push(notOffered(value, 'initial_option'));
  });

const usersSelect = z.strictObject({
  type: z.literal('users_select'),
  action_id: actionId,
  initial_user: z.string().optional(),
  confirm: confirm.optional(),
  focus_on_load: focus,
  placeholder,
});

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: actionId,
  initial_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  confirm: confirm.optional(),
  focus_on_load: focus,
  placeholder,
});

const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  action_id: actionId,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().min(1).optional(),
  confirm: confirm.optional(),
  focus_on_load: focus,
  placeholder,
});

const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    action_id: actionId,
    options: marks(10),
    initial_options: z.array(mark).min(1).optional(),
    confirm: confirm.optional(),
    focus_on_load: focus,
  })
  .check(({ value, issues }) => {
    const strange = (value.initial_options ?? []).some((each) => !isOffered(value.options, each));
    if (strange) issues.push(notOffered(value, 'initial_options'));
  });

const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    action_id: actionId,
    options: marks(10),
    initial_option: mark.optional(),
    confirm: confirm.optional(),
    focus_on_load: focus,
  })
  .check(({ value, issues }) => {
    if (value.initial_option && !isOffered(value.options, value.initial_option))
      issues.push(notOffered(value, 'initial_option'));
  });

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.number().int().min(0).max(3000).optional(),
  max_length: z.number().int().min(1).max(3000).optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])) })
    .optional(),
  focus_on_load: focus,
  placeholder,
});

const choosers = [staticSelect, usersSelect, datepicker, timepicker, checkboxes, radioButtons] as const;

/** What an actions block may hold. */
export const actionElement = z.discriminatedUnion('type', [button, overflow, ...choosers]);

/** What may stand beside a section. */
export const accessory = z.discriminatedUnion('type', [button, overflow, image, ...choosers]);

/** What an input block may hold. */
export const inputElement = z.discriminatedUnion('type', [plainTextInput, ...choosers]);

type Option = z.infer<typeof mark>;

// Slack wants the initial option to be exactly one of the offered ones.
function isOffered(offered: Option[], wanted: Option): boolean {
  return offered.some((each) => each.value === wanted.value && each.text.text === wanted.text.text);
}

function notOffered(input: unknown, field: string) {
  return { code: 'custom' as const, input, path: [field], message: `${field} must be one of the offered options` };
}
