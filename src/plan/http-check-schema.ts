import { z } from 'zod';
import type { Expectation, HttpRequest } from '../domain/check.js';
import { advice } from './advice.js';
import { span, variableName, variableOfPlan } from './words.js';

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
      error: advice(
        'write a value, { below: 0.01 }, { above: 0 }, { present: true } or { variable: BACKUP_NAME }',
        '请写一个值，或 { below: 0.01 }、{ above: 0 }、{ present: true }、{ variable: BACKUP_NAME }',
      ),
    },
  )
  .describe(
    'What must stand there: a value, `{ below: n }`, `{ above: n }`, `{ present: true }` or `{ variable: NAME }`.',
  );

export const retry = z
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

const PATH = advice(
  'write the path alone, beginning with /; base names the variable with the address before it',
  '请只写以 / 开头的路径；前面的地址由 base 指的变量给出',
);

const HEADER = advice('write a header name such as Authorization', '请写请求头的名称，例如 Authorization');

const passage = z
  .string({ error: advice('write one text; several are several requests', '请只写一段文字；要查几段请写几个请求') })
  .min(1)
  .max(200)
  .meta({ examples: ['登录'] });

const request = z
  .strictObject({
    get: z
      .string()
      .startsWith('/', PATH)
      .optional()
      .describe('Path to GET. `{NAME}` stands for a value saved before.')
      .meta({ examples: ['/api/tasks/{TASK}/status'] }),
    post: z
      .string()
      .startsWith('/', PATH)
      .optional()
      .describe('Path to POST to.')
      .meta({ examples: ['/api/login'] }),
    body: z
      .unknown()
      .optional()
      .describe('Sent as JSON with `post`.')
      .meta({ examples: [{ username: 'test_account' }] }),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]+$/, HEADER), z.string())
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
    contains: passage.optional().describe('Text that the answer must hold, letter by letter as the service sends it.'),
    lacks: passage
      .optional()
      .describe('Text that the answer must not hold. Together with `contains`: a page that is empty lacks everything.')
      .meta({ examples: ['502 Bad Gateway'] }),
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
  .refine(
    (value) => (value.get === undefined) !== (value.post === undefined),
    advice('write exactly one of get and post', 'get 和 post 请只写一个'),
  )
  .refine(
    (value) => value.body === undefined || value.post !== undefined,
    advice('a body goes with post', 'body 只能和 post 一起写'),
  )
  .refine((value) => value.post === undefined || value.retry === undefined, {
    error: advice(
      'a request that posts is asked once; put retry on the get requests that follow it',
      'post 请求只发一次；请把 retry 写在它后面的 get 请求上',
    ),
    path: ['retry'],
  });

export const httpSchema = z
  .strictObject({
    base: variableOfPlan.describe('The inventory variable that holds the base URL.').meta({ examples: ['API'] }),
    requests: z.array(request).min(1).describe('Asked in this order; the first that fails ends the check.'),
    deadline: span(1)
      .default(10_000)
      .describe('For each request; 10s when not said.')
      .meta({ examples: ['10s'] }),
  })
  .describe('HTTP requests from the bot, as a user outside the hosts would make them.');

/** Asked a single time. */
export const ONCE = { times: 1, every: 0 };

type WrittenRequest = z.output<typeof request>;

/** A request as the engine sends and judges it. */
export function toRequest(written: WrittenRequest): HttpRequest {
  const { get, post, body, headers, status, contains, lacks, json, save } = written;
  const expected = Object.entries(json).map(([path, value]) => [path, toExpectation(value)] as const);
  const request = {
    path: get ?? post ?? '/',
    headers,
    status,
    ...(contains === undefined ? {} : { contains }),
    ...(lacks === undefined ? {} : { lacks }),
    json: Object.fromEntries(expected),
    save,
    retry: written.retry ?? ONCE,
  };
  return post === undefined ? { ...request, method: 'GET' } : { ...request, method: 'POST', body };
}

function toExpectation(written: z.output<typeof expectation>): Expectation {
  return written !== null && typeof written === 'object' ? written : { equals: written };
}
