import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { type Choosing, schemeChoice } from '../src/view/scheme-choice.js';
import { inEach } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { findSystem, toAsker } from './system.js';

/** Shows the schemes of a system side by side, with buttons. */
export const schemes: Command = {
  name: 'schemes',
  aliases: ['方案列表'],
  usage: 'schemes [system]',
  summary: inEach(({ help }) => help.commands.schemes),
  async run(call, engine) {
    const found = findSystem(call, engine, call.args[0], 'schemes');
    return 'reply' in found ? found.reply : schemesReply(found.system, call, engine);
  },
};

/** All schemes, or with a backup those that can go back to it. */
export function schemesReply(
  system: System,
  { language, door }: Pick<Call, 'language' | 'door'>,
  engine: Engine,
  about: { readonly heading?: string; readonly source?: string; readonly backup?: string } = {},
): Reply {
  const { heading, source, backup } = about;
  const { plan } = system;
  const busy = engine.active().find(({ request }) => request.plan.name === plan.name);
  const planProblem = engine.planProblems().find((each) => each.system === plan.name);
  const choosing: Choosing = {
    system,
    schemes: plan.schemes.filter((scheme) => source === undefined || scheme.backup?.source === source),
    language,
    door,
    ...(heading === undefined ? {} : { heading }),
    ...(backup === undefined ? {} : { backup }),
    ...(busy ? { busy: busy.id } : {}),
    ...(planProblem ? { planProblem: planProblem.lines } : {}),
  };
  return toAsker(schemeChoice(choosing));
}
