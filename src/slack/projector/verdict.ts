import type { Instant, Milliseconds } from '../../domain/time.js';
import { describeTrouble, type Trouble } from '../trouble.js';
import type { Setting } from './setting.js';

/** The call under way: what it is and where it goes. */
export type Call = { readonly kind: 'post' | 'edit' | 'upload'; readonly run: string; readonly channel: string };

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

/** The keys under which a call may be put off. */
export function holdsOf({ kind, channel }: Call): readonly string[] {
  // Edits are limited per workspace, posts per channel.
  return ['slack', `channel:${channel}`, kind === 'post' ? `post:${channel}` : kind];
}

/** Puts off what met trouble, and says so in the log: what only a person can mend, once per run. */
export function putOff(setting: Setting, call: Call, trouble: Trouble, told: Set<string>): void {
  const { holds, log, clock } = setting;
  const now: Instant = clock.now();
  const [, channelKey, methodKey] = holdsOf(call);
  if (trouble.kind === 'limited') holds.hold(methodKey ?? '', now + trouble.wait);
  else if (trouble.kind === 'unreachable') holds.failed('slack', now);
  else holds.hold((CHANNEL_ERRORS.has(trouble.error) ? channelKey : methodKey) ?? '', now + SLOW_RETRY);
  const said = describeTrouble(trouble);
  if (trouble.kind !== 'refused') log.warn({ ...call, said }, 'Slack did not take it; trying again');
  else if (!told.has(said))
    log.error({ ...call, said }, 'Slack refuses to show this run here; trying again every minute');
  if (trouble.kind === 'refused') told.add(said);
}
