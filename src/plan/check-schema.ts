import { z } from 'zod';
import type { Check, CheckWeight, Expectation, HttpRequest } from '../domain/check.js';
import { checksumSchema, logSchema, manualSchema, spaceSchema } from './host-check-schema.js';
import { checksumScript, logScript, spaceScript } from './host-check-scripts.js';
import { cites, name, script, span, text, variableName } from './words.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const expectation = z
  .union(
    [
      scalar,
      z.strictObject({ below: z.number() }),
      z.strictObject({ above: z.number() }),
      z.strictObject({ present: z.literal(true) }),
      z.strictObject({ variable: variableName }),
    ],
    {
      error: 'write a value, { below: 0.01 }, { above: 0 }, { present: true } or { variable: BACKUP_NAME }',
    },
  )
  .describe(
    'What must stand there: a value, `{ below: n }`, `{ above: n }`, `{ present: true }` or `{ variable: NAME }`.',
  );

const retry = z
  .strictObject({
    times: z
      .int()
      .min(1)
      .max(1000)
      .describe('How often to ask in all.')
      .meta({ examples: [10] }),
    every: span(1)
      .describe('The pause between two tries.')
      .meta({ examples: ['1s'] }),
  })
  .describe('Ask again until the answer is yes.');

const request = z
  .strictObject({
    get: z
      .string()
      .startsWith('/')
      .optional()
      .describe('Path to GET. `{NAME}` stands for a value saved before.')
      .meta({ examples: ['/api/tasks/{TASK}/status'] }),
    post: z
      .string()
      .startsWith('/')
      .optional()
      .describe('Path to POST to.')
      .meta({ examples: ['/api/login'] }),
    body: z
      .unknown()
      .optional()
      .describe('Sent as JSON with `post`.')
      .meta({ examples: [{ username: 'test_account' }] }),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, 'write a header name such as Authorization'), z.string())
      .default({})
      .describe('Sent with it; `{NAME}` stands for a value saved before, which is then never shown.')
      .meta({ examples: [{ Authorization: 'Bearer {TOKEN}' }] }),
    status: z
      .int()
      .min(100)
      .max(599)
      .default(200)
      .describe('The HTTP status that is expected.')
      .meta({ examples: [200] }),
    json: z
      .record(z.string().min(1), expectation)
      .default({})
      .describe('Dotted path in the JSON answer -> what must stand there.')
      .meta({ examples: [{ status: 'healthy', error_rate: { below: 0.01 } }] }),
    save: z
      .record(variableName, z.array(z.string().min(1)).min(1))
      .default({})
      .describe('Name -> paths; the first that is present is kept for later requests.')
      .meta({ examples: [{ TASK: ['task_id', 'data.id'] }] }),
    retry: retry.optional(),
  })
  .refine((value) => (value.get === undefined) !== (value.post === undefined), 'write exactly one of get and post')
  .refine((value) => value.body === undefined || value.post !== undefined, 'a body goes with post')
  .refine((value) => value.post === undefined || value.retry === undefined, {
    error: 'a request that posts is asked once; put retry on the get requests that follow it',
    path: ['retry'],
  });

const http = z
  .strictObject({
    base: variableName.describe('The inventory variable that holds the base URL.').meta({ examples: ['API'] }),
    requests: z.array(request).min(1).describe('Asked in this order; the first that fails ends the check.'),
    deadline: span(1)
      .default(10_000)
      .describe('For each request; 10s when not said.')
      .meta({ examples: ['10s'] }),
  })
  .describe('HTTP requests from the bot, as a user outside the hosts would make them.');

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

const KINDS = ['http', 'command', 'backup', 'checksum', 'log', 'space', 'manual'] as const;
type Kinds = Partial<Record<(typeof KINDS)[number], unknown>>;

const oneKind = (value: Kinds) => KINDS.filter((kind) => value[kind] !== undefined).length === 1;

const fields = {
  id: name.describe('Unique within its list.').meta({ examples: ['health'] }),
  title: text,
  http: http.optional(),
  command: command.optional(),
  backup: name
    .optional()
    .describe('A usable backup exists in this source of `backups`.')
    .meta({ examples: ['database'] }),
  checksum: checksumSchema.optional(),
  log: logSchema.optional(),
  space: spaceSchema.optional(),
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
const KIND = `write exactly one of ${KINDS.join(', ')}`;

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
type WrittenRequest = z.output<typeof request>;

/** Asked a single time. */
export const ONCE = { times: 1, every: 0 };

function toCheck(written: Written, weight: CheckWeight): Check {
  const { id, title, area, cites: cited, soak } = written;
  const retried = written.retry ?? ONCE;
  const base = { id, title, weight, area, retry: retried, cites: cited, ...(soak ? { soak } : {}) };
  if (written.http) {
    const requests = written.http.requests.map(toRequest);
    const writes = requests.some(({ method }) => method === 'POST');
    return { ...base, kind: 'http', base: written.http.base, requests, writes, deadline: written.http.deadline };
  }
  if (written.manual) return { ...base, kind: 'manual', ...written.manual };
  return { ...base, ...onHost(written) };
}

/** Checks that look at a host are scripts in the end, so that a decider reads what is asked. */
function onHost(written: Written) {
  const { command: own, checksum, log, space } = written;
  if (checksum) {
    return {
      kind: 'command',
      target: checksum.target,
      run: checksumScript(checksum),
      deadline: checksum.deadline,
    } as const;
  }
  if (log) {
    return {
      kind: 'command',
      target: log.target,
      run: logScript(log),
      marks: log.file,
      deadline: log.deadline,
    } as const;
  }
  if (space)
    return { kind: 'command', target: space.target, run: spaceScript(space), deadline: space.deadline } as const;
  if (!own) return { kind: 'backup', source: written.backup ?? '' } as const;
  const { contains, ...rest } = own;
  return { kind: 'command', ...rest, ...(contains === undefined ? {} : { contains }) } as const;
}

function toRequest(written: WrittenRequest): HttpRequest {
  const { get, post, body, headers, status, json, save } = written;
  const expected = Object.entries(json).map(([path, value]) => [path, toExpectation(value)] as const);
  const request = {
    path: get ?? post ?? '/',
    headers,
    status,
    json: Object.fromEntries(expected),
    save,
    retry: written.retry ?? ONCE,
  };
  return post === undefined ? { ...request, method: 'GET' } : { ...request, method: 'POST', body };
}

function toExpectation(written: z.output<typeof expectation>): Expectation {
  return written !== null && typeof written === 'object' ? written : { equals: written };
}
