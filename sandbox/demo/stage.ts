import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Box, startBox } from '../host/box.js';
import { SlackClient } from '../slack/client.js';
import { type Slack, startSlack } from '../slack/workspace.js';
import { waitUntil } from '../systems/wait-until.js';
import { startWechatBackend, type WechatBackend } from '../systems/wechat-backend/start.js';
import type { Language } from '../text.js';
import { type BotProcess, createBot } from './bot-process.js';
import { writeInventory } from './inventory.js';
import { mountProduction, type Production } from './production.js';
import { createTeardown, type Teardown } from './teardown.js';

export type StageOptions = {
  /** Of the local Slack; 0, the default, takes any free port. */
  readonly port?: number;
  /** `none` leaves the bot to the caller: `startBot`, or a bot of its own. */
  readonly bot?: 'start' | 'none';
  /** What the bot speaks; Chinese by default. */
  readonly language?: Language;
  /** More environment for the bot. */
  readonly env?: Record<string, string>;
  /** Called when the bot ends although nobody asked it to. */
  readonly botDied?: (how: string) => void;
  /** Gives up raising the stage, and clears it away. */
  readonly signal?: AbortSignal;
};

/** A local Slack, a broken production system on a host in a box, and the real bot between them. */
export type Stage = {
  readonly slack: Slack;
  readonly people: SlackClient;
  readonly box: Box;
  readonly system: WechatBackend;
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

/** Raises the stage. Returns when the system is seen broken and, unless told otherwise, the bot is connected. */
export async function raiseStage(options: StageOptions = {}): Promise<Stage> {
  const teardown = createTeardown();
  try {
    return await raise(options, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function raise(options: StageOptions, teardown: Teardown): Promise<Stage> {
  const { signal } = options;
  let production: Production | undefined;
  const slack = await startSlack({ port: options.port ?? 0, mount: (app) => mountProduction(app, () => production) });
  teardown.add(slack.close);
  const people = new SlackClient(slack.url);
  const { directory, box, system } = await raiseHost(teardown, signal);
  const inventoryFile = await writeInventory(directory, slack.state.team.id, box, system, options.language ?? 'zh-CN');
  const botEnv = {
    BACKOUT_CONFIG: inventoryFile,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ...options.env,
  };
  const bot = createBot(botEnv, options.botDied);
  teardown.add(bot.stop);
  const startBot = () => connectBot(bot, people, signal);
  const killBot = (how: NodeJS.Signals = 'SIGKILL') => bot.kill(how);
  production = { systems: [{ system, box }], bot, startBot };
  await allEnded([untilSeenBroken(system, signal), options.bot === 'none' ? undefined : startBot()]);
  const raised = { slack, people, box, system, directory, inventoryFile, botEnv, bot };
  return { ...raised, startBot, killBot, close: teardown.run };
}

/** A private directory with the bot's things and the host's root, the host itself and its system. */
async function raiseHost(teardown: Teardown, signal: AbortSignal | undefined) {
  signal?.throwIfAborted();
  const base = await realpath(await mkdtemp(join(tmpdir(), 'backout-demo-')));
  teardown.add(() => rm(base, { recursive: true, force: true, maxRetries: 5 }));
  const [root, directory] = [join(base, 'host'), join(base, 'bot')];
  await mkdir(root);
  await mkdir(directory);
  const box = await startBox({ name: 'wechat-1', root });
  teardown.add(box.close);
  signal?.throwIfAborted();
  const system = await startWechatBackend(box);
  teardown.add(system.close);
  return { directory, box, system };
}

async function untilSeenBroken(system: WechatBackend, signal: AbortSignal | undefined): Promise<void> {
  const isBroken = async () => {
    signal?.throwIfAborted();
    const { errorRate = 0, diagnosisWorks } = await system.observe();
    return errorRate > 0.5 && diagnosisWorks === false;
  };
  await waitUntil(isBroken, { what: 'the diagnosis to be seen broken' });
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

/** Like `Promise.all`, but a failure is told only when nothing is under way any more, so that all can be cleared away. */
async function allEnded(promises: readonly (Promise<void> | undefined)[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

/** The bot's last lines, for a message to a person. */
export function tail(bot: BotProcess): string {
  return bot.lines.slice(-15).join('\n');
}
