import { z } from 'zod';
import type { Check, CheckWeight } from '../domain/check.js';
import { advice } from './advice.js';
import { checksumSchema, logSchema, manualSchema, spaceSchema } from './host-check-schema.js';
import { checksumScript, journalScript, logScript, spaceScript } from './host-check-scripts.js';
import { httpSchema, ONCE, retry, toRequest } from './http-check-schema.js';
import { metricRequest, metricSchema } from './metric-schema.js';
import { sudoSchema, sudoScript } from './sudo-check.js';
import { cites, name, script, span, text } from './words.js';

const command = z
  .strictObject({
    target: name.describe('Where to run it.'),
    run: script,
    contains: z
      .string()
      .min(1)
      .optional()
      .describe('Words its output must contain.')
      .meta({ examples: ['RUNNING'] }),
    deadline: span(1).default(30_000).describe('When the host ends it; 30s when not said.'),
  })
  .describe('A script that only reads; exit code 0 is yes.');

const KINDS = ['http', 'metric', 'command', 'backup', 'checksum', 'log', 'space', 'sudo', 'manual'] as const;
type Kinds = Partial<Record<(typeof KINDS)[number], unknown>>;

const oneKind = (value: Kinds) => KINDS.filter((kind) => value[kind] !== undefined).length === 1;

const fields = {
  id: name.describe('Unique within its list.').meta({ examples: ['health'] }),
  title: text,
  http: httpSchema.optional(),
  metric: metricSchema.optional(),
  command: command.optional(),
  backup: name
    .optional()
    .describe('A usable backup exists in this source of `backups`.')
    .meta({ examples: ['database'] }),
  checksum: checksumSchema.optional(),
  log: logSchema.optional(),
  space: spaceSchema.optional(),
  sudo: sudoSchema.optional(),
  manual: manualSchema.optional(),
  retry: retry.optional(),
  soak: z
    .strictObject({
      lasts: span(1)
        .describe('How long it must go on passing.')
        .meta({ examples: ['1m'] }),
      every: span(1)
        .describe('How often it is asked meanwhile.')
        .meta({ examples: ['5s'] }),
    })
    .optional()
    .describe('Once it passed, it must go on passing: the first "no" is the answer.'),
  area: z
    .enum(['service', 'function', 'performance'])
    .default('service')
    .describe('The part of the record it belongs to.')
    .meta({ examples: ['function'] }),
  cites,
};
const KIND = advice(`write exactly one of ${KINDS.join(', ')}`, `请只写其中一个：${KINDS.join(', ')}`);

/** A question asked before anything is touched. */
export const precheckSchema = z
  .strictObject({
    ...fields,
    blocking: z
      .boolean()
      .describe('true: a "no" forbids the run. false: evidence of what is broken now.')
      .meta({ examples: [true] }),
  })
  .refine(oneKind, KIND)
  .transform((value) => toCheck(value, value.blocking ? 'required' : 'advisory'));

/** A question asked after the steps. */
export const checkSchema = z
  .strictObject({
    ...fields,
    required: z
      .boolean()
      .default(true)
      .describe('false: a "no" makes the run a partial success instead of a failure.')
      .meta({ examples: [false] }),
  })
  .refine(oneKind, KIND)
  .transform((value) => toCheck(value, value.required ? 'required' : 'advisory'));

type Written = z.output<z.ZodObject<typeof fields>>;

function toCheck(written: Written, weight: CheckWeight): Check {
  const { id, title, area, cites: cited, soak } = written;
  const retried = written.retry ?? ONCE;
  const base = { id, title, weight, area, retry: retried, cites: cited, ...(soak ? { soak } : {}) };
  if (written.http) {
    const requests = written.http.requests.map(toRequest);
    const writes = requests.some(({ method }) => method === 'POST');
    return { ...base, kind: 'http', base: written.http.base, requests, writes, deadline: written.http.deadline };
  }
  if (written.metric) {
    const { base: at, deadline } = written.metric;
    return { ...base, kind: 'http', base: at, requests: [metricRequest(written.metric)], writes: false, deadline };
  }
  if (written.manual) return { ...base, kind: 'manual', ...written.manual };
  return { ...base, ...onHost(written) };
}

/** Checks that look at a host are scripts in the end, so that a decider reads what is asked. */
function onHost(written: Written) {
  const { command: own, checksum, log, space, sudo } = written;
  if (checksum) {
    return {
      kind: 'command',
      target: checksum.target,
      run: checksumScript(checksum),
      deadline: checksum.deadline,
    } as const;
  }
  if (log) {
    const { target, deadline, without, file, unit = '' } = log;
    const read =
      file === undefined
        ? ({ run: journalScript({ unit, without }), since: true } as const)
        : { run: logScript({ file, without }), marks: file };
    return { kind: 'command', target, ...read, deadline } as const;
  }
  if (space)
    return { kind: 'command', target: space.target, run: spaceScript(space), deadline: space.deadline } as const;
  if (sudo) return { kind: 'command', target: sudo.target, run: sudoScript(sudo), deadline: sudo.deadline } as const;
  if (!own) return { kind: 'backup', source: written.backup ?? '' } as const;
  const { contains, ...rest } = own;
  return { kind: 'command', ...rest, ...(contains === undefined ? {} : { contains }) } as const;
}
