import { z } from 'zod';
import { accessory, actionElement, inputElement } from './elements.js';
import { anyText, blockId, image as imageElement, mrkdwn, plainText } from './objects.js';
import { richText } from './rich-text.js';

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id: blockId,
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .check(({ value, issues }) => {
    if (value.text || value.fields) return;
    issues.push({ code: 'custom', input: value, message: 'missing required field: text' });
  });

const context = z.strictObject({
  type: z.literal('context'),
  block_id: blockId,
  elements: z
    .array(z.discriminatedUnion('type', [imageElement, plainText(3000), mrkdwn(3000)]))
    .min(1)
    .max(10),
});

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id: blockId,
  elements: z.array(actionElement).min(1).max(25),
});

const input = z.strictObject({
  type: z.literal('input'),
  block_id: blockId,
  label: plainText(2000),
  element: inputElement,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
});

const image = z.strictObject({
  type: z.literal('image'),
  block_id: blockId,
  image_url: z.string().max(3000),
  alt_text: z.string().max(2000),
  title: plainText(2000).optional(),
});

const source = z.strictObject({ type: z.literal('url'), url: z.string().max(3000), text: z.string().min(1) });

const taskCard = z.strictObject({
  type: z.literal('task_card'),
  block_id: blockId,
  task_id: z.string().min(1).max(255),
  title: z.string().min(1),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(source).optional(),
});

const plan = z.strictObject({
  type: z.literal('plan'),
  block_id: blockId,
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
});

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().min(1) }),
  richText,
]);

const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

const table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z.array(column.nullable()).max(20).optional(),
});

/** Every block this workspace knows, strict to the last field. */
export const anyBlock = z.discriminatedUnion('type', [
  section,
  context,
  actions,
  input,
  image,
  taskCard,
  plan,
  table,
  richText,
  z.strictObject({ type: z.literal('header'), block_id: blockId, text: plainText(150) }),
  z.strictObject({ type: z.literal('divider'), block_id: blockId }),
  z.strictObject({ type: z.literal('markdown'), block_id: blockId, text: z.string().min(1).max(12_000) }),
  z.strictObject({
    type: z.literal('alert'),
    block_id: blockId,
    text: anyText(3000),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
]);
