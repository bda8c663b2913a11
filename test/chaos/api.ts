import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The service that is rolled back: takes orders, and has each done at the second look. */
export async function startApi(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const looks = new Map<string, number>();
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    request.resume();
    if (request.method === 'POST') {
      const id = `o${looks.size}`;
      looks.set(id, 0);
      return answer(201, { id });
    }
    const id = request.url?.split('/').at(-1) ?? '';
    const seen = (looks.get(id) ?? 0) + 1;
    looks.set(id, seen);
    return answer(200, { state: seen > 1 ? 'done' : 'open' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
