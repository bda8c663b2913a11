import { z } from 'zod';
import { checkSchema, precheckSchema } from './check-schema.js';
import { timestampFault } from './timestamp.js';
import { cites, name, script, span, text, variableName } from './words.js';

const severity = z.strictObject({
  title: text,
  deciders: z.array(name).min(1, 'name at least one role that decides').describe('Roles of which one must approve.'),
  respondWithin: span(7).describe('How soon the decision is due.'),
  action: z
    .enum(['roll-back', 'assess', 'observe'])
    .describe('What the document orders: roll back, assess first, or only observe.'),
  cites,
});

const trigger = z.strictObject({ severity: z.string().describe('A key of `severities`.'), title: text, cites });

const secret = z.strictObject({
  title: text,
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, 'write a header name such as X-Admin-Key')
    .optional()
    .describe('Makes the file hold `Header: value`, ready for `curl -H @"$NAME_FILE"`.'),
});

const ONE_TIMESTAMP = 'put {timestamp} where the time stands in the name, once';
const hasOneTimestamp = (pattern: string) => pattern.split('{timestamp}').length === 2;

const backup = z.strictObject({
  title: text,
  target: name.describe('The target whose directory is listed.'),
  directory: variableName.describe('The variable that holds the directory.'),
  pattern: z.string().refine(hasOneTimestamp, ONE_TIMESTAMP).describe('The file name, with `{timestamp}`.'),
  timestamp: z
    .string()
    .check(({ value, issues }) => {
      const message = timestampFault(value);
      if (message) issues.push({ code: 'custom', message, input: value });
    })
    .describe("The form of the timestamp: YYYY MM DD HH mm ss, read in the plan's zone."),
  freshWithin: span(36_500).describe('Older backups are listed as stale.'),
  minBytes: z.int().min(1).default(1).describe('Smaller backups are listed as broken.'),
  safetyCopies: z
    .array(z.string().refine(hasOneTimestamp, ONE_TIMESTAMP))
    .default([])
    .describe('Copies taken by a rollback: never candidates.'),
  cites,
});

const step = z.strictObject({
  id: name.describe('Unique within the scheme.'),
  title: text,
  target: name.describe('Where it runs.'),
  run: script,
  secrets: z.array(variableName).default([]).describe('Each arrives as a 0600 file; its path is in `$NAME_FILE`.'),
  effect: z.enum(['read-only', 'reversible', 'irreversible']).describe('What it does to the system.'),
  deadline: span(1).describe('When the host ends it.'),
  cites,
});

const recordNotes = z
  .strictObject({
    backup: text.exactOptional().describe('Which backup was used.'),
    files: text.exactOptional().describe('Which files were restored.'),
    restart: text.exactOptional().describe('Which services were restarted.'),
  })
  .describe("What the record says in the document's own words.");

const scheme = z.strictObject({
  title: text,
  aliases: z.array(z.string().min(1)).default([]).describe('Further words for it in chat, e.g. 方案A.'),
  budget: span(7).describe('How long the whole scheme may take.'),
  version: z.string().min(1).describe('The version that is live after this scheme.'),
  when: z.array(text).min(1, 'say when this scheme applies').describe('When it applies.'),
  prechecks: z.array(precheckSchema).default([]).describe('Asked, all at once, before anybody is asked to approve.'),
  steps: z
    .array(step)
    .min(1, 'a scheme needs at least one step')
    .describe('Done one after the other; the first that fails ends the run.'),
  checks: z
    .array(checkSchema)
    .min(1, 'a scheme needs at least one check, or nobody knows whether it worked')
    .describe('Asked, all at once, after the last step; they decide the outcome.'),
  record: recordNotes.default({}),
  cites,
});

/** A plan file, as written. Rules across fields are in `references.ts`. */
export const planSchema = z.strictObject({
  plan: name.describe('The system this plan rolls back; also the key of its inventory entry.'),
  title: text,
  version: z.string().min(1).describe("The document's version."),
  owner: text.describe('Who keeps the document.'),
  timezone: z.string().min(1).describe('IANA name, e.g. Asia/Shanghai. Backup names and the record use it.'),
  deployedVersion: z.string().min(1).describe('What is live when this plan applies.'),
  rollbackVersion: z.string().min(1).describe('What a full rollback leads to.'),
  cites,
  roles: z.record(name, text).describe('Who decides and who is called. People are named in the inventory.'),
  targets: z
    .record(name, z.strictObject({ title: text }))
    .describe('Where steps run. Hosts are named in the inventory.'),
  variables: z.record(variableName, text).default({}).describe('What the inventory must give, with what each is for.'),
  secrets: z
    .record(variableName, secret)
    .default({})
    .describe('What steps may use; where each comes from, the inventory says.'),
  severities: z
    .record(z.string().regex(/^[A-Z0-9]{1,12}$/, 'write P0, P1 …'), severity)
    .describe('How bad it is, who decides and how soon; P0, P1 … mean what this plan says.'),
  triggers: z.array(trigger).default([]).describe('What justifies a rollback.'),
  approval: z
    .strictObject({ validFor: span(7).describe('A request that nobody decided expires after this.') })
    .describe('What holds for every decision.'),
  backups: z.record(name, backup).default({}).describe('Where backups lie and what makes one usable.'),
  schemes: z
    .record(z.string().regex(/^[a-z0-9]{1,12}$/, 'write a short key such as a or 1'), scheme)
    .describe('The ways to roll back; the key is what people type: `/rollback scheme-a`.'),
  followUps: z.array(text).default([]).describe('What is left to do afterwards; open boxes in the record.'),
});

export type WrittenPlan = z.output<typeof planSchema>;
