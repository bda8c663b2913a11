import { setTimeout as sleep } from 'node:timers/promises';
import type { WebClient } from '@slack/web-api';
import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { Milliseconds } from '../domain/time.js';
import type { Engine } from '../engine/engine.js';
import type { Clock } from '../engine/ports.js';
import { rememberFor } from './fresh.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** Where people may ask, and where a run can be shown. */
export type Places = {
  /**
   * The channels with systems that this person is in, in the order of the systems. What Slack does not tell within
   * `patience` (1 s unless said) does not count.
   */
  of(user: UserId, patience?: Milliseconds): Promise<readonly string[]>;
  /** Whether Backout is in a channel; true as long as Slack does not say otherwise. */
  isJoined(channel: string): Promise<boolean>;
};

// A dialog waits for this, and Slack gives it 3 s.
const LONGEST: Milliseconds = 1_000;
const MOST_PAGES = 5;

/** A conversation of people with the bot or with each other: nobody else would see a run there. */
export function isDirect(channel: string): boolean {
  return channel.startsWith('D');
}

/** Asks Slack who is where; what it says counts for a minute, except that Backout is missing: that changes by an invitation. */
export function createPlaces(client: WebClient, engine: Pick<Engine, 'systems'>, clock: Clock): Places {
  const members = rememberFor(60_000, clock, (channel) => membersOf(client, channel));
  const joined = rememberFor(60_000, clock, (channel) => joinedIn(client, channel));
  return {
    async of(user, patience = LONGEST) {
      const channels = [...new Set(engine.systems().flatMap((system) => system.channels))];
      const asked = channels.map((channel) =>
        Promise.race([members(channel), sleep(patience, undefined, { ref: false })]),
      );
      const known = await Promise.all(asked);
      return channels.filter((_, index) => known[index]?.ok && known[index].value.has(user));
    },
    async isJoined(channel) {
      const found = await Promise.race([joined(channel), sleep(LONGEST, undefined, { ref: false })]);
      return found === undefined || found.ok || found.failure.code !== 'input.invalid';
    },
  };
}

async function membersOf(client: WebClient, channel: string): Promise<Result<ReadonlySet<UserId>>> {
  const members = new Set<UserId>();
  try {
    let cursor = '';
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await client.conversations.members({ channel, limit: 1_000, ...(cursor ? { cursor } : {}) });
      for (const member of answer.members ?? []) members.add(member);
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
    return ok(members);
  } catch (error) {
    return failed({ code: 'person.unverified', at: channel, detail: describeTrouble(troubleOf(error)) });
  }
}

/** `input.invalid` when Slack says that Backout is not there; any other failure says nothing. */
async function joinedIn(client: WebClient, channel: string): Promise<Result<true>> {
  try {
    const info = (await client.conversations.info({ channel })).channel;
    return info?.is_member === false ? failed({ code: 'input.invalid', at: channel }) : ok(true);
  } catch (error) {
    const trouble = troubleOf(error);
    const isHidden = trouble.kind === 'refused' && trouble.error === 'channel_not_found';
    return failed({ code: isHidden ? 'input.invalid' : 'person.unverified', at: channel });
  }
}
