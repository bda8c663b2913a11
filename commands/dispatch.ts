import type { UserId } from '../src/domain/person.js';
import type { Thread } from '../src/domain/request.js';
import type { Language } from '../src/domain/text.js';
import type { Instant } from '../src/domain/time.js';
import type { Engine } from '../src/engine/engine.js';
import type { Door } from '../src/view/door.js';
import { brief } from './brief.js';
import type { Call, Command, Reply } from './command.js';
import { schemeOf } from './find-scheme.js';
import { commands, findCommand } from './index.js';
import { link } from './link.js';
import { scheme } from './scheme.js';
import { systemsIn } from './system.js';
import { split } from './text.js';
import { unknownCommand } from './unknown.js';

/** What was typed after `/rollback` or `@Backout`, by whom and where. */
export type Typed = {
  readonly text: string;
  readonly door: Door;
  readonly by: UserId;
  readonly channel: string;
  readonly thread?: Thread;
  readonly language: Language;
  readonly now: Instant;
};

/** Answers one use of a command. Nothing typed after the slash means help; a mention alone is answered in brief. */
export async function dispatch({ text, ...rest }: Typed, engine: Engine): Promise<Reply> {
  const [word = 'help', ...args] = split(text);
  const call: Call = { ...rest, word, args };
  if (isBare(text, rest.door)) return brief(call, engine);
  const command = findCommand(word) ?? byScheme(call, engine);
  return command ? command.run(call, engine) : unknownCommand(call, commands, engine);
}

/** Whether this is answered to everybody, also to guests and strangers. */
export function isOpen(text: string, door: Door): boolean {
  if (isBare(text, door)) return false;
  const [word = 'help'] = split(text);
  return findCommand(word)?.open ?? false;
}

/** Whether this is the explicit wish to link a thread. */
export function isLink(text: string): boolean {
  const [word = ''] = split(text);
  return findCommand(word) === link;
}

/** Only the bot's name, and nothing else. */
function isBare(text: string, door: Door): boolean {
  return door === 'mention' && split(text).length === 0;
}

/** A scheme's own word, such as `a` or `特性开关`, is a request for it. */
function byScheme({ word, channel }: Call, engine: Engine): Command | undefined {
  return systemsIn(channel, engine).some((system) => schemeOf(system, word)) ? scheme : undefined;
}
