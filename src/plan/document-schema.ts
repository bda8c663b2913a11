import { z } from 'zod';
import { FILLS } from '../domain/template.js';
import { advice } from './advice.js';
import { cites, name, ONE_ITEM, script, span, text } from './words.js';

/** A sentence of the document with what it carries out. A bare text will do where nothing is cited. */
export const item = z
  .union([text, z.strictObject({ title: text, cites })], {
    error: advice('write a text, or { title: …, cites: […] }', '请写一段文字，或 { title: …, cites: […] }'),
  })
  .transform((written) => {
    const isBare = typeof written === 'string' || !('title' in written);
    return isBare ? { title: written, cites: [] } : written;
  })
  .describe('A text, or `{ title: …, cites: […] }`.')
  .meta({ examples: ['Analyse the cause'] });

const field = z
  .strictObject({
    title: text,
    fill: z
      .enum(FILLS)
      .optional()
      .describe('What the run tells by itself.')
      .meta({ examples: ['started-at'] }),
    ask: name
      .optional()
      .describe('The name under which a person is asked for it afterwards.')
      .meta({ examples: ['root-cause'] }),
    long: z
      .boolean()
      .default(false)
      .describe('Asked for in more than one line.')
      .meta({ examples: [true] }),
    columns: z
      .array(text)
      .default([])
      .describe('Makes the answer a table: one row a line, cells parted by `|`.')
      .meta({ examples: [['Action', 'Owner', 'Due', 'State']] }),
    cites,
  })
  .refine(
    (value) => (value.fill === undefined) !== (value.ask === undefined),
    advice('write exactly one of fill and ask', 'fill 和 ask 请只写一个'),
  )
  .transform(({ title, fill, ask, long, columns, cites: cited }) =>
    fill === undefined
      ? { title, ask: ask ?? '', long: long || columns.length > 0, columns, cites: cited }
      : { title, fill, cites: cited },
  );

/** A document that a run fills in. */
export const templateSchema = z.strictObject({
  title: text,
  sections: z
    .array(z.strictObject({ title: text, fields: z.array(field).min(1).describe('What it says, one by one.') }))
    .min(1)
    .describe('Its parts, each with its fields.'),
});

export const noticeSchema = z
  .strictObject({ title: text, fields: z.array(field).min(1).describe('What it says, one by one.'), cites })
  .describe('The message that goes out after the approval, before the first step.');

export const reviewSchema = z
  .strictObject({
    within: span(36_500)
      .describe('How soon after the rollback it takes place.')
      .meta({ examples: ['24h'] }),
    attendees: text,
    agenda: z.array(text).default([]).describe('What it is about.'),
    checklist: z.array(item).default([]).describe('Boxes that the review leaves ticked.'),
    report: templateSchema.describe('The report, filled in from the run; what no run tells is asked for.'),
    cites,
  })
  .describe('What follows a rollback.');

const way = z.string().min(1);

export const contactSchema = z.strictObject({
  title: text.describe('The role or the team.'),
  name: text
    .exactOptional()
    .describe('The person.')
    .meta({ examples: ['张三'] }),
  phone: way
    .exactOptional()
    .describe('As the document has it; a masked one is shown as a placeholder.')
    .meta({ examples: ['138****0000'] }),
  wechat: way
    .exactOptional()
    .describe('WeChat id.')
    .meta({ examples: ['zhang3'] }),
  mail: way
    .exactOptional()
    .describe('Mail address.')
    .meta({ examples: ['ops@meiyueart.com'] }),
  link: way
    .exactOptional()
    .describe('A group or a page.')
    .meta({ examples: ['[微信群链接]'] }),
  cites,
});

export const emergencySchema = z
  .strictObject({
    information: z.array(item).default([]).describe('What whoever is called needs to hear.'),
    instructions: z.array(item).default([]).describe('What everybody does until then.'),
  })
  .describe('What to do when the rollback itself fails.');

export const checklistItemSchema = z.strictObject({
  id: name.describe('Unique within the list.').meta({ examples: ['window'] }),
  title: text,
  answeredBy: z
    .enum(['person', 'request', 'prechecks', 'message', 'checks'])
    .default('person')
    .describe(
      'Who answers it: a `person` ticks it; the `request` holds it (reason and impact); the `prechecks` tell; the `message` to the channel did it; the scheme has `checks` for it.',
    )
    .meta({ examples: ['person'] }),
  cites,
});

export const referenceSchema = z.strictObject({
  title: text,
  at: z
    .string()
    .min(1)
    .describe('A path, a link, or `$VARIABLE`.')
    .meta({ examples: ['$ERROR_LOG'] }),
  cites,
});

export const commandSchema = z.strictObject({
  title: text,
  target: name.describe('Where a person would run it.').meta({ examples: ['app'] }),
  run: script,
  cites,
});

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, advice('write a day such as 2026-02-27', '请写日期，例如 2026-02-27'));

export const signatureSchema = z.strictObject({
  role: name.describe('A key of `roles`.').meta({ examples: ['tech-director'] }),
  name: text
    .exactOptional()
    .describe('Who signed.')
    .meta({ examples: ['李四'] }),
  date: day
    .exactOptional()
    .describe('When; without it the plan counts as not signed.')
    .meta({ examples: ['2026-02-27'] }),
  cites,
});

export const revisionSchema = z.strictObject({
  version: z
    .string()
    .min(1)
    .describe('The version of the document.')
    .meta({ examples: ['1.0.0'] }),
  date: day.describe('Its day.').meta({ examples: ['2026-02-27'] }),
  change: text.describe('What changed.'),
  by: text.describe('By whom.'),
  cites,
});

export const leftOutSchema = z.strictObject({
  item: z
    .string()
    .regex(/^S\d+\.\d+$/, ONE_ITEM)
    .describe('An item of the source document.')
    .meta({ examples: ['S2.100'] }),
  reason: text.describe('Why the plan does not carry it out.'),
});
