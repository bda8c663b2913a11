import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Reply } from '../../commands/command.js';
import type { UserId } from '../domain/person.js';
import type { Thread } from '../domain/request.js';
import type { Language } from '../domain/text.js';
import type { Engine } from '../engine/engine.js';
import type { Clock, MessageStore, People } from '../engine/ports.js';
import type { Door } from '../view/door.js';
import type { HomeTab } from './home/home-tab.js';
import type { Places } from './places.js';

/** Somebody wrote to Backout: what was typed, by whom and where. */
export type Question = {
  readonly text: string;
  readonly door: Door;
  readonly by: UserId;
  readonly channel: string;
  readonly thread?: Thread;
};

/** What every door from Slack works with. */
export type Desk = {
  readonly engine: Engine;
  readonly people: People;
  readonly places: Places;
  readonly store: MessageStore;
  /** The interactive client: short time-outs, no retries of its own. */
  readonly client: WebClient;
  /** Answers with the command that was named; an unknown word is answered too. */
  readonly ask: (question: Question) => Promise<Reply>;
  /** True the first time a delivery is seen. */
  readonly once: (key: string) => Promise<boolean>;
  /** Somebody is active in this channel. */
  readonly heardFrom: (channel: string) => void;
  readonly home: HomeTab;
  readonly clock: Clock;
  readonly log: Logger;
  /** What is spoken in a channel. */
  readonly languageIn: (channel: string) => Language;
};

/** The person to answer, and every way there is to reach them. */
export type Asker = {
  readonly by: UserId;
  readonly channel: string;
  /** The ts of the thread they are in. */
  readonly thread?: string | undefined;
  /** Opens one dialog within 3 s of the click. */
  readonly trigger?: string | undefined;
  /** Reaches the person for 30 min, five times. */
  readonly respond?: RespondFn | undefined;
  /** They look at no channel: what is for them alone comes to their own conversation with the bot. */
  readonly isDirect?: true;
};
