import { randomUUID } from 'node:crypto';
import type { App } from '@slack/bolt';
import { brokeNote, withTyped } from '../view/note.js';
import type { Asker, Desk } from './desk.js';
import { tellPrivately } from './tell.js';

/** Logs a bug and tells the person who met it, with the reference under which the log has it. Never rejects. */
export async function reportBroken(
  desk: Desk,
  asker: Asker | undefined,
  error: unknown,
  typed?: readonly string[],
): Promise<void> {
  const reference = randomUUID().slice(0, 8);
  desk.log.error({ err: error, reference, by: asker?.by, channel: asker?.channel }, 'something broke for a person');
  if (!asker) return;
  const told = brokeNote(reference, desk.languageIn(asker.channel));
  try {
    await tellPrivately(desk, asker, typed ? withTyped(told, typed, desk.languageIn(asker.channel)) : told);
  } catch (lost) {
    desk.log.error({ err: lost, reference }, 'could not tell the person either');
  }
}

/** The last resort for whatever a listener throws. */
export function registerErrors(app: App, desk: Desk): void {
  app.error(async ({ error, body }: { error: Error; body: unknown }) => {
    await reportBroken(desk, askerOf(body as Body | undefined), error);
  });
}

/** The fields of any delivery that say who was there; Slack names them differently in each kind. */
type Body = {
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly user?: { readonly id?: string };
  readonly channel?: { readonly id?: string };
  readonly container?: { readonly thread_ts?: string };
  readonly event?: { readonly user?: string; readonly channel?: string; readonly thread_ts?: string };
};

function askerOf(body: Body | undefined): Asker | undefined {
  const by = body?.user_id ?? body?.user?.id ?? body?.event?.user;
  const channel = body?.channel_id ?? body?.channel?.id ?? body?.event?.channel ?? by;
  if (by === undefined || channel === undefined) return undefined;
  return { by, channel, thread: body?.container?.thread_ts ?? body?.event?.thread_ts };
}
