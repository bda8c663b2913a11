import type { Logger } from 'pino';
import { createCatalog, type PlanCatalog } from './config/catalog.js';
import { connectionsOf, targetsOf } from './config/connections.js';
import { type Config, createEnvironments, createSecrets } from './config.js';
import { createDesk } from './control/desk.js';
import type { Desk } from './control/question.js';
import type { System } from './domain/system.js';
import { endInTime } from './end-in-time.js';
import { createEngine, type RunningEngine } from './engine/create-engine.js';
import type { Clock, Probe, Remote, Secrets } from './engine/ports.js';
import type { Watch } from './health/watch.js';
import { createHttpProbe } from './probe/http-probe.js';
import { createSlackApp, type SlackApp } from './slack/app.js';
import { createSlackClients, type SlackCall } from './slack/clients.js';
import { createPeople } from './slack/people.js';
import { createRemote, REMOTE_LIMITS, type RemoteLimits } from './ssh/ssh-remote.js';
import type { Store } from './store/open-journal.js';

/** What stands between the bot and everything that it writes to, sends to or reads the time from. */
export type Wrap = {
  readonly clock: (clock: Clock) => Clock;
  readonly store: (store: Store) => Store;
  readonly remote: (remote: Remote) => Remote;
  readonly limits: (limits: RemoteLimits) => RemoteLimits;
  readonly probe: (probe: Probe) => Probe;
  /** Every call to Slack's Web API. */
  readonly slack: (call: SlackCall) => SlackCall;
};

/** Nothing in between, as the bot runs. */
export const AS_IS: Wrap = {
  clock: (clock) => clock,
  store: (store) => store,
  remote: (remote) => remote,
  limits: (limits) => limits,
  probe: (probe) => probe,
  slack: (call) => call,
};

/** How long each part may take to end: 9 s in all, because whoever stops a service kills it soon after. */
const PATIENCE = { engine: 3_500, shown: 2_500, slack: 1_500, health: 500, hosts: 500, journal: 1_000 } as const;

export const CLOCK: Clock = { now: () => Date.now() };

/** What the bot is made of once it has been read and opened. */
export type Ground = {
  readonly config: Config;
  readonly systems: readonly System[];
  readonly store: Store;
  readonly log: Logger;
  readonly watch: Watch;
};

export type Parts = {
  readonly catalog: PlanCatalog;
  readonly secrets: Secrets;
  readonly engine: RunningEngine;
  readonly app: SlackApp;
  /** Answers operators' commands. */
  readonly desk: Desk;
  /** Ends sending, hearing and showing within 9 s, whatever hangs, and closes the journal last. */
  close(): Promise<void>;
};

/** Makes the parts and gives them to each other; nothing is sent yet. */
export function assemble({ config, systems, watch, log, ...ground }: Ground, wrap: Wrap = AS_IS): Parts {
  const { metrics } = watch;
  const clock = wrap.clock(CLOCK);
  const store = wrap.store(ground.store);
  const journal = metrics.journal(store.journal);
  const remote = metrics.remote(wrap.remote(remoteOf({ config, store, log }, clock, wrap)));
  const probe = wrap.probe(createHttpProbe(config.certificates === undefined ? {} : { ca: config.certificates }));
  const watchCalls = (apiUrl: string, call: SlackCall) => metrics.slackCalls(apiUrl, wrap.slack(call));
  const clients = createSlackClients({ ...config.slack, log, watchCalls });
  const people = createPeople(clients.interactive, clock, config.slack.team);
  const secrets = createSecrets(config);
  const catalog = createCatalog(config, systems, {
    failed: (error) => log.error({ err: error }, 'the plans could not be looked at'),
  });
  const engine = createEngine({ catalog, journal, remote, probe, people, secrets, clock, log });
  const { messages, deliveries } = store;
  const app = createSlackApp({
    ...{ clients, transport: config.slack.transport, team: config.slack.team, engine, people },
    ...{ store: messages, deliveries, catalog, clock, log },
    languages: { workspace: config.language, channels: config.slack.languages },
    ...{ watch: metrics.deliveries, pages: [watch.briefPage] },
  });
  watch.look({ app, engine, deliveries, clock });
  const close = async () => {
    catalog.stop();
    const end = (part: keyof typeof PATIENCE, work: () => Promise<void>) => endInTime(part, PATIENCE[part], work, log);
    // The pause is in the journal before Slack is given the time to show it.
    await end('engine', engine.stop);
    await end('shown', () => app.settle(PATIENCE.shown));
    await end('slack', app.stop);
    await Promise.all([end('health', watch.stop), end('hosts', remote.close)]);
    await end('journal', journal.close);
  };
  const hosts = { remote, targetsOf: targetsOf(config) };
  const desk = createDesk({ store, journalFile: config.journalFile, hosts, clock, isBot: true });
  return { catalog, secrets, engine, app, desk, close };
}

function remoteOf({ config, store, log }: Pick<Ground, 'config' | 'store' | 'log'>, clock: Clock, wrap: Wrap): Remote {
  const [connections, environments] = [connectionsOf(config), createEnvironments(config)];
  return createRemote({
    connections,
    environments,
    clock,
    log,
    fence: store.fence,
    limits: wrap.limits(REMOTE_LIMITS),
  });
}
