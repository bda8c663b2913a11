import type {
  ActionsBlock,
  AlertBlock,
  Button,
  ContextBlock,
  DividerBlock,
  HeaderBlock,
  PlainTextElement,
  PlanBlock,
  RichTextBlock,
  SectionBlock,
  StaticSelect,
  TaskCardBlock,
} from '@slack/types';
import { printable } from '../domain/printable.js';
import { type ActionId, type ActionValue, encode } from './actions.js';
import { cut } from './characters.js';
import { type Line, lines, richText } from './rich-text.js';

/** Plain text within Slack's limit; Slack refuses empty text. */
export function plainText(text: string, limit: number): PlainTextElement {
  return { type: 'plain_text', text: cut(printable(text).trim(), limit) || '–', emoji: false };
}

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plainText(text.replaceAll('\n', ' '), 150) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** A line or more of small grey text. */
export function context(text: string): ContextBlock {
  return { type: 'context', elements: [plainText(text, 2000)] };
}

/** Plain text with an optional button beside it. */
export function section(text: string, accessory?: Button): SectionBlock {
  const block: SectionBlock = { type: 'section', text: plainText(text, 3000) };
  return accessory ? { ...block, accessory } : block;
}

/** Lines with mentions, bold words and code. */
export function paragraph(...rows: readonly Line[]): RichTextBlock {
  return richText(lines(...rows));
}

export function actions(...elements: readonly (Button | StaticSelect)[]): ActionsBlock {
  return { type: 'actions', elements: elements.slice(0, 25) };
}

/** The question Slack asks before a dangerous button counts. */
export type Confirm = { readonly title: string; readonly text: string; readonly yes: string; readonly no: string };

/** A button of a known action with its value. */
export function button<A extends ActionId>(
  action: A,
  value: ActionValue<A>,
  label: string,
  options: {
    readonly danger?: boolean;
    readonly primary?: boolean;
    readonly confirm?: Confirm;
    readonly spoken?: string;
  } = {},
): Button {
  return {
    type: 'button',
    action_id: action,
    text: plainText(label, 75),
    value: encode(action, value),
    ...(options.primary ? { style: 'primary' as const } : {}),
    ...(options.danger ? { style: 'danger' as const } : {}),
    ...(options.spoken ? { accessibility_label: cut(printable(options.spoken), 75) } : {}),
    ...(options.confirm ? { confirm: confirmation(options.confirm, options.danger ?? false) } : {}),
  };
}

/** A button that leads somewhere: the browser or Slack itself opens the address. */
export function linkButton(label: string, url: string, spoken: string): Button {
  return { ...button('open-link', {}, label, { spoken }), url };
}

function confirmation({ title, text, yes, no }: Confirm, danger: boolean): NonNullable<Button['confirm']> {
  return {
    title: plainText(title, 100),
    text: plainText(text, 300),
    confirm: plainText(yes, 30),
    deny: plainText(no, 30),
    ...(danger ? { style: 'danger' as const } : {}),
  };
}

/** One row of a plan block. `status` is Slack's word; the title says the same in words. */
export type Task = {
  readonly id: string;
  readonly title: string;
  readonly status: TaskCardBlock['status'];
  readonly details?: RichTextBlock;
};

/** The list of everything a run does. Slack allows one per message. */
export function planBlock(title: string, tasks: readonly Task[]): PlanBlock {
  return { type: 'plan', title: cut(printable(title), 150), tasks: tasks.slice(0, 50).map(taskCard) };
}

function taskCard({ id, title, status, details }: Task): TaskCardBlock {
  const card: TaskCardBlock = { type: 'task_card', task_id: cut(id, 255), title: cut(printable(title), 150), status };
  return details ? { ...card, details } : card;
}

/** A coloured note. Modals only: Slack refuses it in messages. */
export function alert(text: string, level: NonNullable<AlertBlock['level']>): AlertBlock {
  return { type: 'alert', level, text: plainText(text, 3000) };
}
