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
  let host: Socket | undefined;
  track(client);
  pass(client, () => host, takenAt + 2 * delay);
  setTimeout(() => {
    host = connect({ port: upstream, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    track(host);
    pass(host, () => client, 0);
  }, 3 * delay);
}

/** Bytes, that no more come, or that the connection broke; and when that is heard at the other end. */
type Parcel = { readonly what: Buffer | 'end' | 'broken'; readonly due: number };

/** Hands on what comes, in order, each piece when its time has come. */
function pass(from: Socket, to: () => Socket | undefined, notBefore: number): void {
  const parcels: Parcel[] = [];
  let isWaiting = false;
  const handOn = () => {
    isWaiting = false;
    const target = to();
    while (target && parcels[0] && parcels[0].due <= performance.now()) give(target, parcels.shift() as Parcel);
    wait();
  };
  const wait = () => {
    const [next] = parcels;
    if (!next || isWaiting) return;
    isWaiting = true;
    setTimeout(handOn, Math.max(next.due - performance.now(), to() ? 0 : 1));
  };
  const take = (what: Parcel['what']) => {
    parcels.push({ what, due: Math.max(performance.now(), notBefore) + delay });
    if (delay === 0 && to() && !isWaiting) handOn();
    else wait();
  };
  from.on('data', take).on('end', () => take('end'));
  // An ordinary end of both directions has been handed on already.
  from.on('close', () => from.readableEnded || take('broken'));
}

function give(target: Socket, { what }: Parcel): void {
  if (what === 'end') target.end();
  else if (what === 'broken') target.destroy();
  else target.write(what);
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
