import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Order } from './line.js';

// A process of its own, so that what it costs is not counted as the bot's: line-process.ts <upstream port> <ms each way>
const [upstream = 0, delay = 0] = process.argv.slice(2).map(Number);
const sockets = new Set<Socket>();
let server: Server | undefined;

async function listen(port: number): Promise<number> {
  server = createServer({ noDelay: true, allowHalfOpen: true }, carry).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/**
 * The kernel takes the connection at once. So that it costs its round trip all the same, the client's first bytes leave
 * one round trip later, and the host hears of the connection half a round trip after that.
 */
function carry(client: Socket): void {
  const takenAt = performance.now();
  track(client);
  const host = new Promise<Socket>((resolve) => {
    setTimeout(() => {
      const socket = connect({ port: upstream, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
      track(socket);
      pass(socket, () => client, 0);
      socket.on('close', () => client.destroy());
      resolve(socket);
    }, 3 * delay);
  });
  let there: Socket | undefined;
  void host.then((socket) => {
    there = socket;
  });
  pass(client, () => there, takenAt + 2 * delay);
  client.on('close', () => void host.then((socket) => socket.destroy()));
}

type Parcel = { readonly bytes: Buffer | 'end'; readonly due: number };

/** Hands on what comes, in order, each piece when its time has come. */
function pass(from: Socket, to: () => Socket | undefined, notBefore: number): void {
  const parcels: Parcel[] = [];
  let isWaiting = false;
  const handOn = () => {
    isWaiting = false;
    const target = to();
    while (target && parcels[0] && parcels[0].due <= performance.now()) {
      const { bytes } = parcels.shift() as Parcel;
      if (bytes === 'end') target.end();
      else target.write(bytes);
    }
    wait();
  };
  const wait = () => {
    const [next] = parcels;
    if (!next || isWaiting) return;
    isWaiting = true;
    setTimeout(handOn, Math.max(next.due - performance.now(), to() ? 0 : 1));
  };
  const take = (bytes: Buffer | 'end') => {
    parcels.push({ bytes, due: Math.max(performance.now(), notBefore) + delay });
    if (delay === 0 && to() && !isWaiting) handOn();
    else wait();
  };
  from.on('data', take).on('end', () => take('end'));
}

function track(socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket)).on('error', () => {});
}

async function obey(order: Order, port: number): Promise<void> {
  if (order === 'mend') await listen(port);
  else {
    server?.close();
    for (const socket of sockets) socket.resetAndDestroy();
  }
  process.send?.(port);
}

const port = await listen(0);
process.on('message', (order: Order) => void obey(order, port));
process.send?.(port);
