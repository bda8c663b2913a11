import type { Instant } from '../../domain/time.js';
import type { Phase } from '../../run/state.js';
import type { Posted } from './posted.js';
import type { Refusals } from './verdict.js';

/** What the projector remembers of a run while it shows it. */
export type Memory = {
  readonly posted: Posted;
  /** What each message showed last, and since when. */
  readonly shown: Map<string, Shown>;
  /** Files uploaded so far: buttons wait for them, so they count as a turn. */
  files: number;
  /** How often and when each message was posted, so that one that keeps vanishing is not posted in a loop. */
  readonly posts: Map<string, { readonly count: number; readonly at: Instant }>;
  /** Files whose text is posted in their place: the parts in Slack so far, and where the first one is. */
  readonly texts: Map<string, TextSoFar>;
  readonly refusals: Refusals;
  /** Addresses of messages, as `channel/ts`; undefined where Slack tells none. */
  readonly addresses: Map<string, string | undefined>;
  /** Threads of other people's messages that are gone, as `channel/ts`: what belonged there goes into the channel. */
  readonly lostThreads: Set<string>;
  /** What was shown before this may be gone without a word: it is edited even if it says the same. */
  doubtedAt: Instant;
};

export type Shown = { readonly at: Instant; readonly revision: number; readonly phase: Phase; readonly files: number };
export type TextSoFar = { readonly parts: number; readonly ts?: string };

export function createMemory(posted: Posted): Memory {
  const refusals = { counts: new Map(), givenUp: new Set<string>(), told: new Set<string>() };
  const maps = { shown: new Map(), posts: new Map(), texts: new Map(), addresses: new Map() };
  return { ...maps, posted, files: 0, refusals, lostThreads: new Set(), doubtedAt: 0 };
}
