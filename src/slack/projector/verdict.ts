import type { Instant, Milliseconds } from '../../domain/time.js';
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
  'restricted_action',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'restricted_action_non_threadable_channel',
  'messages_tab_disabled',
  'team_access_not_granted',
]);
const GONE_ERRORS = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
const THREAD_GONE_ERRORS = new Set(['thread_not_found', 'invalid_thread_ts', 'cannot_reply_to_message']);
const SLOW_RETRY: Milliseconds = 60_000;

export const isGone = (trouble: Trouble) => trouble.kind === 'refused' && GONE_ERRORS.has(trouble.error);
export const isThreadGone = (trouble: Trouble) => trouble.kind === 'refused' && THREAD_GONE_ERRORS.has(trouble.error);
/** Slack takes no such file, ever, for a reason that a message does not have. */
export const isFileRefused = (trouble: Trouble) =>
  trouble.kind === 'refused' && !CHANNEL_ERRORS.has(trouble.error) && !THREAD_GONE_ERRORS.has(trouble.error);

/** The keys under which a call may be put off. Edits are limited per workspace, posts per channel. */
function keysOf({ kind, run, surface, channel }: Call) {
  const method = kind === 'post' ? `post:${channel}` : kind;
  return { slack: 'slack', channel: `channel:${channel}`, method, alone: `surface:${run}:${surface}` };
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

/** True for a refusal that concerns this surface only. */
function isAlone(trouble: Trouble): boolean {
  return trouble.kind === 'refused' && !CHANNEL_ERRORS.has(trouble.error);
}

/** Puts off what met trouble, and says so in the log: what only a person can mend, once per run. */
export function putOff(setting: Setting, call: Call, trouble: Trouble, told: Set<string>): void {
  const { holds, log, clock } = setting;
  const now: Instant = clock.now();
  const keys = keysOf(call);
  if (trouble.kind === 'limited') holds.hold(keys.method, now + trouble.wait);
  else if (trouble.kind === 'unreachable') holds.failed(keys.slack, now);
  else holds.hold(isAlone(trouble) ? keys.alone : keys.channel, now + SLOW_RETRY);
  const said = describeTrouble(trouble);
  if (trouble.kind !== 'refused') log.warn({ ...call, said }, 'Slack did not take it; trying again');
  else if (!told.has(said)) log.error({ ...call, said }, 'Slack refuses to show this; trying again every minute');
  if (trouble.kind === 'refused') told.add(said);
}
