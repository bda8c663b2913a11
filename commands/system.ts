import type { System } from '../src/domain/system.js';
import { say } from '../src/domain/text.js';
import type { Engine } from '../src/engine/engine.js';
import { chooseOne } from '../src/view/choose-one.js';
import { listing } from '../src/view/listing.js';
import { words } from '../src/view/words/words.js';
import type { Call, Reply } from './command.js';

export type Found = { readonly system: System } | { readonly reply: Reply };

/** Systems that may be asked about in a channel. */
export function systemsIn(channel: string, engine: Engine): readonly System[] {
  return engine.systems().filter(({ channels }) => channels.includes(channel));
}

/** The system a call is about: the channel's only one, or the one it names. Otherwise people choose with a button. */
export function findSystem(call: Call, engine: Engine, name: string | undefined, command: string): Found {
  const here = systemsIn(call.channel, engine);
  const only = here.length === 1 ? here[0] : undefined;
  const chosen = name === undefined ? only : here.find(({ plan }) => plan.name === name.toLowerCase());
  if (chosen) return { system: chosen };
  if (here.length === 0) return { reply: noSystemHere(call, engine) };
  const w = words(call.language).commands;
  const heading = name === undefined ? w.severalSystems : w.notHere(name);
  const answers = here.map(({ plan }) => ({
    title: say(plan.title, call.language),
    label: plan.name,
    command: `${command} ${plan.name}`,
  }));
  return { reply: toAsker(chooseOne(heading, answers)) };
}

export function toAsker(message: Extract<Reply, { kind: 'message' }>['message']): Reply {
  return { kind: 'message', audience: 'asker', message };
}

function noSystemHere({ language }: Call, engine: Engine): Reply {
  const { commands: w, space } = words(language);
  const systems = engine.systems().filter(({ channels }) => channels.length > 0);
  if (systems.length === 0) return toAsker(listing(w.noSystem, [], w.askAdmin, language));
  const rows = systems.map(({ plan, channels }) => [plan.name, ...channels.flatMap((channel) => [' ', { channel }])]);
  return toAsker(listing(`${w.noSystem}${space}${w.otherChannels}`, rows, w.useThere, language));
}
