import type { BlockAction, ButtonAction, RespondFn, StaticSelectAction } from '@slack/bolt';
import type { Door } from '../../view/door.js';
import type { Asker } from '../desk.js';

/** A press or a choice, as Slack delivers it. */
export type Pressed = BlockAction<ButtonAction | StaticSelectAction>;

/** A pressed button or a choice from a menu. Only ids are read from it; what they mean is looked up by the engine. */
export type Click = Asker & {
  readonly trigger: string;
  /** What can be typed where the button is. */
  readonly door: Door;
  /** The button's value, or that of the option that was chosen. */
  readonly value: string | undefined;
  /** The id of the block it stands in: a menu's own value. */
  readonly block: string;
  /** The message with the button. */
  readonly message: { readonly channel: string; readonly ts: string } | undefined;
  /** Only this person sees that message. */
  readonly isPrivate: boolean;
  /** The dialog with the button. */
  readonly dialog: { readonly id: string; readonly metadata: string } | undefined;
  /** It stands in App Home. */
  readonly isHome: boolean;
  /** Which surface of which run the message says it is. */
  readonly label: { readonly run: string; readonly surface: string } | undefined;
};

/** Undefined for a press outside of any channel; a dialog remembers the one it was opened from. */
export function readClick(body: Pressed, respond: RespondFn | undefined): Click | undefined {
  const { container, view } = body;
  const metadata = view?.private_metadata ?? '';
  const channel = body.channel?.id ?? container?.channel_id ?? channelOf(metadata);
  if (typeof channel !== 'string') return undefined;
  const ts = body.message?.ts ?? container?.message_ts;
  const [action] = body.actions;
  const threadTs = body.message?.thread_ts ?? container?.thread_ts;
  // The first message of a thread names itself; whoever presses it looks at the channel.
  const thread = threadTs === ts ? undefined : threadTs;
  return {
    ...{ by: body.user.id, channel, trigger: body.trigger_id, respond },
    value: action?.type === 'static_select' ? action.selected_option.value : action?.value,
    block: action?.block_id ?? '',
    thread,
    door: thread === undefined ? 'slash' : 'mention',
    message: typeof ts === 'string' ? { channel, ts } : undefined,
    isPrivate: container?.is_ephemeral === true,
    dialog: view ? { id: view.id, metadata } : undefined,
    isHome: view?.type === 'home',
    label: labelOf(body.message?.metadata),
  };
}

function channelOf(metadata: string): unknown {
  try {
    return (JSON.parse(metadata) as { channel?: unknown } | null)?.channel;
  } catch {
    return undefined;
  }
}

function labelOf(metadata: unknown): Click['label'] {
  const { event_payload: payload } = (metadata ?? {}) as { event_payload?: Record<string, unknown> };
  const { run, surface } = payload ?? {};
  return typeof run === 'string' && typeof surface === 'string' ? { run, surface } : undefined;
}
