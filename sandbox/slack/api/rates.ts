import type { Json } from '../model.js';
import { addViolation, type State } from '../state.js';
import { text } from './answer.js';

// Slack's tiers as calls per minute; chat.postMessage has its own rule per channel.
const perMinute: Record<string, number> = {
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
  'files.getUploadURLExternal': 100,
  'files.completeUploadExternal': 100,
  'users.info': 100,
  'users.list': 20,
  'usergroups.list': 20,
  'usergroups.users.list': 20,
  'conversations.list': 20,
  'conversations.info': 50,
};

const postBurst = 10;

/** Counts calls the way Slack does. `refuseAfter` says for how many seconds a call is to be put off. */
export interface Rates {
  admit: (method: string, args: Json) => { refuseAfter?: number };
}

export function createRates(state: State): Rates {
  const history = new Map<string, number[]>();
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    admit(method, args) {
      if (method === 'chat.postMessage') return admitPost(state, buckets, text(args, 'channel'));
      const limit = perMinute[method];
      return limit === undefined ? {} : admitTier(state, history, method, limit);
    },
  };
}

function admitTier(
  state: State,
  history: Map<string, number[]>,
  method: string,
  limit: number,
): { refuseAfter?: number } {
  const now = state.now();
  const recent = (history.get(method) ?? []).filter((at) => at > now - 60_000);
  recent.push(now);
  history.set(method, recent);
  if (recent.length <= limit) return {};
  addViolation(state, 'rate', method, `call ${recent.length} within a minute; ${limit} are allowed`);
  const oldest = recent[0] ?? now;
  return recent.length > limit * 1.2 ? { refuseAfter: Math.max(1, Math.ceil((oldest + 60_000 - now) / 1000)) } : {};
}

// One message per second and channel is sustained; a short burst on top is tolerated.
function admitPost(
  state: State,
  buckets: Map<string, { tokens: number; at: number }>,
  channel: string,
): { refuseAfter?: number } {
  const now = state.now();
  const bucket = buckets.get(channel) ?? { tokens: postBurst, at: now };
  bucket.tokens = Math.min(postBurst, bucket.tokens + (now - bucket.at) / 1000) - 1;
  bucket.at = now;
  buckets.set(channel, bucket);
  if (bucket.tokens >= 0) return {};
  addViolation(
    state,
    'rate',
    'chat.postMessage',
    `more than one message per second in ${channel} after a burst of ${postBurst}`,
  );
  if (bucket.tokens > -postBurst) return {};
  bucket.tokens += 1;
  return { refuseAfter: 1 };
}
