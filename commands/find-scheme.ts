import type { Scheme } from '../src/domain/scheme.js';
import type { System } from '../src/domain/system.js';
import { LANGUAGES, say } from '../src/domain/text.js';
import type { Engine } from '../src/engine/engine.js';
import { chooseOne } from '../src/view/choose-one.js';
import { schemeTitle } from '../src/view/scene.js';
import { words } from '../src/view/words/words.js';
import type { Call, Reply } from './command.js';
import { schemesReply } from './schemes.js';
import { findSystem, systemsIn, toAsker } from './system.js';
import { isDryRun, normalise } from './text.js';

const PREFIX = /^(?:scheme|方案)[-_]?(.*)$/;

/** Whether a word asks for a scheme by its form: `scheme-a`, `方案A`. */
export function looksLikeScheme(word: string): boolean {
  return PREFIX.test(normalise(word));
}

/** A scheme with its system, or what to say when the words do not tell. */
export type FoundScheme = { readonly system: System; readonly scheme: Scheme } | { readonly reply: Reply };

/** The scheme that a call names. The word picks the system whose scheme it is; only when several have it, people are asked. */
export function findScheme(call: Call, engine: Engine): FoundScheme {
  const { wanted, system } = asked(call, engine);
  const here = systemsIn(call.channel, engine);
  if (system !== undefined || here.length === 0 || wanted === undefined) return inOne(call, engine, wanted, system);
  const able = here.flatMap((each) => {
    const chosen = schemeOf(each, wanted);
    return chosen ? [{ system: each, scheme: chosen }] : [];
  });
  const [first, ...others] = able;
  if (!first) return { reply: none(here, wanted, call, engine) };
  return others.length === 0 ? first : { reply: which(able, wanted, call) };
}

/** A scheme of the system that is named, or of the only one. */
function inOne(call: Call, engine: Engine, wanted: string | undefined, name: string | undefined): FoundScheme {
  const command = wanted === undefined ? 'schemes' : `scheme-${wanted}`;
  const found = findSystem(call, engine, name, command);
  if ('reply' in found) return found;
  const chosen = wanted === undefined ? undefined : schemeOf(found.system, wanted);
  return chosen ? { system: found.system, scheme: chosen } : { reply: list(found.system, wanted, call, engine) };
}

/** Whether a word alone names a scheme of this system: its key, another word for it, or its title. */
export function schemeOf({ plan }: System, word: string): Scheme | undefined {
  const wanted = bare(word);
  return plan.schemes.find(({ key, aliases, title }) =>
    [key, ...aliases, ...LANGUAGES.map((language) => say(title, language))].some((name) => bare(name) === wanted),
  );
}

/** `方案A`, `scheme-a` and `a` are the same word. */
function bare(word: string): string {
  const whole = normalise(word);
  return PREFIX.exec(whole)?.[1] || whole;
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
  const [first, second] = args.filter((each) => !isDryRun(each));
  const match = PREFIX.exec(normalise(word));
  const rest = match ? match[1] : word;
  if (rest) return { wanted: rest, system: first };
  // `scheme wechat-backend` lists that system's schemes; `scheme a` asks for one.
  const isSystem = engine.systems().some(({ plan }) => plan.name === first?.toLowerCase());
  return isSystem ? { wanted: undefined, system: first } : { wanted: first, system: second };
}

function list(system: System, wanted: string | undefined, call: Call, engine: Engine): Reply {
  const { choice } = words(call.language);
  const heading = wanted === undefined ? {} : { heading: choice.unknownScheme(wanted, system.plan.name) };
  return schemesReply(system, call, engine, heading);
}

/** No system here has such a scheme. */
function none(here: readonly System[], wanted: string, call: Call, engine: Engine): Reply {
  const [only, ...others] = here;
  if (only && others.length === 0) return list(only, wanted, call, engine);
  const { choice, commands, space } = words(call.language);
  const systems = here.map(({ plan }) => plan.name).join(words(call.language).and);
  const question = `${commands.unknownScheme(wanted, systems)}${space}${choice.whichSystem}`;
  const answers = here.map(({ plan }) => ({
    title: say(plan.title, call.language),
    label: plan.name,
    command: `schemes ${plan.name}`,
  }));
  return toAsker(chooseOne(question, answers));
}

function which(able: readonly { system: System; scheme: Scheme }[], wanted: string, call: Call): Reply {
  const tries = call.args.some(isDryRun) ? ' --dry-run' : '';
  const answers = able.map(({ system: { plan }, scheme: { key, title } }) => ({
    title: `${say(plan.title, call.language)} · ${schemeTitle({ key, title }, call.language)}`,
    label: plan.name,
    command: `scheme-${key} ${plan.name}${tries}`,
  }));
  return toAsker(chooseOne(words(call.language).choice.whichScheme(wanted), answers));
}
