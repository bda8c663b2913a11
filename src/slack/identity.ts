import type { WebClient } from '@slack/web-api';
import type { UserId } from '../domain/person.js';

/** Who this bot is in its workspace. */
export type Identity = { readonly userId: UserId; readonly botId: string; readonly teamId: string };

export type WhoAmI = { (): Promise<Identity>; known(): boolean };

/** Asks Slack once who the bot is and remembers the answer. Rejects with what the client throws; a failure is not remembered. */
export function createIdentity(client: WebClient): WhoAmI {
  let identity: Identity | undefined;
  const ask = async () => {
    if (identity) return identity;
    const { user_id, bot_id, team_id } = await client.auth.test();
    identity = { userId: user_id ?? '', botId: bot_id ?? '', teamId: team_id ?? '' };
    return identity;
  };
  return Object.assign(ask, { known: () => identity !== undefined });
}
