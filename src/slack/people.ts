import type { WebClient } from '@slack/web-api';
import type { Person, PersonKind, UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Clock, People } from '../engine/ports.js';
import { rememberFor } from './fresh.js';
import { createIdentity } from './identity.js';
import { describeTrouble, troubleOf } from './trouble.js';

type SlackUser = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

/**
 * People as Slack knows them now, at most 60 s old. Every look-up that fails, for whatever reason, is
 * `person.unverified`. `team` pins the workspace; without it, it is the bot's own.
 */
export function createPeople(client: WebClient, clock: Clock, team?: string): People {
  const identity = createIdentity(client);
  const home = async () => team ?? (await identity()).teamId;
  return {
    lookUp: rememberFor(60_000, clock, (user) =>
      verified(user, async () => {
        const [answer, homeTeam] = await Promise.all([client.users.info({ user }), home()]);
        return answer.user?.id === user ? personOf(user, answer.user, homeTeam) : undefined;
      }),
    ),
    membersOf: rememberFor(60_000, clock, (group) =>
      verified(group, async () => (await client.usergroups.users.list({ usergroup: group })).users),
    ),
  };
}

async function verified<T>(id: string, ask: () => Promise<T | undefined>): Promise<Result<T>> {
  const refuse = (detail: string) => failed({ code: 'person.unverified', at: id, detail });
  if (!/^[UWS][A-Z0-9]+$/.test(id)) return refuse('not an id');
  try {
    const answer = await ask();
    return answer === undefined ? refuse('empty answer') : ok(answer);
  } catch (error) {
    return refuse(describeTrouble(troubleOf(error)));
  }
}

function personOf(id: UserId, user: SlackUser, home: string): Person {
  const name = user.profile?.display_name || user.real_name || user.name || id;
  return { id, name, kind: kindOf(user, home) };
}

function kindOf(user: SlackUser, home: string): PersonKind {
  if (user.is_bot) return 'bot';
  if (user.deleted) return 'deactivated';
  if (user.is_stranger || !isAtHome(user, home)) return 'stranger';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : 'member';
}

// In an Enterprise organisation one person belongs to several workspaces.
function isAtHome(user: SlackUser, home: string): boolean {
  return home !== '' && (user.team_id === home || (user.enterprise_user?.teams ?? []).includes(home));
}
