import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpCheck, HttpRequest } from '../../src/domain/check.js';
import { Secret } from '../../src/domain/secret.js';
import { answerHttp } from '../../src/engine/answer-http.js';
import { createHttpProbe } from '../../src/probe/http-probe.js';

/** Asks a site that answers like that for `/`, or for these requests. */
async function ask(
  answer: RequestListener,
  requests: readonly Partial<HttpRequest>[],
  secrets: readonly Secret[] = [],
) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const once = { times: 1, every: 0 };
  const plain = { method: 'GET', path: '/', headers: {}, status: 200, json: {}, save: {}, retry: once } as const;
  const check: HttpCheck = {
    ...{ id: 'home', title: 'home', weight: 'required', area: 'service', retry: once, cites: [] },
    ...{ kind: 'http', base: 'WEB', writes: false, deadline: 5_000 },
    requests: requests.map((request) => ({ ...plain, ...request })),
  };
  const variables = { WEB: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  return answerHttp(check, { variables, secrets }, createHttpProbe(), new AbortController().signal);
}

const page =
  (html: string): RequestListener =>
  (_, response) =>
    response.end(html);

describe('the text of a page', () => {
  it('passes when it is there and nothing else is that must not be', async () => {
    const shop = page('<!doctype html><title>商城</title><button>登录</button>');
    expect(await ask(shop, [{ contains: '登录', lacks: '维护中' }])).toEqual({
      verdict: 'pass',
      evidence: 'GET / → 200 ∋ "登录", ∌ "维护中"',
    });
  });

  it('fails with what stands there instead', async () => {
    const answer = await ask(page('<!doctype html>\n<title>Welcome to nginx!</title>'), [{ contains: '登录' }]);
    expect(answer).toEqual({
      verdict: 'fail',
      evidence: 'GET / → 200 ∌ "登录": <!doctype html> <title>Welcome to nginx!</title>',
    });
  });

  it('fails with what stands around a text that must not be there, e.g. behind a status of 200', async () => {
    const long = '一'.repeat(500);
    const answer = await ask(page(`${long}<h1>系统维护中，请稍候</h1>${long}`), [{ lacks: '维护中' }]);
    expect(answer.verdict).toBe('fail');
    expect(answer.evidence).toMatch(/^GET \/ → 200 ∋ "维护中": 一{54}<h1>系统维护中，请稍候<\/h1>一{51}$/u);
  });

  it('is not known where an answer was not read to its end', async () => {
    const endless: RequestListener = (_, response) => {
      response.write('x'.repeat(1024 * 1024));
      response.end('登录');
    };
    for (const wish of [{ contains: '登录' }, { lacks: '登录' }])
      expect(await ask(endless, [wish])).toEqual({
        verdict: 'unknown',
        evidence: 'GET / → 200 ∌ "登录" in the first 1048576 B',
      });
    expect(await ask(endless, [{ contains: 'xx' }])).toMatchObject({ verdict: 'pass' });
  });

  it('is read in the encoding that the service names', async () => {
    const inGbk: RequestListener = (_, response) => {
      response.setHeader('content-type', 'text/html; charset=GBK');
      response.end(Buffer.from([0xb5, 0xc7, 0xc2, 0xbc]));
    };
    expect(await ask(inGbk, [{ contains: '登录' }])).toMatchObject({ verdict: 'pass' });
  });

  it('is quoted without secrets, also where the quotation ends in one', async () => {
    const key = 'k'.repeat(40);
    const answer = await ask(
      page(`${'-'.repeat(130)}${key}${'-'.repeat(400)}`),
      [{ contains: '登录' }],
      [new Secret(key)],
    );
    expect(answer.evidence).toContain('[redacted]');
    expect(answer.evidence).not.toContain('kk');
  });
});

it('shows nothing of a token that is sent later, however long it is', async () => {
  const token = `eyJ${'t'.repeat(600)}`;
  const seen: (string | undefined)[] = [];
  const api: RequestListener = (request: IncomingMessage, response) => {
    seen.push(request.headers.authorization);
    response.end(JSON.stringify(request.url === '/login' ? { token } : { echo: token }));
  };
  const answer = await ask(api, [
    { path: '/login', save: { TOKEN: ['token'] } },
    { path: '/me', headers: { Authorization: 'Bearer {TOKEN}' }, contains: 'me@example.com' },
  ]);
  expect(seen).toEqual([undefined, `Bearer ${token}`]);
  expect(answer.evidence).not.toContain('ttt');
  expect(answer.evidence).toBe(
    'GET /login → 200 TOKEN = [hidden]\nGET /me → 200 ∌ "me@example.com": {"echo":"[hidden]"}',
  );
});
