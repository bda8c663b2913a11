import type { BlockButtonAction, RespondFn } from '@slack/bolt';
import type { Asker } from '../desk.js';

/** A pressed button. Only ids are read from it; what they mean is looked up by the engine. */
export type Click = Asker & {
  readonly trigger: string;
  readonly value: string | undefined;
  /** The message with the button. */
  readonly message: { readonly channel: string; readonly ts: string } | undefined;
  /** Which surface of which run the message says it is. */
  readonly label: { readonly run: string; readonly surface: string } | undefined;
};

/** Undefined for a press outside of any channel. */
export function readClick(body: BlockButtonAction, respond: RespondFn | undefined): Click | undefined {
  const channel = body.channel?.id ?? body.container?.channel_id;
  if (typeof channel !== 'string') return undefined;
  const ts = body.message?.ts ?? body.container?.message_ts;
  return {
    ...{ by: body.user.id, channel, trigger: body.trigger_id, value: body.actions[0]?.value, respond },
    thread: body.message?.thread_ts ?? body.container?.thread_ts,
    message: typeof ts === 'string' ? { channel, ts } : undefined,
    label: labelOf(body.message?.metadata),
  };
}

function labelOf(metadata: unknown): Click['label'] {
  const { event_payload: payload } = (metadata ?? {}) as { event_payload?: Record<string, unknown> };
  const { run, surface } = payload ?? {};
  return typeof run === 'string' && typeof surface === 'string' ? { run, surface } : undefined;
}
