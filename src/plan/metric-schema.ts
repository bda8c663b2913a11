import { z } from 'zod';
import type { HttpRequest } from '../domain/check.js';
import { advice, asAdvice } from './advice.js';
import { ONCE } from './http-check-schema.js';
import { queryFault } from './prometheus-query.js';
import { span, variableOfPlan } from './words.js';

/** Where a Prometheus answers an instant query. */
const QUERY_PATH = '/api/v1/query';

const bound = (meaning: string) => z.number().exactOptional().describe(meaning);

export const metricSchema = z
  .strictObject({
    base: variableOfPlan
      .describe('The inventory variable that holds the base URL of Prometheus.')
      .meta({ examples: ['PROMETHEUS'] }),
    query: z
      .string()
      .trim()
      .min(1)
      .superRefine((query, context) => {
        const fault = queryFault(query);
        if (fault) context.addIssue({ code: 'custom', message: asAdvice(fault) });
      })
      .describe(
        'PromQL, asked as an instant query. Do not compare in it: what it filters out is not there to be judged.',
      )
      .meta({ examples: ['up{job="shop"}'] }),
    above: bound('Every series must be above this number.').meta({ examples: [0] }),
    below: bound('Every series must be below this number.').meta({ examples: [0.01] }),
    deadline: span(1)
      .default(10_000)
      .describe('For the request; 10s when not said.')
      .meta({ examples: ['10s'] }),
  })
  .refine(
    ({ above, below }) => (above === undefined) !== (below === undefined),
    advice('write exactly one of above and below', 'above 和 below 请只写一个'),
  )
  .describe(
    'A number of Prometheus. Every series of the answer must satisfy it; an answer without series is unknown, never a pass.',
  );

/** The request that asks Prometheus for it. */
export function metricRequest({ query, above, below = 0 }: z.output<typeof metricSchema>): HttpRequest {
  const every = above === undefined ? { below } : { above };
  const plain = { headers: {}, status: 200, json: {}, save: {}, retry: ONCE };
  return { ...plain, method: 'GET', path: QUERY_PATH, series: { query, every } };
}
