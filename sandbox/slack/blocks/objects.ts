import { z } from 'zod';

/** A plain_text object of at most `max` characters. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });

/** A mrkdwn object of at most `max` characters. */
export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });

/** Either of the two text objects. */
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export const blockId = z.string().min(1).max(255).optional();

export const confirm = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

const entry = { text: plainText(75), value: z.string().min(1).max(150), description: plainText(75).optional() };

/** One entry of a select; menus show no mrkdwn. */
export const menuOption = z.strictObject(entry);
export const menuOptions = (max: number) => z.array(menuOption).min(1).max(max);

/** The entries of an overflow menu, the only ones that may lead to an address. */
export const menuEntries = (max: number) =>
  z
    .array(z.strictObject({ ...entry, url: z.string().max(3000).optional() }))
    .min(1)
    .max(max);

/** One entry of a radio group or check list. */
export const mark = z.strictObject({ ...entry, text: anyText(75), description: anyText(75).optional() });
export const marks = (max: number) => z.array(mark).min(1).max(max);

export const optionGroups = z
  .array(z.strictObject({ label: plainText(75), options: menuOptions(100) }))
  .min(1)
  .max(100);

export const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.string().max(3000),
  alt_text: z.string().max(2000),
});
