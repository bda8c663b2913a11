import type { UserId } from '../src/domain/person.js';
import type { Thread } from '../src/domain/request.js';
import type { Language } from '../src/domain/text.js';
import type { Instant } from '../src/domain/time.js';
import type { Engine } from '../src/engine/engine.js';
import type { Door } from '../src/view/door.js';
import type { Message, Modal } from '../src/view/surface.js';

/** One use of a command: `/rollback …` in a channel, or `@Backout …` in a thread. */
export type Call = {
  /** The word that chose the command, as typed. */
  readonly word: string;
  readonly args: readonly string[];
  /** How it was asked: answers suggest only what can be typed there. */
  readonly door: Door;
  readonly by: UserId;
  readonly channel: string;
  /** The thread it was written in, when that may be an incident's: not a run's own. */
  readonly thread?: Thread;
  readonly language: Language;
  readonly now: Instant;
};

/**
 * What the person gets. `asker`: only they see it (in a thread: a plain reply). `channel`: everybody.
 * A modal asked for where none can open (a mention) becomes a message with a button that opens it.
 */
export type Reply =
  | {
      readonly kind: 'message';
      readonly audience: 'asker' | 'channel';
      readonly message: Message;
      /** Said after it, one by one. */
      readonly more?: readonly Message[];
      /** Takes the place of the private message whose button was pressed. */
      readonly replaces?: true;
    }
  | {
      readonly kind: 'modal';
      readonly modal: Modal;
      readonly opener: Message;
      /**
       * What takes the modal's place once it is known, if anything: Slack opens a dialog only within 3 s of the click.
       */
      readonly later?: () => Promise<Modal | undefined>;
    }
  /** Takes its time: `asking` is said meanwhile. */
  | { readonly kind: 'later'; readonly asking: Message; readonly answer: () => Promise<Reply> }
  /** For everybody, below the card of its run; the asker is told where that is. */
  | {
      readonly kind: 'file';
      readonly run: string;
      readonly name: string;
      readonly title: string;
      readonly content: string;
    };

/** One subcommand of `/rollback`: one file, one line in `commands/index.ts`. */
export type Command = {
  readonly name: string;
  /** Further words for it, in any language. */
  readonly aliases?: readonly string[];
  /** For words that carry a value, such as `scheme-a` or `方案A`. */
  readonly matches?: (word: string) => boolean;
  readonly usage: string;
  /** Works in threads only, where Slack offers no slash commands. */
  readonly mentionOnly?: true;
  /** Answered to everybody, also to people who may neither ask nor decide. */
  readonly open?: true;
  readonly summary: Readonly<Record<Language, string>>;
  run(call: Call, engine: Engine): Promise<Reply>;
};
