import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { type BotProcess, createBot } from '../../../sandbox/demo/bot-process.js';
import { createTeardown, type Teardown } from '../../../sandbox/demo/teardown.js';
import type { Lab } from '../../../sandbox/lab/lab.js';
import type { LabHost } from '../../../sandbox/lab/lab-host.js';
import type { LabSystem } from '../../../sandbox/lab/lab-system.js';
import { withHosts } from '../../../sandbox/lab/with-hosts.js';
import { SlackClient } from '../../../sandbox/slack/client.js';
import { startSlack } from '../../../sandbox/slack/workspace.js';
import { waitUntil } from '../../../sandbox/systems/wait-until.js';

/** A local Slack and the real bot, which reaches the lab's hosts over SSH and by their public names. */
export type LabStage = {
  readonly people: SlackClient;
  readonly bot: BotProcess;
  close(): Promise<void>;
};

/** Starts Slack and the bot beside a lab that stands. */
export async function raiseLabStage<Name extends string>(lab: Lab<Name>, system: LabSystem): Promise<LabStage> {
  const teardown = createTeardown();
  try {
    return await raise(lab, system, teardown);
  } catch (error) {
    await teardown.run();
    throw error;
  }
}

async function raise<Name extends string>(lab: Lab<Name>, system: LabSystem, teardown: Teardown): Promise<LabStage> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'backout-lab-')));
  teardown.add(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  await writeInventory(directory, lab, system);
  const slack = await startSlack();
  teardown.add(slack.close);
  const people = new SlackClient(slack.url);
  const bot = createBot(
    {
      BACKOUT_CONFIG: join(directory, 'backout.yaml'),
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    },
    { through: withHosts(lab.hostsFile) },
  );
  teardown.add(bot.stop);
  bot.start();
  const isConnected = async () => {
    if (bot.pid === undefined) throw new Error(`The bot ended (${bot.ended}):\n${bot.lines.slice(-15).join('\n')}`);
    return (await people.connections()) > 0;
  };
  await waitUntil(isConnected, { what: 'the bot to connect to Slack', timeoutMs: 60_000 });
  return { people, bot, close: teardown.run };
}

async function writeInventory<Name extends string>(
  directory: string,
  lab: Lab<Name>,
  system: LabSystem,
): Promise<void> {
  const { name, channel, requesters, roles, variables, secrets = {}, user = 'user' } = system;
  await mkdir(join(directory, 'data'));
  await copyFile(lab.image.keyFile, join(directory, 'id_ed25519'));
  const lines = Object.values<LabHost>(lab.hosts).map(({ knownHosts }) => `${knownHosts}\n`);
  await writeFile(join(directory, 'known_hosts'), lines.join(''));
  for (const [secret, value] of Object.entries(secrets)) {
    await writeFile(join(directory, secret), `${value}\n`, { mode: 0o600 });
  }
  const access = { user, key: './id_ed25519', knownHosts: './known_hosts' };
  const targets = Object.entries(system.targets).map(([target, hosts]) => {
    if ('address' in hosts) return [target, { host: hosts.address, ...access }];
    const group = Object.entries(hosts.hosts).map(([host, { address }]) => [host, { host: address }]);
    return [target, { hosts: Object.fromEntries(group), ...access }];
  });
  const entry = {
    ...{ channels: [channel], requesters, roles, variables, targets: Object.fromEntries(targets) },
    secrets: Object.fromEntries(Object.keys(secrets).map((secret) => [secret, { file: `./${secret}` }])),
  };
  const inventory = {
    ...{ environment: 'lab', language: 'zh-CN', journal: './data/backout.db', certificates: lab.image.authority },
    plans: system.plans ?? fileURLToPath(new URL('../../../plans', import.meta.url)),
    systems: { [name]: entry },
  };
  await writeFile(join(directory, 'backout.yaml'), stringify(inventory));
}
