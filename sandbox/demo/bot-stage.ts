import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SlackClient } from '../slack/client.js';
import { type Slack, type SlackOptions, startSlack } from '../slack/workspace.js';
import { allEnded } from '../systems/all-ended.js';
import type { System } from '../systems/system.js';
import { waitUntil } from '../systems/wait-until.js';
import type { Language } from '../text.js';
import { type BotProcess, createBot } from './bot-process.js';
import { writeInventory } from './inventory.js';
import { mountProduction, type Production } from './production.js';
import type { Raised } from './raised.js';
import { createTeardown, type Teardown } from './teardown.js';

export type BotStageOptions = {
  /** Of the local Slack; 0, the default, takes any free port. */
  readonly port?: number;
  /** `none` leaves the bot to the caller: `startBot`, or a bot of its own. */
  readonly bot?: 'start' | 'none';
  /** The folder of the plan files; the repository's by default. */
  readonly plans?: string;
  /** What the bot speaks; Chinese by default. */
  readonly language?: Language;
  /** How the local Slack hands things to the bot; over Socket Mode when absent. */
  readonly delivery?: SlackOptions['delivery'];
  /** More environment for the bot. */
  readonly env?: Record<string, string>;
  /** Called when the bot ends although nobody asked it to. */
  readonly botDied?: (how: string) => void;
  /** Gives up raising the stage, and clears it away. */
  readonly signal?: AbortSignal;
};

/** A local Slack, broken production systems, and the real bot between them. */
export type BotStage = {
  readonly slack: Slack;
  readonly people: SlackClient;
  /** The bot's own directory: inventory, key, known_hosts, secret, journal. */
  readonly directory: string;
  readonly inventoryFile: string;
  /** What the bot's process is given, for a caller that runs a bot of its own. */
  readonly botEnv: Readonly<Record<string, string>>;
  readonly bot: BotProcess;
  /** Starts the bot and returns when it is connected to Slack. */
  startBot(): Promise<void>;
  /** Kills the bot, by default as `kill -9` does, and returns when it is gone. */
  killBot(signal?: NodeJS.Signals): Promise<void>;
  /** Ends everything and removes the stage's directory. */
  close(): Promise<void>;
};

/** Where a stage stands: a private directory, what is undone at its end, and whether it was given up. */
export type Ground = { readonly base: string; readonly teardown: Teardown; readonly signal: AbortSignal | undefined };

/** Systems on their hosts, and what the bot needs to reach them. */
export type Standing = {
  readonly raised: readonly Raised<System>[];
  /** PEM file of an authority that the bot trusts beside those of this machine. */
  readonly certificates?: string;
  /** Words in front of the bot's command. */
  readonly through?: readonly string[];
};

const ownPlans = fileURLToPath(new URL('../../plans', import.meta.url));

/** Raises a stage around systems. Returns when each is seen broken and, unless told otherwise, the bot is connected. */
export async function raiseBotStage<Systems extends Standing>(
  options: BotStageOptions,
  raiseSystems: (ground: Ground) => Promise<Systems>,
): Promise<{ readonly stage: BotStage; readonly systems: Systems }> {
  const teardown = createTeardown();
  try {
    return await raise(options, raiseSystems, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function raise<Systems extends Standing>(
  options: BotStageOptions,
  raiseSystems: (ground: Ground) => Promise<Systems>,
  teardown: Teardown,
) {
  const { signal, delivery } = options;
  let production: Production | undefined;
  const slack = await startSlack({
    port: options.port ?? 0,
    ...(delivery ? { delivery } : {}),
    mount: (app) => mountProduction(app, () => production),
  });
  teardown.add(slack.close);
  const people = new SlackClient(slack.url);
  signal?.throwIfAborted();
  const base = await realpath(await mkdtemp(join(tmpdir(), 'backout-demo-')));
  teardown.add(() => rm(base, { recursive: true, force: true, maxRetries: 5 }));
  const systems = await raiseSystems({ base, teardown, signal });
  const { directory, inventoryFile, botEnv } = await furnishBot(base, options, slack, systems);
  const bot = createBot(botEnv, { died: options.botDied, ...(systems.through && { through: systems.through }) });
  teardown.add(bot.stop);
  const startBot = () => connectBot(bot, people, signal);
  const killBot = (how: NodeJS.Signals = 'SIGKILL') => bot.kill(how);
  const shown = { systems: systems.raised.map((each) => each.shown), startedAt: new Date() };
  production = { ...shown, bot, startBot, connections: () => people.connections() };
  const broken = systems.raised.map(({ untilSeenBroken }) => untilSeenBroken());
  await allEnded([...broken, ...(options.bot === 'none' ? [] : [startBot()])]);
  const stage = { slack, people, directory, inventoryFile, botEnv, bot, startBot, killBot, close: teardown.run };
  return { stage, systems };
}

/** The bot's own directory, and the environment that leads it there and to Slack. */
async function furnishBot(base: string, options: BotStageOptions, slack: Slack, { raised, certificates }: Standing) {
  const { language = 'zh-CN', plans = ownPlans, env } = options;
  const directory = join(base, 'bot');
  await mkdir(directory);
  const bindings = raised.map(({ binding }) => binding);
  const { id: team } = slack.state.team;
  const inventoryFile = await writeInventory({ directory, team, language, plans, bindings, certificates });
  const botEnv = {
    BACKOUT_CONFIG: inventoryFile,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ...env,
  };
  return { directory, inventoryFile, botEnv };
}

async function connectBot(bot: BotProcess, people: SlackClient, signal: AbortSignal | undefined): Promise<void> {
  if (bot.pid !== undefined) return;
  const isGone = async () => (await people.connections()) === 0;
  await waitUntil(isGone, { what: 'Slack to notice that the last bot is gone' });
  signal?.throwIfAborted();
  bot.start();
  const isConnected = async () => {
    signal?.throwIfAborted();
    if (bot.pid === undefined) throw new Error(`The bot ended (${bot.ended}) before it was connected:\n${tail(bot)}`);
    return (await people.connections()) > 0;
  };
  await waitUntil(isConnected, { what: 'the bot to connect to Slack' }).catch((error: Error) => {
    throw error.message.startsWith('Waited') ? new Error(`${error.message}\n${tail(bot)}`, { cause: error }) : error;
  });
}

/** The bot's last lines, for a message to a person. */
export function tail(bot: BotProcess): string {
  return bot.lines.slice(-15).join('\n');
}
