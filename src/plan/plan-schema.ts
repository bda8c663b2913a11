import { z } from 'zod';
import { advice } from './advice.js';
import { backupSchema } from './backup-schema.js';
import { checkSchema, precheckSchema } from './check-schema.js';
import {
  checklistItemSchema,
  commandSchema,
  contactSchema,
  emergencySchema,
  item,
  leftOutSchema,
  noticeSchema,
  referenceSchema,
  reviewSchema,
  revisionSchema,
  signatureSchema,
  templateSchema,
} from './document-schema.js';
import { schemeSchema } from './scheme-schema.js';
import { cites, name, span, term, text, variableName } from './words.js';

const severity = z.strictObject({
  title: text,
  deciders: z
    .array(name)
    .min(1, advice('name at least one role that decides', '请至少写一个决策人角色'))
    .describe('Roles of which one must approve.')
    .meta({ examples: [['cto', 'tech-director']] }),
  respondWithin: term(7).describe(
    'How soon the decision is due. It is told to everybody; only `approval.validFor` ends a request.',
  ),
  recoverWithin: span(365)
    .exactOptional()
    .describe('How soon the service must be back; told to everybody beside `respondWithin`.')
    .meta({ examples: ['1h'] }),
  action: z
    .enum(['roll-back', 'assess', 'observe'])
    .describe('What the document orders: roll back, assess first, or only observe.')
    .meta({ examples: ['roll-back'] }),
  instructions: z
    .array(text)
    .default([])
    .describe('What people do first, before or instead of a rollback.')
    .meta({ examples: [['Pause the grey release']] }),
  scheme: z
    .string()
    .exactOptional()
    .describe('The scheme that the document names for it: a key of `schemes`.')
    .meta({ examples: ['a'] }),
  cites,
});

const trigger = z.strictObject({
  severity: z
    .string()
    .describe('A key of `severities`.')
    .meta({ examples: ['P0'] }),
  title: text,
  cites,
});

const secret = z.strictObject({
  title: text,
  header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, advice('write a header name such as X-Admin-Key', '请写请求头的名称，例如 X-Admin-Key'))
    .optional()
    .describe('Makes the file hold `Header: value`, ready for `curl -H @"$NAME_FILE"`.')
    .meta({ examples: ['X-Admin-Key'] }),
});

/** A plan file, as written. Rules across fields are in `references.ts`. */
export const planSchema = z.strictObject({
  plan: name
    .describe('The system this plan rolls back; also the key of its inventory entry.')
    .meta({ examples: ['wechat-backend'] }),
  title: text,
  version: z
    .string()
    .min(1)
    .describe("The document's version.")
    .meta({ examples: ['1.0.0'] }),
  owner: text.describe('Who keeps the document.').meta({ examples: [{ 'zh-CN': '运维团队', en: 'Operations team' }] }),
  timezone: z
    .string()
    .min(1)
    .describe('IANA name. Backup names, the record and every clock shown use it.')
    .meta({ examples: ['Asia/Shanghai'] }),
  deployedVersion: z
    .string()
    .min(1)
    .exactOptional()
    .describe(
      'What is deployed when this plan applies. Its tag is taken for deployed where the repository stands at no other one.',
    )
    .meta({ examples: ['v2.0.0-phase1'] }),
  rollbackVersion: z
    .string()
    .min(1)
    .exactOptional()
    .describe('What a full rollback leads to; of `git-tag` backups it is the one proposed.')
    .meta({ examples: ['v1.0.0'] }),
  cites,
  roles: z
    .record(name, text)
    .describe('Who decides and who is called. People are named in the inventory.')
    .meta({ examples: [{ cto: 'CTO', 'ops-lead': { 'zh-CN': '运维负责人', en: 'Operations lead' } }] }),
  targets: z
    .record(
      name,
      z.strictObject({
        title: text,
        group: z
          .literal(true, { error: advice('write group: true, or leave it out', '请写 group: true，或不写') })
          .exactOptional()
          .describe(
            'Several hosts that are alike; consecutive steps run on one after the other, the first is the canary.',
          )
          .meta({ examples: [true] }),
      }),
    )
    .describe('Where steps run. Hosts are named in the inventory.'),
  variables: z
    .record(variableName, text)
    .default({})
    .describe('What the inventory must give, with what each is for. Each is an environment variable of every script.')
    .meta({ examples: [{ APP_DIR: 'Folder of the application' }] }),
  secrets: z
    .record(variableName, secret)
    .default({})
    .describe('What steps may use; where each comes from, the inventory says.'),
  severities: z
    .record(z.string().regex(/^[A-Z0-9]{1,12}$/, advice('write P0, P1 …', '请写 P0、P1……')), severity)
    .describe('How bad it is, who decides and how soon; P0, P1 … mean what this plan says.'),
  triggers: z.array(trigger).default([]).describe('What justifies a rollback.'),
  approval: z
    .strictObject({ validFor: span(7).describe('A request that nobody decided expires after this.') })
    .describe('What holds for every decision.'),
  principles: z.array(item).default([]).describe('What the document holds to.'),
  checklist: z
    .array(checklistItemSchema)
    .default([])
    .describe('What must be answered before somebody can approve, for every scheme.'),
  backups: z.record(name, backupSchema).default({}).describe('Where backups lie and what makes one usable.'),
  prechecks: z
    .array(precheckSchema)
    .default([])
    .describe('Asked before every scheme; a scheme replaces one by its id, or names it in `without`.'),
  checks: z
    .array(checkSchema)
    .default([])
    .describe('Asked after every scheme; a scheme replaces one by its id, or names it in `without`.'),
  schemes: z
    .record(
      z.string().regex(/^[a-z0-9]{1,12}$/, advice('write a short key such as a or 1', '请写简短的键，例如 a 或 1')),
      schemeSchema,
    )
    .refine((all) => Object.keys(all).length > 0, advice('a plan needs at least one scheme', '至少要有一个方案'))
    .describe('The ways to roll back; the key is what people type: `/rollback scheme-a`.'),
  followUps: z.array(item).default([]).describe('What is left to do afterwards; open boxes in the record.'),
  contacts: z.array(contactSchema).default([]).describe('Whom to call.'),
  emergency: emergencySchema.default({ information: [], instructions: [] }),
  notice: noticeSchema.exactOptional(),
  record: templateSchema.exactOptional().describe('The record that a run leaves; without it, a general one.'),
  review: reviewSchema.exactOptional(),
  practices: z.array(item).default([]).describe('What the team does in quiet times.'),
  documents: z.array(referenceSchema).default([]).describe('Documents that belong to this one.'),
  locations: z.array(referenceSchema).default([]).describe('Where things lie on the hosts.'),
  commands: z.array(commandSchema).default([]).describe('Commands for people; Backout prints them and runs none.'),
  signOff: z.array(signatureSchema).default([]).describe('Who answers for the plan.'),
  history: z.array(revisionSchema).default([]).describe('Versions of the document.'),
  leftOut: z.array(leftOutSchema).default([]).describe('Items of the document that the plan does not carry out.'),
});

export type WrittenPlan = z.output<typeof planSchema>;
