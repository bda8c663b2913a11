import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Line, openLine } from '../../bench/hosts/line.js';

let server: Server;
let line: Line;

beforeEach(async () => {
  // Says what it hears, and then that it is over.
  server = createServer({ allowHalfOpen: true }, (socket) => socket.on('error', () => {}).pipe(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  line = await openLine((server.address() as AddressInfo).port, 5);
});
afterEach(async () => {
  await line.close();
  server.close();
});

it('carries every byte in order, both ways, and the end of each', async () => {
  const socket = connect({ port: line.port, host: '127.0.0.1', allowHalfOpen: true });
  const sent = Buffer.concat(Array.from({ length: 200 }, (_, index) => Buffer.alloc(1_000, index)));
  for (let at = 0; at < sent.length; at += 7_000) socket.write(sent.subarray(at, at + 7_000));
  socket.end();
  const heard: Buffer[] = [];
  for await (const chunk of socket) heard.push(chunk);
  expect(Buffer.concat(heard).equals(sent)).toBe(true);
});

it('breaks connections and refuses new ones until it is mended', async () => {
  const socket = connect(line.port, '127.0.0.1');
  socket.write('before');
  await once(socket, 'data');
  const broken = once(socket, 'error');
  await line.cut();
  await broken;
  await expect(once(connect(line.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED');
  await line.mend();
  const again = connect(line.port, '127.0.0.1');
  again.write('after');
  expect(String((await once(again, 'data'))[0])).toBe('after');
  again.destroy();
});
