import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Box } from '../host/box.js';
import { SlackClient } from '../slack/client.js';
import { type Slack, type SlackOptions, startSlack } from '../slack/workspace.js';
import type { Meiyueart } from '../systems/meiyueart/start.js';
import { waitUntil } from '../systems/wait-until.js';
import type { WechatBackend } from '../systems/wechat-backend/start.js';
import type { Language } from '../text.js';
import { type BotProcess, createBot } from './bot-process.js';
import { raiseMeiyueart, raiseWechat, SYSTEMS, type SystemName } from './hosts.js';
import { writeInventory } from './inventory.js';
import { mountProduction, type Production } from './production.js';
import { createTeardown, type Teardown } from './teardown.js';

export type StageOptions = {
  /** Of the local Slack; 0, the default, takes any free port. */
  readonly port?: number;
  /** `none` leaves the bot to the caller: `startBot`, or a bot of its own. */
  readonly bot?: 'start' | 'none';
  /** Which systems there are; all of them by default. */
  readonly systems?: readonly SystemName[];
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

/** A local Slack, broken production systems on hosts in boxes, and the real bot between them. */
export type Stage = {
  readonly slack: Slack;
  readonly people: SlackClient;
  /** The wechat backend's server. Throws, as `system` does, when the stage was raised without it. */
  readonly box: Box;
  readonly system: WechatBackend;
  /** meiyueart.com: its production server `box` and its deploy host `control`. Throws when the stage was raised without it. */
  readonly meiyueart: { readonly box: Box; readonly control: Box; readonly system: Meiyueart };
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

const ownPlans = fileURLToPath(new URL('../../plans', import.meta.url));

/** Raises the stage. Returns when every system is seen broken and, unless told otherwise, the bot is connected. */
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
  const { signal, language = 'zh-CN', plans = ownPlans, delivery } = options;
  let production: Production | undefined;
  const slack = await startSlack({
    port: options.port ?? 0,
    ...(delivery ? { delivery } : {}),
    mount: (app) => mountProduction(app, () => production),
  });
  teardown.add(slack.close);
  const people = new SlackClient(slack.url);
  const { directory, wechat, meiyueart } = await raiseSystems(options, teardown);
  const raised = [wechat, meiyueart].filter((each) => each !== undefined);
  const bindings = raised.map(({ binding }) => binding);
  const inventoryFile = await writeInventory({ directory, team: slack.state.team.id, language, plans, bindings });
  const botEnv = {
    BACKOUT_CONFIG: inventoryFile,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    ...options.env,
  };
  const bot = createBot(botEnv, { died: options.botDied });
  teardown.add(bot.stop);
  const startBot = () => connectBot(bot, people, signal);
  const killBot = (how: NodeJS.Signals = 'SIGKILL') => bot.kill(how);
  const shown = { systems: raised.map((each) => each.shown), startedAt: new Date() };
  production = { ...shown, bot, startBot, connections: () => people.connections() };
  const broken = raised.map(({ untilSeenBroken }) => untilSeenBroken());
  await allEnded([...broken, options.bot === 'none' ? undefined : startBot()]);
  return {
    ...{ slack, people, directory, inventoryFile, botEnv, bot, startBot, killBot, close: teardown.run },
    get box() {
      return there(wechat, 'wechat-backend').box;
    },
    get system() {
      return there(wechat, 'wechat-backend').system;
    },
    get meiyueart() {
      return there(meiyueart, 'meiyueart');
    },
  };
}

/** A private directory with the bot's things and every host's root, the hosts themselves and their systems. */
async function raiseSystems({ systems = SYSTEMS, signal }: StageOptions, teardown: Teardown) {
  signal?.throwIfAborted();
  const base = await realpath(await mkdtemp(join(tmpdir(), 'backout-demo-')));
  teardown.add(() => rm(base, { recursive: true, force: true, maxRetries: 5 }));
  const directory = join(base, 'bot');
  await mkdir(directory);
  const ground = { base, teardown, signal };
  const raising = {
    wechat: systems.includes('wechat-backend') ? raiseWechat(ground) : undefined,
    meiyueart: systems.includes('meiyueart') ? raiseMeiyueart(ground) : undefined,
  };
  await allEnded([raising.wechat, raising.meiyueart]);
  return { directory, wechat: await raising.wechat, meiyueart: await raising.meiyueart };
}

function there<Raised>(raised: Raised | undefined, name: SystemName): Raised {
  if (raised) return raised;
  throw new Error(`This stage was raised without ${name}.`);
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
async function allEnded(promises: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  await Promise.allSettled(promises);
  await Promise.all(promises);
}

/** The bot's last lines, for a message to a person. */
export function tail(bot: BotProcess): string {
  return bot.lines.slice(-15).join('\n');
}
