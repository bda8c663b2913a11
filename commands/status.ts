import { statusMessage } from '../src/view/status.js';
import { inEach } from '../src/view/words/words.js';
import type { Command } from './command.js';
import { findSystem, systemsIn, toAsker } from './system.js';

const RECENT = 20;

/** What runs and waits, and who must act next. */
export const status: Command = {
  name: 'status',
  aliases: ['状态'],
  usage: 'status [system]',
  summary: inEach(({ help }) => help.commands.status),
  async run(call, engine) {
    const name = call.args[0];
    const here = systemsIn(call.channel, engine);
    const found = name !== undefined || here.length === 0 ? findSystem(call, engine, name, 'status') : undefined;
    if (found && 'reply' in found) return found.reply;
    const systems = new Set((found ? [found.system] : here).map(({ plan }) => plan.name));
    const active = engine.active().filter(({ request }) => systems.has(request.plan.name));
    const all = await Promise.all([...systems].map((system) => engine.recent(RECENT, system)));
    const recent = all.flat().toSorted((a, b) => b.requestedAt - a.requestedAt);
    return toAsker(statusMessage({ active, recent, language: call.language, now: call.now, door: call.door }));
  },
};
