import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../domain/time.js';
import type { Note } from '../view/note.js';
import { words } from '../view/words/words.js';
import type { Desk } from './desk.js';
import { troubleOf } from './trouble.js';

// The dialog waits for this, and Slack gives it 3 s.
const LONGEST: Milliseconds = 1_500;

/**
 * Why a run could not be shown in this channel, in words; undefined when it can be. A look-up without an
 * answer is no reason to refuse: the projector shows the run as soon as it can.
 */
export async function channelProblem(desk: Desk, channel: string): Promise<string | undefined> {
  const found = await Promise.race([look(desk, channel), sleep(LONGEST, undefined, { ref: false })]);
  return found && words(desk.languageIn(channel)).slack[found];
}

async function look({ client }: Desk, channel: string): Promise<Note | undefined> {
  try {
    const info = (await client.conversations.info({ channel })).channel;
    if (info?.is_ext_shared) return 'sharedChannel';
    return info?.is_member === false ? 'notInvited' : undefined;
  } catch (error) {
    const trouble = troubleOf(error);
    return trouble.kind === 'refused' && trouble.error === 'channel_not_found' ? 'notInvited' : undefined;
  }
}
