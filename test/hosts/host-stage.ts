import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type BotProcess, createBot } from '../../sandbox/demo/bot-process.js';
import { createTeardown, type Teardown } from '../../sandbox/demo/teardown.js';
import { SlackClient } from '../../sandbox/slack/client.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { type RealHost, startRealHost } from './real-host.js';

/** What stands in the inventory for one system, beside its channel. */
export type SystemEntry = {
  readonly plans: string;
  readonly name: string;
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly requesters: string[];
  readonly variables: Record<string, string>;
  readonly secrets?: Record<string, { readonly file: string }>;
  /** Further targets of the plan that are the same host. */
  readonly alsoAs?: readonly string[];
  /** Instead of the host as `app`. */
  readonly targets?: Record<string, object>;
};

/** A local Slack, a real host and the real bot between them. */
export type HostStage = {
  readonly slack: Slack;
  readonly people: SlackClient;
  readonly host: RealHost;
  readonly bot: BotProcess;
  /** Writes the inventory again, e.g. with another key. */
  configure(change?: { readonly key?: string }): Promise<void>;
  /** Starts the bot and returns when it is connected to Slack. */
  startBot(): Promise<void>;
  close(): Promise<void>;
};

/** What a system may use to get ready: the host's root, and a way to have things undone. */
export type Place = { readonly root: string; readonly teardown: Teardown };

/** Raises the stage with the bot running. `prepare` sets up the system on the host. */
export async function raiseHostStage(prepare: (place: Place) => Promise<SystemEntry>): Promise<HostStage> {
  const teardown = createTeardown();
  try {
    return await raise(prepare, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function raise(prepare: (place: Place) => Promise<SystemEntry>, teardown: Teardown): Promise<HostStage> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'backout-hosts-')));
  teardown.add(() => rm(base, { recursive: true, force: true, maxRetries: 5 }));
  const [root, directory] = [join(base, 'host'), join(base, 'bot')];
  await mkdir(root);
  await mkdir(join(directory, 'data'), { recursive: true });
  // The account on the host enters its root, and must not see the bot's things.
  await chmod(base, 0o711);
  await chmod(directory, 0o700);
  const host = await startRealHost(root);
  teardown.add(host.close);
  const slack = await startSlack();
  teardown.add(slack.close);
  const entry = await prepare({ root, teardown });
  const configure = (change = {}) => writeInventory(directory, host, entry, change);
  await configure();
  const people = new SlackClient(slack.url);
  const bot = createBot({
    BACKOUT_CONFIG: join(directory, 'backout.yaml'),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  });
  teardown.add(bot.stop);
  const startBot = () => connectBot(bot, people);
  await startBot();
  return { slack, people, host, bot, configure, startBot, close: teardown.run };
}

/** What an operator writes, as docs/configuration.md says. */
async function writeInventory(
  directory: string,
  host: RealHost,
  { plans, name, roles, requesters, variables, secrets = {}, alsoAs = [], targets }: SystemEntry,
  { key = host.keyFile }: { readonly key?: string },
): Promise<void> {
  await writeFile(join(directory, 'known_hosts'), `${host.knownHosts()}\n`);
  const app = { host: host.host, port: host.port, user: host.user, key, knownHosts: './known_hosts' };
  const hosts = Object.fromEntries(['app', ...alsoAs].map((target) => [target, app]));
  const system = { channels: ['C0INCIDENT'], requesters, roles, targets: targets ?? hosts, variables, secrets };
  const inventory = {
    environment: 'staging',
    language: 'en',
    journal: './data/backout.db',
    plans,
    systems: { [name]: system },
  };
  await writeFile(join(directory, 'backout.yaml'), stringify(inventory));
}

async function connectBot(bot: BotProcess, people: SlackClient): Promise<void> {
  const isGone = async () => (await people.connections()) === 0;
  await waitUntil(isGone, { what: 'Slack to notice that the last bot is gone' });
  bot.start();
  const isConnected = async () => {
    if (bot.pid === undefined) throw new Error(`The bot ended (${bot.ended}):\n${bot.lines.slice(-15).join('\n')}`);
    return (await people.connections()) > 0;
  };
  await waitUntil(isConnected, { what: 'the bot to connect to Slack' });
}
