import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What befalls a connection: closed in order, reset, silent for good with both ends open, or held up for a while. */
export const FAULTS = ['drop', 'reset', 'freeze', 'delay'] as const;
export type Fault = (typeof FAULTS)[number];
export type Direction = 'up' | 'down';

/** The place in the stream at which it happens: once this many bytes have passed in this direction. */
export type Strike = { readonly direction: Direction; readonly after: number; readonly fault: Fault };

export type TcpProxy = {
  readonly port: number;
  /** Where the pieces of the first connection ended, in bytes from its beginning. */
  readonly pieces: Readonly<Record<Direction, readonly number[]>>;
  /** Whether the strike came to pass. */
  struck(): boolean;
  close(): Promise<void>;
};

/** How long a delayed connection is held up, in milliseconds. */
const HELD_UP = 400;

/** A proxy to a port of this machine that strikes once, on the first connection that gets that far. */
export async function startProxy(to: number, strike?: Strike): Promise<TcpProxy> {
  const pieces: Record<Direction, number[]> = { up: [], down: [] };
  const sockets = new Set<Socket>();
  let [count, struck] = [0, false];
  const server = createServer({ noDelay: true }, (client) => {
    count += 1;
    const isFirst = count === 1;
    const host = connect({ port: to, host: '127.0.0.1', noDelay: true });
    for (const socket of [client, host]) {
      sockets.add(socket);
      socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    }
    const carry = (direction: Direction, from: Socket, into: Socket) => {
      let carried = 0;
      from.on('data', (chunk) => {
        const before = carried;
        carried += chunk.length;
        if (isFirst) pieces[direction].push(carried);
        const isStruck = !struck && strike?.direction === direction && carried >= strike.after;
        if (!isStruck) return void into.write(chunk);
        struck = true;
        into.write(chunk.subarray(0, strike.after - before));
        suffer(strike.fault, [client, host], () => into.write(chunk.subarray(strike.after - before)));
      });
      from.on('close', () => into.destroy());
    };
    carry('up', client, host);
    carry('down', host, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ port: (server.address() as AddressInfo).port, pieces, struck: () => struck },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function suffer(fault: Fault, pair: readonly Socket[], rest: () => void): void {
  for (const socket of pair) {
    if (fault === 'drop') socket.end();
    else if (fault === 'reset') socket.resetAndDestroy();
    // Nothing is read from them any more, so nothing passes; they stay open until the proxy goes.
    else socket.pause();
  }
  if (fault !== 'delay') return;
  setTimeout(() => {
    rest();
    for (const socket of pair) socket.resume();
  }, HELD_UP);
}
