import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createBot } from '../../sandbox/demo/bot-process.js';
import { createTeardown, type Teardown } from '../../sandbox/demo/teardown.js';
import { SlackClient } from '../../sandbox/slack/client.js';
import { defaultBot, defaultPeople } from '../../sandbox/slack/default-workspace.js';
import type { Channel } from '../../sandbox/slack/model.js';
import { type Slack, startSlack } from '../../sandbox/slack/workspace.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import type { Farm, FarmHost } from '../hosts/farm.js';
import { FIRST, LAST, planText, WITNESS } from './plan.js';

const [OPS, DIRECTOR] = ['赵六', '李四'];
const PATIENT = { timeoutMs: 60_000 };

/** A system of its own channel on a host, reached at its port or at that of a line in front of it. */
export type Placed = { readonly host: FarmHost; readonly port: number };

/** The local Slack and the real bot, with one system for each host. */
export type BotStage = {
  readonly systems: readonly BenchSystem[];
  /** Of the bot's process. */
  readonly pid: number;
  close(): Promise<void>;
};

export type BenchSystem = {
  /** Asks for a rollback in the system's channel, and returns when it waits for its decision. */
  request(): Promise<void>;
  /** Approves the rollback. In ms since the epoch: the click, and when the local Slack handed it to the bot. */
  approve(): Promise<{ readonly clickedAt: number; readonly handedAt: number }>;
  /** When the first and the last step of each run wrote, oldest first, in ms since the epoch. */
  first(): readonly number[];
  last(): readonly number[];
  /** Returns when the channel shows so many rollbacks that succeeded. */
  closed(runs: number): Promise<void>;
};

/** Raises it with the bot connected. */
export async function raiseBot(farm: Farm, placed: readonly Placed[]): Promise<BotStage> {
  const teardown = createTeardown();
  try {
    return await raise(farm, placed, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function raise(farm: Farm, placed: readonly Placed[], teardown: Teardown): Promise<BotStage> {
  const named = placed.map((each, index) => ({ ...each, name: `bench-${index + 1}`, channel: channelOf(index + 1) }));
  const directory = await mkdtemp(join(farm.directory, 'run-'));
  const inventory = await writeFiles(farm, directory, named);
  const slack = await startSlack({ channels: named.map(({ channel }) => channel) });
  teardown.add(slack.close);
  const people = new SlackClient(slack.url);
  const bot = createBot({
    ...{ BACKOUT_CONFIG: inventory, SLACK_API_URL: slack.apiUrl },
    ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
  });
  teardown.add(bot.stop);
  bot.start();
  const isConnected = async () => {
    if (bot.pid === undefined) throw new Error(`the bot ended (${bot.ended}): ${bot.lines.slice(-10).join('\n')}`);
    return (await people.connections()) > 0;
  };
  await waitUntil(isConnected, { what: 'the bot to connect to Slack', timeoutMs: 60_000 });
  const systems = named.map(({ host, channel }) => systemOn(slack, people, channel.id, host));
  return { systems, pid: bot.pid ?? 0, close: teardown.run };
}

function channelOf(number: number): Channel {
  const everyone = [...defaultPeople.map(({ id }) => id), defaultBot.userId];
  return { id: `C0BENCH${number}`, name: `bench-${number}`, members: everyone, topic: '' };
}

type Named = Placed & { readonly name: string; readonly channel: Channel };

/** What an operator writes: the inventory beside a folder with a plan for each system. */
async function writeFiles(farm: Farm, directory: string, named: readonly Named[]): Promise<string> {
  await mkdir(join(directory, 'plans'));
  for (const { name } of named) await writeFile(join(directory, 'plans', `${name}.yaml`), planText(name));
  const entry = ({ host, port, channel }: Named) => ({
    ...{ channels: [channel.id], requesters: ['ops'], roles: { lead: ['U0LI4'], ops: ['U0ZHAO6'] } },
    targets: { app: { host: '127.0.0.1', port, user: host.user, key: farm.keyFile, knownHosts: farm.knownHostsFile } },
    variables: { [WITNESS]: host.home },
  });
  const systems = Object.fromEntries(named.map((each) => [each.name, entry(each)]));
  const file = join(directory, 'backout.yaml');
  const inventory = { environment: 'bench', language: 'en', journal: './backout.db', plans: './plans', systems };
  await writeFile(file, stringify(inventory));
  return file;
}

function systemOn(slack: Slack, people: SlackClient, channel: string, { home }: FarmHost): BenchSystem {
  const times = (file: string) => () => {
    const path = join(home, file);
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
    return lines.map((line) => Number(BigInt(line) / 1_000n) / 1_000);
  };
  return {
    async request() {
      await people.slash(OPS, 'scheme-a', { channel });
      await people.waitForModal(OPS, PATIENT);
      const asked = await people.submit(OPS, { Severity: 'P0', Reason: 'Benchmark', Impact: 'None' });
      if (!asked.ok) throw new Error(`the request was refused: ${JSON.stringify(asked)}`);
      await people.waitForMessage(DIRECTOR, channel, '[Approve]', PATIENT);
    },
    async approve() {
      const clickedAt = Date.now();
      await people.click(DIRECTOR, 'Approve', { channel, confirm: true });
      const handedAt = [...slack.state.triggers.values()].at(-1)?.at ?? Number.NaN;
      return { clickedAt, handedAt };
    },
    ...{ first: times(FIRST), last: times(LAST) },
    async closed(runs) {
      const isClosed = async () => {
        const cards = (await people.messages(OPS, channel)).filter(({ metadata }) =>
          JSON.stringify(metadata ?? {}).includes('"card"'),
        );
        return cards.filter(({ plain }) => plain.includes('Rollback succeeded')).length >= runs;
      };
      // Slack takes some fifty edits a minute of all channels together.
      await people.waitFor(isClosed, { what: 'the rollback to succeed', timeoutMs: 300_000 });
    },
  };
}
