import type { Server, ServerOptions } from 'node:http';
import { HTTPReceiver, type HTTPReceiverOptions } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Milliseconds } from '../domain/time.js';
import type { Hearing, SlackTransport } from './hearing.js';
import { refusalLogger } from './http-refusals.js';

/** The one path to which Slack sends commands, clicks, dialogs and events. */
const REQUEST_PATH = '/slack/events';

/** A page for whoever watches the same port, e.g. a load balancer. */
export type WatchedPage = {
  readonly path: string;
  answer(): Promise<{ readonly status: number; readonly body: object }>;
};

export type HttpReceiverOptions = Omit<Extract<SlackTransport, { kind: 'http' }>, 'kind'> & {
  readonly pages?: readonly WatchedPage[];
  readonly log: Logger;
};

/** Slack's largest payload, a full dialog with everything typed, is far below this. In bytes. */
const LARGEST_BODY = 1024 * 1024;

/** Whoever sends slowly is let go; Slack itself sends everything at once. */
const SERVER: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  // Longer than what proxies keep a connection for, so that none sends into one that is just being closed.
  keepAliveTimeout: 75_000,
};
const MOST_CONNECTIONS = 256;

/** Acknowledgements under way get this long when the bot stops. */
const LAST_WORDS: Milliseconds = 3_000;

/** Takes Slack's signed requests by HTTP. `start` rejects with the server's error when the address cannot be listened on. */
export function createHttpReceiver(options: HttpReceiverOptions): Hearing {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret.reveal(),
    endpoints: [REQUEST_PATH],
    bodyLimit: LARGEST_BODY,
    logger: refusalLogger(options.log),
    dispatchErrorHandler: answerNotFound,
    customRoutes: (options.pages ?? []).map(routeOf),
  });
  let server: Server | undefined;
  return {
    connections: () => (server?.listening ? 1 : 0),
    init: (app) => receiver.init(app),
    async start() {
      server = await receiver.start({ ...options.listenAt }, SERVER);
      server.maxConnections = MOST_CONNECTIONS;
    },
    async stop() {
      if (!server) return;
      const patience = setTimeout(() => server?.closeAllConnections(), LAST_WORDS);
      await receiver.stop();
      clearTimeout(patience);
    },
  };
}

type DispatchErrorHandler = NonNullable<HTTPReceiverOptions['dispatchErrorHandler']>;
type Route = NonNullable<HTTPReceiverOptions['customRoutes']>[number];

/** Strangers knock all day; that is not worth a line in the log. */
const answerNotFound: DispatchErrorHandler = ({ response }) => {
  response.writeHead(404);
  response.end();
};

function routeOf({ path, answer }: WatchedPage): Route {
  return {
    path,
    method: ['GET', 'HEAD'],
    handler(_, response) {
      const send = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(JSON.stringify(body));
      };
      answer().then(
        ({ status, body }) => send(status, body),
        () => send(503, { ok: false }),
      );
    },
  };
}
