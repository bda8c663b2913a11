import { App, LogLevel } from '@slack/bolt';
import type { FetchFunction } from '@slack/web-api';
import type { Logger } from 'pino';
import { dispatch } from '../../commands/dispatch.js';
import { type Languages, languageIn } from '../domain/languages.js';
import type { Result } from '../domain/result.js';
import type { Language } from '../domain/text.js';
import type { Milliseconds } from '../domain/time.js';
import type { Engine } from '../engine/engine.js';
import type { Clock, Deliveries, MessageStore, People } from '../engine/ports.js';
import { problem } from '../view/problem.js';
import { surfacesOf } from '../view/surfaces.js';
import { refusalOf } from './admit.js';
import { askAnywhere } from './ask-anywhere.js';
import { boltLogger } from './bolt-logger.js';
import type { SlackClients } from './clients.js';
import { createConnecting } from './connecting.js';
import type { Desk } from './desk.js';
import type { Hearing, SlackTransport } from './hearing.js';
import { createHomeTab } from './home/home-tab.js';
import { createHttpReceiver, type WatchedPage } from './http-receiver.js';
import { createIdentity, type WhoAmI } from './identity.js';
import { createOnce } from './once.js';
import { createPlaces } from './places.js';
import { type PlanCatalog, tellPlanNews } from './plan-news.js';
import { createProjector } from './projector/projector.js';
import type { Render } from './projector/setting.js';
import { registerAll } from './register-all.js';
import { createSockets } from './sockets.js';
import { type DeliveryWatch, timeAcks } from './time-acks.js';

/** The Slack side of Backout: it hears people and shows runs. */
export type SlackApp = {
  /**
   * Starts showing runs and connects. Fails with `secret.missing` when Slack refuses a token and with `port.unusable`
   * when its requests cannot be listened for; when Slack is not there it succeeds and goes on trying.
   */
  start(): Promise<Result<void>>;
  /** Hears nothing more, and waits until Slack shows the runs as they are; so long at most. */
  settle(atMost: Milliseconds): Promise<void>;
  /** Stops hearing at once, and showing after the calls under way: 5 s at most, 15 s during an upload. */
  stop(): Promise<void>;
  /** True while at least one connection is open, or requests are taken. */
  connected(): boolean;
  /** How many connections are open; with HTTP, 1 while requests are taken. */
  connections(): number;
};

export type SlackAppDeps = {
  readonly clients: SlackClients;
  readonly transport: SlackTransport;
  readonly engine: Engine;
  readonly people: People;
  readonly store: MessageStore;
  readonly deliveries: Deliveries;
  /** Tells when plan files were edited; without it nobody is told. */
  readonly catalog?: PlanCatalog;
  readonly clock: Clock;
  readonly log: Logger;
  /** The workspace whose people are heard; without it, the token's own. */
  readonly team?: string | undefined;
  /** What people are answered in; a run speaks the language of its request. */
  readonly languages: Languages;
  /** Told how deliveries fare. */
  readonly watch?: DeliveryWatch;
  /** Pages beside Slack's path, in HTTP mode. */
  readonly pages?: readonly WatchedPage[];
};

/** Wires everything that is heard and shown; nothing is sent before `start`. */
export function createSlackApp(deps: SlackAppDeps): SlackApp {
  const { clients, engine, log } = deps;
  const identity = createIdentity(clients.interactive);
  const projector = createProjector({ ...deps, client: clients.projector, render: renderWith(engine) });
  const hearing = createHearing(deps);
  const bolt = createBolt(hearing, clients.apiUrl, identity, log);
  const places = createPlaces(clients.interactive, engine, deps.clock);
  const home = createHomeTab({
    ...{ ...deps, places, client: clients.interactive, publisher: clients.home },
    language: deps.languages.workspace,
  });
  registerAll(bolt, deskOf(deps, { home, places }, projector.heardFrom));
  const connecting = createConnecting(bolt, identity, log, deps.team);
  let stopTelling = () => {};

  return {
    connected: () => hearing.connections() > 0,
    connections: hearing.connections,
    async start() {
      await projector.start();
      home.start();
      stopTelling = tellNews(deps);
      return connecting.start();
    },
    async settle(atMost) {
      stopTelling();
      await Promise.all([connecting.stop(), projector.settle(atMost)]);
    },
    async stop() {
      stopTelling();
      await connecting.stop();
      await home.stop();
      await projector.stop();
    },
  };
}

function tellNews(deps: SlackAppDeps): () => void {
  const { catalog, engine, clients, log } = deps;
  const languageIn = languageInOf(deps);
  return catalog ? tellPlanNews({ catalog, engine, client: clients.projector, log, languageIn }) : () => {};
}

function createHearing({ transport, clients, pages, watch, log }: SlackAppDeps): Hearing {
  const hearing =
    transport.kind === 'http'
      ? createHttpReceiver({ ...transport, ...(pages ? { pages } : {}), log })
      : createSockets({ appToken: transport.appToken, apiUrl: clients.apiUrl, log });
  return watch ? timeAcks(hearing, watch) : hearing;
}

function createBolt(receiver: Hearing, apiUrl: string, identity: WhoAmI, log: Logger): App {
  return new App({
    receiver,
    // Bolt's own look-up starts in its constructor and ends the process when Slack is down.
    authorize: async () => {
      const { userId, botId } = await identity();
      return { botUserId: userId, botId };
    },
    clientOptions: { slackApiUrl: apiUrl, fetch: fetchInTime },
    convoStore: false,
    extendedErrorHandler: true,
    logger: boltLogger(log),
    logLevel: LogLevel.WARN,
  });
}

// Bolt answers a click's own URL with this.
const fetchInTime: FetchFunction = (url, init) =>
  fetch(url, { ...(init as RequestInit), signal: AbortSignal.timeout(3_000) });

function deskOf(
  deps: SlackAppDeps,
  { home, places }: Pick<Desk, 'home' | 'places'>,
  heardFrom: Desk['heardFrom'],
): Desk {
  const { clients, engine, people, store, deliveries, clock, log } = deps;
  const languageIn = languageInOf(deps);
  const answer: Desk['ask'] = async (question) => {
    const language = languageIn(question.channel);
    const refusal = await refusalOf(question, people);
    if (refusal) return { kind: 'message', audience: 'asker', message: problem(refusal, language, question.door) };
    return dispatch({ ...question, language, now: clock.now() }, engine);
  };
  return {
    ...{ engine, people, places, home, store, clock, log, languageIn },
    client: clients.interactive,
    ask: askAnywhere({ engine, places, languageIn }, answer),
    once: createOnce(deliveries, clock, log),
    heardFrom,
  };
}

/** Asked anew each time: an edited plan or inventory counts at once. */
function languageInOf({ engine, languages }: SlackAppDeps): (channel: string) => Language {
  return (channel) => languageIn(channel, languages, engine.systems());
}

/** The surfaces of a run; its deciders are mentioned as the inventory names them now. */
function renderWith(engine: Engine): Render {
  return (state, seen) => {
    const { plan, environment } = state.request;
    const system = engine.systems().find((each) => each.plan.name === plan.name && each.environment === environment);
    return surfacesOf(state, system ? { ...seen, roles: system.roles } : seen);
  };
}
