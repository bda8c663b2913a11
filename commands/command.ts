import type { UserId } from '../src/domain/person.js';
import type { Thread } from '../src/domain/request.js';
import type { Language } from '../src/domain/text.js';
import type { Instant } from '../src/domain/time.js';
import type { Engine } from '../src/engine/engine.js';
import type { Message, Modal } from '../src/view/surface.js';

/** One use of a command: `/rollback …` in a channel, or `@Backout …` in a thread. */
export type Call = {
  /** The word that chose the command, as typed. */
  readonly word: string;
  readonly args: readonly string[];
  readonly by: UserId;
  readonly channel: string;
  readonly thread?: Thread;
  readonly language: Language;
  readonly now: Instant;
};

/**
 * What the person gets. `asker`: only they see it (in a thread: a plain reply). `channel`: everybody.
 * A modal asked for where none can open (a mention) becomes a message with a button that opens it.
 */
export type Reply =
  | { readonly kind: 'message'; readonly audience: 'asker' | 'channel'; readonly message: Message }
  | { readonly kind: 'modal'; readonly modal: Modal; readonly opener: Message }
  | { readonly kind: 'file'; readonly name: string; readonly title: string; readonly content: string };

/** One subcommand of `/rollback`: one file, one line in `commands/index.ts`. */
export type Command = {
  readonly name: string;
  /** Further words for it, in any language. */
  readonly aliases?: readonly string[];
  /** For words that carry a value, such as `scheme-a` or `方案A`. */
  readonly matches?: (word: string) => boolean;
  readonly usage: string;
  readonly summary: Readonly<Record<Language, string>>;
  run(call: Call, engine: Engine): Promise<Reply>;
};
