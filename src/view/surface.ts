import type { KnownBlock } from '@slack/types';
import type { Thread } from '../domain/request.js';

/** A Slack message: blocks and the text that stands for them in notifications and screen readers. */
export type Message = {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** The same message without the newest blocks (`plan`), for workspaces that refuse them. */
  readonly fallback?: readonly KnownBlock[];
};

/** Where a surface stands: a channel, or below another surface of the same run, or in a thread that was there before. */
export type Place = {
  readonly channel: string;
  readonly below?: string;
  readonly thread?: Thread['thread'];
  /** Also show the thread reply in the channel. */
  readonly broadcast?: boolean;
};

/**
 * One thing Slack should show of a run. `key` names it within the run, e.g. `card` or `output:disable-v2-flags`.
 * A message follows the state: when its content changes, it is edited in place. A file is posted once.
 */
export type Surface =
  | { readonly key: string; readonly kind: 'message'; readonly place: Place; readonly message: Message }
  | {
      readonly key: string;
      readonly kind: 'file';
      readonly place: Place;
      readonly name: string;
      readonly title: string;
      readonly content: string;
    };

/** A dialog, as `views.open` takes it. */
export type Modal = {
  readonly callback: string;
  readonly title: string;
  readonly submit?: string;
  readonly close: string;
  readonly blocks: readonly KnownBlock[];
  /** Ids only; at most 3,000 characters. */
  readonly metadata: string;
};
