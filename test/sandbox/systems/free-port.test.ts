import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort } from '../../../sandbox/systems/free-port.js';

test('a free port is given to nobody by chance, so who closed it can have it again', async () => {
  const port = await freePort();
  const server = createServer();
  for (let times = 0; times < 2; times += 1) {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }
  const byChance = createServer().listen(0, '127.0.0.1');
  await once(byChance, 'listening');
  // Linux gives ports from 32768 on, other systems from 49152 on.
  expect(byChance.address()).toMatchObject({ port: expect.toSatisfy((given: number) => given >= 32_768) });
  byChance.close();
  expect(port).toBeLessThan(32_768);
});
