import type { WebClient } from '@slack/web-api';
import type { UserId } from '../domain/person.js';

/** Who this bot is in its workspace. */
export type Identity = { readonly userId: UserId; readonly botId: string; readonly teamId: string };

/** Asks Slack once who the bot is and remembers the answer. Rejects with what the client throws; a failure is not remembered. */
export function createIdentity(client: WebClient): () => Promise<Identity> {
  let known: Identity | undefined;
  return async () => {
    if (known) return known;
    const { user_id, bot_id, team_id } = await client.auth.test();
    known = { userId: user_id ?? '', botId: bot_id ?? '', teamId: team_id ?? '' };
    return known;
  };
}
