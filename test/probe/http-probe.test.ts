import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpProbe } from '../../src/probe/http-probe.js';

const servers: (Server | TcpServer)[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: Server | TcpServer, scheme = 'http'): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (answer: RequestListener) => listen(createServer(answer));

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += chunk;
  return text;
}

const connectionsOf = (server: TcpServer | undefined) =>
  new Promise<number>((resolve) => server?.getConnections((_, count) => resolve(count)));

const probe = createHttpProbe();
const get = (url: string, deadline = 5_000) => probe.request({ method: 'GET', url, deadline });

describe('the HTTP probe', () => {
  it('answers with status, body and duration', async () => {
    const base = await serve((_, response) => response.end('{"status":"健康"}'));

    const answer = await get(`${base}/health?deep=1`);

    expect(answer).toMatchObject({ ok: true, value: { status: 200, body: '{"status":"健康"}' } });
    expect(answer.ok && answer.value.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('posts JSON and says so', async () => {
    const base = await serve(async (request, response) => {
      response.end(`${request.method} ${request.headers['content-type']} ${await bodyOf(request)}`);
    });

    const answer = await probe.request({ method: 'POST', url: base, body: { name: '测试' }, deadline: 5_000 });

    expect(answer).toMatchObject({ ok: true, value: { body: 'POST application/json {"name":"测试"}' } });
  });

  it('sends no content type without a body', async () => {
    const base = await serve((request, response) => response.end(`${request.headers['content-type']}`));

    expect(await probe.request({ method: 'POST', url: base, deadline: 5_000 })).toMatchObject({
      value: { body: 'undefined' },
    });
  });

  it.each([302, 404, 503])('takes %i for an answer and follows nothing', async (status) => {
    const asked: string[] = [];
    const base = await serve((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status, { location: '/elsewhere' }).end();
    });

    expect(await get(`${base}/here`)).toMatchObject({ ok: true, value: { status } });
    expect(asked).toEqual(['/here']);
  });

  it('keeps the first MiB of an endless body and closes the connection', async () => {
    const base = await serve((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    });

    const answer = await get(base);

    expect(answer.ok && answer.value.body.length).toBe(1024 * 1024);
    await expect.poll(() => connectionsOf(servers[0])).toBe(0);
  });

  it('does not reach a port where nobody listens, and names neither query nor password', async () => {
    const server = createServer();
    const base = await listen(server);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const port = new URL(base).port;

    expect(await get(`http://me:hunter2@127.0.0.1:${port}/health?token=hunter2`)).toEqual({
      ok: false,
      failure: {
        code: 'http.unreachable',
        at: `GET http://127.0.0.1:${port}/health`,
        detail: `connect ECONNREFUSED 127.0.0.1:${port}`,
      },
    });
  });

  it('gives up at the deadline when no answer comes', async () => {
    const base = await serve(() => {});

    expect(await get(base, 60)).toMatchObject({
      failure: { code: 'http.unreachable', detail: 'timeout: no whole answer within 60 ms' },
    });
  });

  it('gives up at the deadline when the body never ends', async () => {
    const base = await serve((_, response) => response.write('{"status":'));

    expect(await get(base, 60)).toMatchObject({
      failure: { code: 'http.unreachable', detail: expect.stringMatching(/^timeout/) },
    });
  });

  it('does not take half an answer for one', async () => {
    const base = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });

    expect(await get(base)).toMatchObject({ ok: false, failure: { code: 'http.unreachable' } });
  });

  it('does not take another protocol for an answer', async () => {
    const base = await listen(createTcpServer((socket) => socket.resume().end('SSH-2.0-OpenSSH_9.2\r\n')));

    expect(await get(base)).toMatchObject({ ok: false, failure: { code: 'http.unreachable' } });
  });

  it('says of a broken URL that it is one', async () => {
    expect(await get('nowhere')).toMatchObject({ failure: { code: 'http.unreachable', at: 'GET nowhere' } });
  });

  it('connects anew for every request, so that a service that is shutting down cannot answer for the next one', async () => {
    const ports = new Set<number | undefined>();
    const base = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    for (const _ of [1, 2, 3]) await get(base);

    expect(ports.size).toBe(3);
  });
});

describe('a private CA', () => {
  const pem = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
  const serveTls = () => {
    const identity = { key: pem('test-only-key.pem'), cert: pem('test-only-cert.pem') };
    return listen(
      createTlsServer(identity, (_, response) => response.end('ok')),
      'https',
    );
  };

  it('is refused while nobody configured it', async () => {
    const answer = await get(await serveTls());

    expect(answer).toMatchObject({
      failure: { code: 'http.unreachable', detail: 'self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT)' },
    });
  });

  it('is trusted once configured', async () => {
    const trusting = createHttpProbe({ ca: pem('test-only-cert.pem') });

    expect(await trusting.request({ method: 'GET', url: await serveTls(), deadline: 5_000 })).toMatchObject({
      ok: true,
    });
  });
});
