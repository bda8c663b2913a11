import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { ackDeadlineMs, type Delivery, type Envelope, type Line } from '../delivery/line.js';
import { takeFault } from '../faults/faults.js';
import type { Json } from '../model.js';
import { addViolation, announce, type State } from '../state.js';

interface Pending {
  socket: WebSocket;
  type: string;
  what: string;
  sentAt: number;
  isLate: boolean;
  lateDetail?: { detail: string };
  timer: NodeJS.Timeout;
  settle: (delivery: Delivery) => void;
}

/** Why Slack asks an app to let go of a connection. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'too_many_websockets';

/** The Socket Mode side: it hands each payload to one of the app's connections and watches the clock. */
export interface Hub extends Line {
  issueTicket: () => string;
  attach: (server: Server) => void;
  /** Sends a `disconnect` to the oldest connection, as Slack does now and then; soon after, payloads go to others. */
  refresh: (reason: DisconnectReason) => boolean;
  /** Cuts every connection without a word. */
  drop: () => boolean;
  connections: () => number;
  close: () => void;
}

const mostConnections = 10;
/** How long a connection that was asked to leave still gets payloads, in milliseconds. */
const lastCallMs = 1_000;

export function createHub(state: State): Hub {
  const tickets = new Set<string>();
  const sockets: WebSocket[] = [];
  const leaving = new WeakSet<WebSocket>();
  const pending = new Map<string, Pending>();
  const helloListeners: (() => void)[] = [];
  const wss = new WebSocketServer({ noServer: true });
  let turn = 0;

  function greet(socket: WebSocket): void {
    if (sockets.length >= mostConnections || takeFault(state, 'too-many-sockets')) {
      turnAway(socket);
      return;
    }
    admit(state, pending, sockets, socket);
    for (const listener of helloListeners.splice(0)) listener();
  }

  return {
    issueTicket() {
      const ticket = randomUUID();
      tickets.add(ticket);
      return ticket;
    },
    attach: (server) => listen(server, tickets, wss, greet),
    send(envelope) {
      const open = reachable(sockets, leaving);
      const socket = open[turn++ % Math.max(open.length, 1)];
      if (!socket) return Promise.resolve({ outcome: 'no-socket' });
      return send(state, pending, socket, envelope);
    },
    async untilReachable() {
      if (!sockets.some((each) => each.readyState === each.OPEN)) {
        await new Promise<void>((resolve) => helloListeners.push(resolve));
      }
    },
    reasonFor: () => 'timeout',
    refresh(reason) {
      const oldest = sockets[0];
      oldest?.send(disconnect(reason));
      if (oldest) setTimeout(() => leaving.add(oldest), lastCallMs).unref();
      return oldest !== undefined;
    },
    drop() {
      for (const socket of sockets) socket.terminate();
      return sockets.length > 0;
    },
    connections: () => sockets.length,
    close: () => hangUp(pending, sockets, wss),
  };
}

/** Who may get the next payload: one that is about to go only while there is no other. */
function reachable(sockets: readonly WebSocket[], leaving: WeakSet<WebSocket>): readonly WebSocket[] {
  const open = sockets.filter((each) => each.readyState === each.OPEN);
  const staying = open.filter((each) => !leaving.has(each));
  return staying.length > 0 ? staying : open;
}

function admit(state: State, pending: Map<string, Pending>, sockets: WebSocket[], socket: WebSocket): void {
  sockets.push(socket);
  socket.on('message', (data) => receiveAck(state, pending, String(data)));
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    sockets.splice(sockets.indexOf(socket), 1);
    abandon(pending, socket);
    announce(state, 'socket');
  });
  socket.send(JSON.stringify(hello(state, sockets.length)));
  announce(state, 'socket');
}

function listen(server: Server, tickets: Set<string>, wss: WebSocketServer, greet: (socket: WebSocket) => void): void {
  server.on('upgrade', (request, socket, head) => {
    const ticket = new URL(request.url ?? '/', 'http://localhost').searchParams.get('ticket') ?? '';
    // A ticket opens one connection; a second use is refused like Slack refuses it.
    if (!tickets.delete(ticket)) return socket.destroy();
    return wss.handleUpgrade(request, socket, head, greet);
  });
}

function hangUp(pending: Map<string, Pending>, sockets: WebSocket[], wss: WebSocketServer): void {
  for (const each of pending.values()) clearTimeout(each.timer);
  // A closing handshake first: the app is to see an ordinary end, not a broken line.
  for (const socket of [...sockets]) {
    socket.close(1001);
    setTimeout(() => socket.terminate(), 200).unref();
  }
  wss.close();
}

function disconnect(reason: DisconnectReason): string {
  return JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } });
}

function turnAway(socket: WebSocket): void {
  socket.on('error', () => socket.terminate());
  socket.send(disconnect('too_many_websockets'));
  socket.close();
}

function hello(state: State, connections: number): Json {
  return {
    type: 'hello',
    num_connections: connections,
    connection_info: { app_id: state.bot.appId },
    debug_info: { host: 'sandbox', approximate_connection_time: 18060 },
  };
}

function send(
  state: State,
  pending: Map<string, Pending>,
  socket: WebSocket,
  { type, payload, what, retry }: Envelope,
): Promise<Delivery> {
  const id = randomUUID();
  const retrying = retry ? { retry_attempt: retry.attempt, retry_reason: retry.reason } : {};
  return new Promise((settle) => {
    const entry: Pending = {
      ...{ socket, type, what, settle },
      sentAt: performance.now(),
      isLate: false,
      timer: setTimeout(() => overdue(state, entry), ackDeadlineMs),
    };
    pending.set(id, entry);
    const accepts = type !== 'events_api';
    socket.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: accepts, ...retrying }));
  });
}

function overdue(state: State, entry: Pending): void {
  entry.isLate = true;
  entry.lateDetail = addViolation(
    state,
    'no-ack',
    entry.type,
    `${entry.what} was not acknowledged within ${ackDeadlineMs} ms`,
  );
  entry.settle({ outcome: 'timeout' });
}

function receiveAck(state: State, pending: Map<string, Pending>, raw: string): void {
  const message = readJson(raw);
  const id = String(message?.envelope_id ?? '');
  const entry = pending.get(id);
  if (!entry) {
    addViolation(
      state,
      'unknown-envelope',
      'socket',
      `acknowledged an envelope that was never sent: ${raw.slice(0, 120)}`,
    );
    return;
  }
  pending.delete(id);
  clearTimeout(entry.timer);
  const ms = Math.round(performance.now() - entry.sentAt);
  if (entry.isLate) {
    markLate(entry, ms);
    announce(state, 'violation');
    return;
  }
  entry.settle({ outcome: 'acked', payload: (message?.payload as Json | undefined) ?? {}, ms });
}

function markLate(entry: Pending, ms: number): void {
  if (!entry.lateDetail) return;
  Object.assign(entry.lateDetail, { rule: 'late-ack', detail: `${entry.what} was acknowledged after ${ms} ms` });
}

// A connection that dies takes its envelopes with it: a delivery problem, not a broken rule of the app.
function abandon(pending: Map<string, Pending>, socket: WebSocket): void {
  for (const [id, entry] of pending) {
    if (entry.socket !== socket) continue;
    clearTimeout(entry.timer);
    pending.delete(id);
    entry.settle({ outcome: 'socket-closed' });
  }
}

function readJson(raw: string): Json | undefined {
  try {
    return JSON.parse(raw) as Json;
  } catch {
    return undefined;
  }
}
