import type { Instant } from '../../domain/time.js';
import type { Phase } from '../../run/state.js';
import { nonceOf } from './nonce.js';
import type { Posted } from './posted.js';
import type { Address, Label } from './sender.js';
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
  /** An earlier process may have posted what the store does not know; looked at once. */
  isTakenUp: boolean;
  /** Posts that Slack may have taken although it did not say so: what they show is not known. */
  readonly doubtful: Set<string>;
  /** How often a message was found gone: what is posted then is another one. */
  readonly generations: Map<string, number>;
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

/** The name of a surface's post, or of one part of it. */
export function postNonce(
  { generations }: Pick<Memory, 'generations'>,
  { run, surface }: Label,
  { channel, thread = '' }: Address,
  part = 0,
): string {
  return nonceOf(run, surface, channel, thread, generations.get(surface) ?? 0, part);
}

export function createMemory(posted: Posted, isTakenUp = false): Memory {
  const refusals = { counts: new Map(), givenUp: new Set<string>(), told: new Set<string>() };
  const maps = { shown: new Map(), posts: new Map(), texts: new Map(), addresses: new Map() };
  const doubts = { doubtful: new Set<string>(), generations: new Map() };
  return { ...maps, ...doubts, posted, isTakenUp, files: 0, refusals, lostThreads: new Set(), doubtedAt: 0 };
}
