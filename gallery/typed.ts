import type { Reply } from '../commands/command.js';
import { dispatch } from '../commands/dispatch.js';
import type { Thread } from '../src/domain/request.js';
import type { Language } from '../src/domain/text.js';
import type { Engine } from '../src/engine/engine.js';
import { CHANNELS, PEOPLE } from './bound-systems.js';
import type { Entry, Shown, Where } from './entry.js';
import { T0 } from './events.js';

type Typed = {
  readonly name: string;
  readonly when: string;
  /** What follows `/rollback`, or `@Backout` in a thread. */
  readonly text: string | ((language: Language) => string);
  readonly engine: (language: Language) => Engine;
  readonly channel?: string;
  readonly thread?: Thread;
  /** What is said at once, while the hosts are asked. */
  readonly meanwhile?: true;
  /** Which of several messages. */
  readonly part?: number;
};

/** What somebody gets who types a command. */
export function typed(told: Typed): Entry {
  const where: Where = told.thread ? 'incident' : 'only-you';
  const show = async (language: Language): Promise<Shown> => shownOf(await reply(told, language), told);
  return { name: told.name, when: told.when, where, show };
}

async function reply(
  { text, engine, channel = CHANNELS['wechat-backend'], thread }: Typed,
  language: Language,
): Promise<Reply> {
  const said = typeof text === 'string' ? text : text(language);
  const door = thread ? 'mention' : 'slash';
  const question = { text: said, door, by: PEOPLE.ops.id, channel, language, now: T0 + 40_000 } as const;
  return dispatch(thread ? { ...question, thread } : question, engine(language));
}

async function shownOf(reply: Reply, told: Typed): Promise<Shown> {
  switch (reply.kind) {
    case 'message': {
      const messages = [reply.message, ...(reply.more ?? [])];
      const message = messages[told.part ?? 0];
      if (!message) throw new Error(`"${told.name}" has ${messages.length} messages`);
      return { kind: 'message', message };
    }
    case 'modal':
      return { kind: 'dialog', dialog: reply.modal };
    case 'file':
      return reply;
    case 'later':
      return told.meanwhile ? { kind: 'message', message: reply.asking } : shownOf(await reply.answer(), told);
  }
}
