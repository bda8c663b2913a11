import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SlackClient } from '../../sandbox/slack/client.js';
import { startSlack } from '../../sandbox/slack/workspace.js';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { PLAN_TEXT } from './plan.js';
import type { Moment } from './points.js';
import { openWorld, type World } from './world.js';

/** The whole bot between a host and a local Slack; it may die and is started again. */
export type SlackWorld = {
  readonly world: World;
  readonly people: SlackClient;
  /** How the bot ended, while none runs. */
  ended(): string | undefined;
  noise(): string;
  /** Starts the bot and returns when it is connected, or dead. */
  start(moment?: Moment): Promise<void>;
  stop(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
};

export const CHANNEL = 'C0INCIDENT';
const SECONDS: readonly string[] = ['no-ack', 'expired-trigger'];

export async function openSlackWorld(program: string): Promise<SlackWorld> {
  const world = await openWorld();
  const slack = await startSlack();
  const people = new SlackClient(slack.url);
  const env = {
    PATH: process.env.PATH,
    HOME: world.root,
    BACKOUT_CONFIG: writeInventory(world),
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    CHAOS_TRACE: world.traceFile,
  };
  let child: ChildProcess | undefined;
  let [ended, noise] = ['not started' as string | undefined, ''];
  const gone = async (of: ChildProcess) => {
    const [code, signal] = await once(of, 'exit');
    ended = signal ?? `exit ${code}`;
  };
  const stop = async (signal: NodeJS.Signals) => {
    if (ended !== undefined || !child) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  return {
    ...{ world, people, ended: () => ended, noise: () => noise },
    async start(moment) {
      await people.waitFor(async () => (await people.connections()) === 0, { what: 'Slack to notice the death' });
      const added = moment ? { CHAOS_MOMENT: JSON.stringify(moment) } : {};
      child = fork(program, { execArgv: [], env: { ...env, ...added }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
      for (const stream of [child.stdout, child.stderr]) {
        stream?.on('data', (chunk) => {
          noise = `${noise}${chunk}`.slice(-20_000);
        });
      }
      ended = undefined;
      void gone(child);
      const isUp = async () => ended !== undefined || (await people.connections()) > 0;
      await waitUntil(isUp, { what: 'the bot to be there', timeoutMs: 60_000 });
    },
    stop,
    async close() {
      await stop('SIGKILL');
      // A bot that died with a delivery in its hands broke Slack's rules of three seconds, and one among many others that are
      // started and killed may be that slow; all other rules hold.
      const broken = (await people.violations()).filter(({ rule }) => !SECONDS.includes(rule));
      await people.clearViolations();
      await slack.close();
      await world.close();
      if (broken.length > 0) throw new Error(`rules of Slack that were broken: ${JSON.stringify(broken)}`);
    },
  };
}

function writeInventory({ root, box, knownHostsFile, apiUrl }: World): string {
  const [plans, file] = [join(root, 'plans'), join(root, 'backout.yaml')];
  mkdirSync(plans);
  writeFileSync(join(plans, 'chaos.yaml'), PLAN_TEXT);
  const { host, port, user, clientKeyFile: key } = box;
  const target = { host, port, user, key, knownHosts: knownHostsFile };
  const chaos = {
    ...{ channels: [CHANNEL], requesters: ['ops'], roles: { lead: ['U0LI4'], ops: ['U0ZHAO6'] } },
    ...{ targets: { app: target, db: target }, variables: { API: apiUrl }, secrets: {} },
  };
  const journal = './bot/backout.db';
  writeFileSync(file, stringify({ environment: 'staging', language: 'en', journal, plans, systems: { chaos } }));
  return file;
}
