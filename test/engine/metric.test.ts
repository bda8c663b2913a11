import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HttpCheck } from '../../src/domain/check.js';
import { answerHttp } from '../../src/engine/answer-http.js';
import { readPlan } from '../../src/plan/read-plan.js';
import { createHttpProbe } from '../../src/probe/http-probe.js';
import { asPrecheck, edited } from '../plan/broken-copies.js';

/** As Prometheus 3 answers `/api/v1/query`. */
const vector = (...samples: readonly (readonly [instance: string, value: string])[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: samples.map(([instance, value]) => ({
      metric: { __name__: 'up', instance, job: 'shop' },
      value: [1_764_390_000.781, value],
    })),
  },
});

let prometheus: Server;
let reply: { readonly status?: number; readonly body: unknown } = { body: '' };
let asked: string | null = null;

beforeAll(async () => {
  prometheus = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://prometheus');
    asked = url.pathname === '/prom/api/v1/query' ? url.searchParams.get('query') : null;
    response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
    response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
});

afterAll(() => prometheus.close());

/** The check as a plan that says `metric:` asks it. */
function written(bound: string): HttpCheck {
  const query = `sum by (instance) (up{job="shop"})`;
  const text = edited('wechat', [asPrecheck(`metric: { base: API, query: '${query}', ${bound} }`)]);
  const reading = readPlan(text, 'x');
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.plan.schemes[0]?.prechecks[0] as HttpCheck;
}

function answerTo(bound: string, body: unknown, status = 200) {
  reply = { body, status };
  const { port } = prometheus.address() as AddressInfo;
  const variables = { API: `http://127.0.0.1:${port}/prom/` };
  return answerHttp(written(bound), { variables, secrets: [] }, createHttpProbe(), new AbortController().signal);
}

it('passes when every series satisfies it, and shows each value', async () => {
  const answer = await answerTo('above: 0', vector(['a:9100', '1'], ['b:9100', '2.5']));
  expect(asked).toBe('sum by (instance) (up{job="shop"})');
  expect(answer).toEqual({
    verdict: 'pass',
    evidence: [
      'GET /api/v1/query → 200 sum by (instance) (up{job="shop"})',
      'up{instance="a:9100", job="shop"} = 1',
      'up{instance="b:9100", job="shop"} = 2.5',
    ].join('\n'),
  });
});

it('fails on a single series that does not, which it shows first', async () => {
  const { verdict, evidence } = await answerTo('above: 0', vector(['a:9100', '1'], ['b:9100', '0']));
  expect(verdict).toBe('fail');
  expect(evidence.split('\n').slice(1)).toEqual([
    'up{instance="b:9100", job="shop"} = 0 (≤ 0)',
    'up{instance="a:9100", job="shop"} = 1',
  ]);
});

it.each(['NaN', '', '-Inf', '0', '1 apples'])('takes %j for no number above 0', async (value) => {
  expect((await answerTo('above: 0', vector(['a:9100', value]))).verdict).toBe('fail');
});

it.each([
  ['1e-05', 'pass'],
  ['-Inf', 'pass'],
  ['0.009', 'pass'],
  ['0.01', 'fail'],
  ['+Inf', 'fail'],
  ['NaN', 'fail'],
])('reads %s as Prometheus writes it: below 0.01 is a %s', async (value, verdict) => {
  expect((await answerTo('below: 0.01', vector(['a:9100', value]))).verdict).toBe(verdict);
});

it('takes a scalar too', async () => {
  const body = { status: 'success', data: { resultType: 'scalar', result: [1_764_390_000.781, '3'] } };
  expect(await answerTo('above: 2', body)).toMatchObject({ verdict: 'pass', evidence: expect.stringContaining('= 3') });
});

const unclear: Readonly<Record<string, { readonly body: unknown; readonly status?: number }>> = {
  'no series at all': { body: vector() },
  'an error': {
    body: { status: 'error', errorType: 'bad_data', error: '1:5: parse error: unexpected "{"' },
    status: 400,
  },
  'an error with a good status': { body: { status: 'error', errorType: 'timeout', error: 'query timed out' } },
  'a range of values': { body: { status: 'success', data: { resultType: 'matrix', result: [] } } },
  "a proxy's page": { body: '<html>Bad gateway</html>', status: 502 },
  'an answer that calls itself incomplete': { body: { ...vector(['a:9100', '1']), warnings: ['store b unavailable'] } },
};

it.each(Object.entries(unclear))('cannot tell from %s', async (_what, { body, status }) => {
  expect((await answerTo('above: 0', body, status)).verdict).toBe('unknown');
});

it('shows ten series of many, and every one counts', async () => {
  const many = Array.from({ length: 40 }, (_, n) => [`h${n}:9100`, n === 39 ? '0' : '1'] as const);
  const { verdict, evidence } = await answerTo('above: 0', vector(...many));
  expect(verdict).toBe('fail');
  expect(evidence.split('\n')[1]).toContain('h39:9100');
  expect(evidence.split('\n').at(-1)).toBe('… + 30');
});
