import type { Context, Hono } from 'hono';
import type { System } from '../systems/system.js';
import type { Text } from '../text.js';
import type { BotProcess } from './bot-process.js';
import type { Login } from './inventory.js';

/** What the side panel looks at: the systems themselves and the bot's process, not what the bot says about them. */
export type Production = {
  readonly systems: readonly { readonly system: System; readonly hosts: readonly Host[] }[];
  readonly bot: BotProcess;
  /** When this demonstration was started: what a browser remembers of an earlier one does not hold here. */
  readonly startedAt: Date;
  startBot(): Promise<void>;
  /** How many connections to Slack the bot holds. */
  connections(): Promise<number>;
};

/** A host by the name that the system's plan has for it. */
export type Host = { readonly name: string; readonly login: Pick<Login, 'user' | 'host' | 'port'> };

type Action = { readonly id: string; readonly label: Text; readonly danger: boolean; perform(): Promise<void> };

const shownLines = 20;
const startLabel = { 'zh-CN': '启动机器人', en: 'Start the bot' };
const killLabel = { 'zh-CN': 'kill -9 机器人', en: 'kill -9 the bot' };
const stopLabel = { 'zh-CN': 'SIGTERM 机器人', en: 'SIGTERM to the bot' };

/** Adds `GET /production/state` and `POST /production/actions/<id>`; empty until production is up. */
export function mountProduction(app: Hono, production: () => Production | undefined): void {
  app.get('/production/state', async (context) => context.json(await stateOf(production())));
  app.post('/production/actions/:id', async (context) => {
    if (isForeign(context)) return context.json({ error: 'foreign_origin', message: 'Only for this page.' }, 403);
    const id = context.req.param('id');
    const action = actionsOf(production()).find((each) => each.id === id);
    if (!action) return context.json({ error: 'no_such_action', message: `No action ${id} now.` }, 404);
    try {
      await action.perform();
      return context.json({ ok: true });
    } catch (error) {
      return context.json({ error: 'failed', message: error instanceof Error ? error.message : String(error) }, 500);
    }
  });
}

async function stateOf(production: Production | undefined) {
  if (!production) return { startedAt: null, systems: [], bot: { running: false, lines: [] }, actions: [] };
  const { bot } = production;
  const [systems, connections] = await Promise.all([
    Promise.all(production.systems.map(showSystem)),
    production.connections(),
  ]);
  return {
    startedAt: production.startedAt.toISOString(),
    systems,
    bot: {
      running: bot.pid !== undefined,
      isConnected: bot.pid !== undefined && connections > 0,
      pid: bot.pid,
      ended: bot.ended,
      lines: bot.lines.slice(-shownLines),
    },
    actions: botActions(production).map(showAction),
  };
}

async function showSystem({ system, hosts }: Production['systems'][number]) {
  const { healthy, facts, found } = await system.look();
  const { name, title } = system;
  const addresses = hosts.map(({ name, login: { user, host, port } }) => ({
    name,
    address: `${user}@${host}:${port}`,
  }));
  return { name, title, hosts: addresses, healthy, facts, found, actions: system.actions.map(showAction) };
}

function actionsOf(production: Production | undefined): readonly Action[] {
  if (!production) return [];
  return [...botActions(production), ...production.systems.flatMap(({ system }) => system.actions)];
}

function botActions({ bot, startBot }: Production): readonly Action[] {
  if (bot.pid === undefined) return [{ id: 'start-bot', label: startLabel, danger: false, perform: startBot }];
  return [
    { id: 'kill-bot', label: killLabel, danger: true, perform: () => bot.kill('SIGKILL') },
    { id: 'stop-bot', label: stopLabel, danger: false, perform: bot.stop },
  ];
}

const showAction = ({ id, label, danger }: Action) => ({ id, label, danger });

/** A page of another site may not break things here. */
function isForeign(context: Context): boolean {
  const origin = context.req.header('origin');
  return origin !== undefined && origin !== new URL(context.req.url).origin;
}
