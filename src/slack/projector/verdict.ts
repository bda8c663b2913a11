import type { Instant, Milliseconds } from '../../domain/time.js';
import { backOff } from '../back-off.js';
import { describeTrouble, type Trouble } from '../trouble.js';
import type { Setting } from './setting.js';

/** The call under way: what it is, for which surface of which run, and where it goes. */
export type Call = {
  readonly kind: 'post' | 'edit' | 'upload';
  readonly run: string;
  readonly surface: string;
  readonly channel: string;
};

// Nothing helps but a person: an invitation, another channel, a new token.
const CHANNEL_ERRORS = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  // What an edit is told in an archived channel.
  'is_inactive',
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'messages_tab_disabled',
  'team_access_not_granted',
]);
// Nothing helps but a new token, and then everything works again.
const TOKEN_ERRORS = new Set(['token_revoked', 'token_expired', 'invalid_auth', 'not_authed', 'account_inactive']);
const GONE_ERRORS = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const ORIGINAL_GONE_ERRORS = new Set(['duplicate_message_not_found', 'duplicate_channel_not_found']);
const THREAD_GONE_ERRORS = new Set(['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message']);
const SLOW_RETRY: Milliseconds = 60_000;
const SLOWEST_RETRY: Milliseconds = 600_000;
const CLOSED_TRIES = 10;
const UPLOAD_TRIES = 2;

/** Slack knows the post from an earlier try, and it was deleted since. */
export const isOriginalGone = (trouble: Trouble) =>
  trouble.kind === 'refused' && ORIGINAL_GONE_ERRORS.has(trouble.error);
export const isGone = (trouble: Trouble) => trouble.kind === 'refused' && GONE_ERRORS.has(trouble.error);
export const isThreadGone = (trouble: Trouble) => trouble.kind === 'refused' && THREAD_GONE_ERRORS.has(trouble.error);
/** Slack takes no such file, ever, for a reason that a message does not have. */
export const isFileRefused = (trouble: Trouble) =>
  trouble.kind === 'refused' &&
  ![CHANNEL_ERRORS, TOKEN_ERRORS, THREAD_GONE_ERRORS].some((errors) => errors.has(trouble.error));

/** What Slack refuses to show of a closed run: how often, and what is not tried any more. */
export type Refusals = {
  readonly counts: Map<string, number>;
  readonly givenUp: Set<string>;
  /** Said in the log already. */
  readonly told: Set<string>;
};

/** The keys under which a call may be put off. Edits are limited per workspace, posts per channel. */
function keysOf({ kind, run, surface, channel }: Call) {
  const method = kind === 'post' ? `post:${channel}` : kind;
  const closed = closedRunKey(run, channel);
  return { slack: 'slack', channel: `channel:${channel}`, method, closed, alone: `surface:${run}:${surface}` };
}

/** A closed run waits longer for a channel than the others do. */
export function closedRunKey(run: string, channel: string): string {
  return `closed:${run}:${channel}`;
}

/** It worked, so whatever was waited for is over. */
export function noteSuccess({ holds, clock }: Setting, call: Call): void {
  for (const key of Object.values(keysOf(call))) holds.worked(key, clock.now());
}

/** Until when a call is put off, and whether only its own surface is. */
export function heldUntil(
  { holds }: Setting,
  call: Call,
  now: Instant,
): { readonly at: Instant; readonly alone: boolean } {
  const { alone, ...shared } = keysOf(call);
  const sharedAt = holds.freeAt(Object.values(shared), now);
  const at = holds.freeAt([alone], sharedAt);
  return { at, alone: sharedAt === now && at > now };
}

/** True while files are put off because nobody took two in a row; their text must do then. */
export function isUploadDown({ holds, clock }: Setting): boolean {
  return holds.failures('upload', clock.now()) >= UPLOAD_TRIES;
}

export function isGivenUp({ givenUp }: Refusals, call: Call): boolean {
  const { alone, closed } = keysOf(call);
  return givenUp.has(alone) || givenUp.has(closed);
}

/** True for a refusal that concerns this surface only. */
function isAlone(trouble: Trouble): boolean {
  return trouble.kind === 'refused' && !CHANNEL_ERRORS.has(trouble.error);
}

/** Puts off what met trouble, and says so in the log: what only a person can mend, once per run. */
export function putOff(setting: Setting, call: Call, trouble: Trouble, refusals: Refusals, isClosed: boolean): void {
  if (trouble.kind === 'refused') {
    putOffRefused(setting, call, trouble, refusals, isClosed);
    return;
  }
  const { holds, log, clock } = setting;
  const now: Instant = clock.now();
  const { slack, method } = keysOf(call);
  // Files go to a host of their own, which may be away while Slack is there.
  if (trouble.kind === 'limited') holds.hold(method, now + trouble.wait);
  else holds.failed(call.kind === 'upload' ? method : slack, now);
  log.warn({ ...call, said: describeTrouble(trouble) }, 'Slack did not take it; trying again');
}

function putOffRefused(
  setting: Setting,
  call: Call,
  trouble: Trouble & { readonly kind: 'refused' },
  refusals: Refusals,
  isClosed: boolean,
): void {
  const { holds, log, clock } = setting;
  const { slack, channel, alone } = keysOf(call);
  const said = trouble.error;
  const isAboutToken = TOKEN_ERRORS.has(said);
  if (!refusals.told.has(said)) log.error({ ...call, said }, 'Slack refuses to show this; trying again');
  refusals.told.add(said);
  holds.hold(isAboutToken ? slack : isAlone(trouble) ? alone : channel, clock.now() + SLOW_RETRY);
  if (isClosed && !isAboutToken) putOffLonger(setting, call, trouble, refusals);
}

/** What nobody waits for any more is tried less and less often, and then never again. */
function putOffLonger({ holds, log, clock }: Setting, call: Call, trouble: Trouble, refusals: Refusals): void {
  const { alone, closed } = keysOf(call);
  const key = isAlone(trouble) ? alone : closed;
  const count = (refusals.counts.get(key) ?? 0) + 1;
  refusals.counts.set(key, count);
  holds.hold(key, clock.now() + backOff(count, SLOW_RETRY, SLOWEST_RETRY));
  if (count < CLOSED_TRIES) return;
  refusals.givenUp.add(key);
  log.error({ ...call, said: describeTrouble(trouble), tries: count }, 'giving up to show this of a closed run');
}
