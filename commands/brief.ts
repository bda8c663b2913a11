import type { Engine } from '../src/engine/engine.js';
import { briefMessage } from '../src/view/incident/brief.js';
import type { Call, Reply } from './command.js';
import { findSystem, systemsIn, toAsker } from './system.js';

/** What a mention alone is answered: what runs here, and buttons for what people want next. */
export function brief(call: Call, engine: Engine): Reply {
  const here = new Set(systemsIn(call.channel, engine).map(({ plan }) => plan.name));
  if (here.size === 0) {
    const found = findSystem(call, engine, undefined, 'status');
    if ('reply' in found) return found.reply;
  }
  const active = engine.active().filter(({ request }) => here.has(request.plan.name));
  return toAsker(briefMessage({ active, language: call.language, now: call.now }));
}
