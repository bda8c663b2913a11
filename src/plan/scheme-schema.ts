import { z } from 'zod';
import { advice } from './advice.js';
import { checkSchema, precheckSchema } from './check-schema.js';
import { restoreSchema } from './restore-schema.js';
import { stepSchema } from './step-schema.js';
import { cites, name, span, text } from './words.js';

const recordNotes = z
  .strictObject({
    backup: text.exactOptional().describe('Which backup was used.'),
    files: text.exactOptional().describe('Which files were restored.'),
    restart: text.exactOptional().describe('Which services were restarted.'),
  })
  .describe("What the record says in the document's own words.");

const chosen = z
  .union(
    [
      name,
      z.strictObject({
        source: name.describe('A key of `backups`.'),
        parts: z
          .array(name)
          .min(1, advice('name at least one part', '请至少写一个组成部分'))
          .exactOptional()
          .describe('Of a set: the parts that this scheme returns to. Only these must be there; all when not said.')
          .meta({ examples: [['database']] }),
        cites,
      }),
    ],
    {
      error: advice(
        'write the name of one of `backups`, or { source: …, cites: […] }',
        '请写 backups 里一个备份来源的名称，或 { source: …, cites: […] }',
      ),
    },
  )
  .transform((written) => (typeof written === 'string' ? { source: written, cites: [] } : written))
  .describe(
    'The source of which a person chooses what to return to. Steps and checks get `$BACKUP` (its path, or the tag), `$BACKUP_NAME`, `$BACKUP_BYTES` and `$BACKUP_DIGEST`; of a set `$BACKUP_VERSION` and, for each part, `$BACKUP_<PART>`.',
  )
  .meta({ examples: ['database'] });

const next = z
  .strictObject({
    scheme: z
      .string()
      .min(1)
      .describe('A key of `schemes`.')
      .meta({ examples: ['b'] }),
    when: text.describe('When to try it.'),
  })
  .describe('What to try when this scheme did not help.');

const key = z
  .string()
  .min(1)
  .meta({ examples: ['database'] });

/** One way to roll back, as written. */
export const schemeSchema = z
  .strictObject({
    title: text,
    aliases: z
      .array(z.string().min(1))
      .default([])
      .describe('Further words for it in chat, e.g. 方案A.')
      .meta({ examples: [['方案A', 'feature-flags']] }),
    budget: span(7)
      .describe('How long its steps may take; the time that checks take is told beside it.')
      .meta({ examples: ['10m'] }),
    version: z
      .string()
      .min(1)
      .exactOptional()
      .describe("The version that is live after this scheme; without it, the chosen backup's name.")
      .meta({ examples: ['v1.0.0'] }),
    when: z
      .array(text)
      .min(1, advice('say when this scheme applies', '请写明何时用这个方案'))
      .describe('When it applies.')
      .meta({ examples: [['The new features cause the problem']] }),
    pros: z
      .array(text)
      .default([])
      .describe('What speaks for it.')
      .meta({ examples: [['Fastest']] }),
    cons: z
      .array(text)
      .default([])
      .describe('What speaks against it.')
      .meta({ examples: [['Restarts the service']] }),
    recommended: z
      .boolean()
      .default(false)
      .describe('The one to take first.')
      .meta({ examples: [true] }),
    backup: chosen.exactOptional(),
    next: next.exactOptional(),
    prechecks: z
      .array(precheckSchema)
      .default([])
      .describe("Asked, all at once, before anybody is asked to approve, with the plan's own `prechecks`."),
    steps: z
      .array(stepSchema)
      .min(1, advice('a scheme needs at least one step', '方案至少要有一个步骤'))
      .exactOptional()
      .describe('Done one after the other; the first that fails ends the run. Instead of them: `compose`.'),
    compose: z
      .array(key)
      .min(2, advice('name at least two schemes', '请至少写两个方案'))
      .exactOptional()
      .describe(
        'Other schemes of the plan: their steps, pre-checks, checks and restore become those of this one, in this order. What it says itself comes before.',
      )
      .meta({ examples: [['database', 'backend', 'frontend']] }),
    checks: z
      .array(checkSchema)
      .default([])
      .describe("Asked, all at once, after the last step, with the plan's own `checks`; they decide the outcome."),
    restore: restoreSchema.exactOptional(),
    without: z
      .array(name)
      .default([])
      .describe(
        "Ids of the plan's own `prechecks` and `checks` that this scheme does not ask; of a composed one also ids of its parts' steps and checks.",
      )
      .meta({ examples: [['users']] }),
    record: recordNotes.default({}),
    cites,
  })
  .refine((value) => (value.steps === undefined) !== (value.compose === undefined), {
    error: advice('write exactly one of steps and compose', 'steps 和 compose 请只写一个'),
    path: ['steps'],
  });
