import type { Scheme } from '../src/domain/scheme.js';
import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { busyWith } from '../src/run/busy.js';
import { listing } from '../src/view/listing.js';
import { problem } from '../src/view/problem.js';
import { requestModal, requestOpener } from '../src/view/request-modal.js';
import { schemeTitle } from '../src/view/scene.js';
import { inEach, words } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { findSystem, systemsIn, toAsker } from './system.js';
import { normalise } from './text.js';

const PREFIX = /^(?:scheme|方案)[-_]?(.*)$/;

/** Opens the dialog that asks for a rollback by a scheme: `scheme-a`, `方案A`, `a`. */
export const scheme: Command = {
  name: 'scheme',
  aliases: ['方案'],
  matches: (word) => PREFIX.test(normalise(word)),
  usage: 'scheme-<key> [system]',
  summary: inEach(({ help }) => help.commands.scheme),
  async run(call, engine) {
    const { wanted, system } = asked(call, engine);
    const found = findSystem(call, engine, system, `scheme-${wanted ?? ''}`.replace(/-$/, ''));
    if ('reply' in found) return found.reply;
    const chosen = wanted === undefined ? undefined : schemeOf(found.system, wanted);
    return chosen ? ask(found.system, chosen, call, engine) : unknownScheme(found.system, wanted, call);
  },
};

/** Whether a word alone names a scheme of this system. */
export function schemeOf({ plan }: System, word: string): Scheme | undefined {
  const wanted = normalise(word);
  const bare = PREFIX.exec(wanted)?.[1] ?? wanted;
  return plan.schemes.find(({ key, aliases }) => {
    const names = [key, ...aliases].map(normalise);
    return names.includes(wanted) || names.includes(bare);
  });
}

/** Words that request a scheme of the channel's systems, as help and suggestions write them. */
export function schemeWords(channel: string, engine: Engine): readonly string[] {
  return systemsIn(channel, engine).flatMap(({ plan }) => plan.schemes.map(({ key }) => `scheme-${key}`));
}

/** `scheme-a web`, `scheme a web`, `方案A web`, `特性开关 web`: the scheme wanted and the system named. */
function asked(
  { word, args }: Call,
  engine: Engine,
): { readonly wanted: string | undefined; readonly system: string | undefined } {
  const match = PREFIX.exec(normalise(word));
  const rest = match ? match[1] : word;
  if (rest) return { wanted: rest, system: args[0] };
  // `scheme wechat-backend` lists that system's schemes; `scheme a` asks for one.
  const isSystem = engine.systems().some(({ plan }) => plan.name === args[0]?.toLowerCase());
  return isSystem ? { wanted: undefined, system: args[0] } : { wanted: args[0], system: args[1] };
}

async function ask(system: System, chosen: Scheme, call: Call, engine: Engine): Promise<Reply> {
  const { channel, language } = call;
  const open = engine.active().find(({ request }) => request.plan.name === system.plan.name);
  // Said before somebody fills in a form in vain.
  if (open) return toAsker(problem(busyWith(open), language));
  const incident = await engine.incidentOf(channel);
  const request = { system, scheme: chosen, channel, language, ...(incident ? { incident } : {}) };
  return { kind: 'modal', modal: requestModal(request), opener: requestOpener(request) };
}

function unknownScheme({ plan }: System, wanted: string | undefined, { language }: Call): Reply {
  const { commands: w, space } = words(language);
  const heading = wanted === undefined ? w.nameScheme : `${w.unknownScheme(wanted, plan.name)}${space}${w.schemes}`;
  const rows = plan.schemes.map((each) => [
    { code: `/rollback scheme-${each.key}` },
    ` ${schemeTitle(each, language)}`,
  ]);
  return toAsker(listing(heading, rows, undefined, language));
}
