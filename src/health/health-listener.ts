import { createServer, type Server } from 'node:http';
import { failed, ok, type Result } from '../domain/result.js';

type Address = { readonly host: string; readonly port: number };

/** What a page answers. */
export type Page = { readonly status: number; readonly type: string; readonly body: string };

export type HealthListener = {
  /** Fails with `port.unusable` when the address cannot be listened on. */
  start(): Promise<Result<void>>;
  stop(): Promise<void>;
  /** Where it listens; the port that was given when 0 was asked for. */
  port(): number | undefined;
};

/** Serves pages by their paths, to readers only. */
export function createHealthListener(
  at: Address,
  pages: Readonly<Record<string, () => Promise<Page>>>,
): HealthListener {
  const limits = { headersTimeout: 5_000, requestTimeout: 5_000, connectionsCheckingInterval: 1_000 };
  const server = createServer(limits, (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const page = isRead ? pages[(request.url ?? '').split('?')[0] ?? ''] : undefined;
    const send = ({ status, type, body }: Page) => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
      response.end(body);
    };
    (page ?? notFound)().then(send, () => send(BROKEN));
  });
  server.maxConnections = 64;
  return {
    start: () => listen(server, at),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    port() {
      const address = server.address();
      return address && typeof address === 'object' ? address.port : undefined;
    },
  };
}

const BROKEN: Page = { status: 500, type: 'text/plain', body: 'this page could not be made\n' };
const notFound = async (): Promise<Page> => ({
  status: 404,
  type: 'text/plain',
  body: '/healthz, /livez or /metrics\n',
});

function listen(server: Server, { host, port }: Address): Promise<Result<void>> {
  return new Promise((resolve) => {
    server.once('error', ({ message }) =>
      resolve(failed({ code: 'port.unusable', at: `${host}:${port}`, detail: message })),
    );
    server.listen({ host, port }, () => resolve(ok(undefined)));
  });
}
