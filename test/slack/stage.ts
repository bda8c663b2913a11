import { type Logger, pino } from 'pino';
import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, type SlackOptions, startSlack } from '../../sandbox/slack/workspace.js';
import type { Languages } from '../../src/domain/languages.js';
import type { Result } from '../../src/domain/result.js';
import { Secret } from '../../src/domain/secret.js';
import type { Clock, Deliveries, MessageStore } from '../../src/engine/ports.js';
import { createSlackApp, type SlackApp } from '../../src/slack/app.js';
import { createSlackClients } from '../../src/slack/clients.js';
import type { SlackTransport } from '../../src/slack/hearing.js';
import { createPeople } from '../../src/slack/people.js';
import type { PlanCatalog } from '../../src/slack/plan-news.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';
import { memoryDeliveries, memoryMessages } from './memory.js';

export const clock = { now: () => Date.now() };
export const INCIDENT = 'C0INCIDENT';

/** Lines of the log, as pino writes them. */
export type Lines = Record<string, unknown>[];

export function listeningLog(): { readonly log: Logger; readonly lines: Lines } {
  const lines: Lines = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

export type Stage = FakeEngine & {
  readonly slack: Slack;
  readonly people: SlackClient;
  readonly app: SlackApp;
  readonly started: Result<void>;
  readonly store: MessageStore;
  readonly lines: Lines;
  end(): Promise<void>;
};

export type StageOptions = {
  /** The workspace whose people are heard. */
  readonly team?: string;
  readonly slack?: SlackOptions;
  readonly engine?: FakeEngine;
  readonly store?: MessageStore;
  readonly deliveries?: Deliveries;
  readonly catalog?: PlanCatalog;
  readonly languages?: Languages;
  readonly botToken?: string;
  readonly appToken?: string;
  /** How deliveries come in; Socket Mode unless told otherwise. */
  readonly transport?: SlackTransport;
  /** The machine's own unless a test moves it. */
  readonly clock?: Clock;
};

/** The whole Slack side over real sockets against a fresh local workspace, with an engine told what to say. */
export async function stage(options: StageOptions = {}): Promise<Stage> {
  const slack = await startSlack(options.slack);
  const side = await slackSide(slack, options);
  const end = async () => {
    await side.app.stop();
    await slack.close();
  };
  return { ...side, slack, people: new SlackClient(slack.url), end };
}

/** The bot alone, against a workspace that may not be there. */
export async function slackSide(
  slack: Pick<Slack, 'apiUrl' | 'botToken' | 'appToken'>,
  options: StageOptions = {},
): Promise<Omit<Stage, 'slack' | 'people' | 'end'>> {
  const { log, lines } = listeningLog();
  const told = options.engine ?? fakeEngine();
  const store = options.store ?? memoryMessages();
  const botToken = new Secret(options.botToken ?? slack.botToken);
  const clients = createSlackClients({ botToken, apiUrl: slack.apiUrl, log });
  const time = options.clock ?? clock;
  const people = createPeople(clients.interactive, time);
  const transport: SlackTransport = options.transport ?? {
    kind: 'socket',
    appToken: new Secret(options.appToken ?? slack.appToken),
  };
  const deliveries = options.deliveries ?? memoryDeliveries();
  const deps = { clients, transport, engine: told.engine, people, store, deliveries, clock: time, log };
  const news = options.catalog ? { catalog: options.catalog } : {};
  const app = createSlackApp({
    ...deps,
    ...news,
    languages: options.languages ?? { workspace: 'zh-CN', channels: {} },
    team: options.team,
  });
  const started = await app.start();
  return { ...told, app, started, store, lines };
}
