import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { mountPage } from '../page/serve.js';
import type { World } from './acts/act.js';
import { mountApi } from './api/router.js';
import { closed } from './closed.js';
import { controlRoutes } from './control/routes.js';
import {
  defaultBot,
  defaultChannels,
  defaultCommands,
  defaultPeople,
  defaultShortcuts,
  defaultTeam,
  defaultUserGroups,
} from './default-workspace.js';
import { createPost } from './delivery/deliver.js';
import { createHttpLine, type HttpDelivery, verifyUrl } from './delivery/http.js';
import type { Bot, Channel, CommandHint, Person, Shortcut, Team, UserGroup } from './model.js';
import { mountResponses } from './respond.js';
import { createHub } from './socket/hub.js';
import { announce, createState, type State } from './state.js';

export interface SlackOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  team?: Team;
  people?: Person[];
  channels?: Channel[];
  userGroups?: UserGroup[];
  bot?: Bot;
  /** Slash commands the page's composer proposes. */
  commands?: CommandHint[];
  /** Message shortcuts the page offers on every message. */
  shortcuts?: Shortcut[];
  /** Milliseconds since the epoch, for timestamps, lifetimes and rates. The 3-second watch always runs in real time. */
  now?: () => number;
  /** How the app hears of things; over its Socket Mode connections when absent. */
  delivery?: HttpDelivery;
  /** A post with a `client_msg_id` that was seen before is not posted again. Slack's errors tell of it, its reference does not. */
  honoursNonces?: boolean;
  botToken?: string;
  appToken?: string;
  /** Adds routes of the embedding program, e.g. `/production/*`, before the workspace's own. */
  mount?: (app: Hono) => void;
}

/** A running local Slack workspace. */
export interface Slack {
  /** Where a person opens the page, and the base of `/control/*`. */
  url: string;
  /** What the app takes as `slackApiUrl`. */
  apiUrl: string;
  port: number;
  botToken: string;
  appToken: string;
  /** The live memory of the workspace, for looking inside in tests; acts go through `/control/*`. */
  state: State;
  close: () => Promise<void>;
}

/** Starts a local Slack on 127.0.0.1: Web API, Socket Mode, control interface and page. */
export async function startSlack(options: SlackOptions = {}): Promise<Slack> {
  const state = createState({
    team: options.team ?? defaultTeam,
    people: options.people ?? defaultPeople,
    channels: options.channels ?? defaultChannels,
    userGroups: options.userGroups ?? defaultUserGroups,
    bot: options.bot ?? defaultBot,
    commands: options.commands ?? defaultCommands,
    shortcuts: options.shortcuts ?? defaultShortcuts,
    now: options.now ?? Date.now,
    honoursNonces: options.honoursNonces ?? false,
  });
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const world = createWorld(state, options.delivery, closing.signal);
  const botToken = options.botToken ?? `xoxb-${randomBytes(12).toString('hex')}`;
  const appToken = options.appToken ?? `xapp-1-${randomBytes(12).toString('hex')}`;
  const app = new Hono();
  options.mount?.(app);
  mountApi(app, state, world.hub, { bot: botToken, app: appToken });
  mountResponses(app, state);
  app.route('/control', controlRoutes(world));
  mountPage(app);
  const server = await listen(app, options.port ?? 0);
  world.hub.attach(server);
  const { port } = server.address() as AddressInfo;
  state.url = `http://127.0.0.1:${port}`;
  return {
    url: state.url,
    apiUrl: `${state.url}/api/`,
    port,
    botToken,
    appToken,
    state,
    close() {
      closing.abort();
      closed.publish(state.violations);
      return stop(world, server);
    },
  };
}

function createWorld(state: State, delivery: HttpDelivery | undefined, closing: AbortSignal): World {
  const hub = createHub(state);
  const post = createPost(state, delivery ? createHttpLine(state, delivery, closing) : hub, closing);
  return { state, hub, ...post, verifyUrl: async () => delivery !== undefined && verifyUrl(state, delivery, closing) };
}

function listen(app: Hono, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, () => resolve(server)) as Server;
    server.once('error', reject);
  });
}

function stop({ state, hub }: World, server: Server): Promise<void> {
  announce(state, 'shutdown');
  hub.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
