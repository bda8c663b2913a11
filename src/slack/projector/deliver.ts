import type { Language } from '../../domain/text.js';
import type { Instant, Milliseconds } from '../../domain/time.js';
import type { PostedMessage } from '../../engine/ports.js';
import type { RunState } from '../../run/state.js';
import type { Surface } from '../../view/surface.js';
import type { Trouble } from '../trouble.js';
import { isText, sendText, startText } from './file-text.js';
import { type Memory, postNonce, type Shown } from './memory.js';
import type { Urgency } from './pace.js';
import { digestOf } from './posted.js';
import type { Address, Sent } from './sender.js';
import type { Setting } from './setting.js';
import {
  type Call,
  heldUntil,
  isFileRefused,
  isGivenUp,
  isGone,
  isOriginalGone,
  isThreadGone,
  isUploadDown,
  noteSuccess,
  putOff,
} from './verdict.js';

/**
 * `moved`: Slack changed, so what is to be shown may too. `later`: not before then; `alone` when what comes
 * after it need not wait.
 */
export type Step = 'same' | 'moved' | { readonly later: Instant; readonly alone?: boolean };

const EDIT_INTERVAL: Milliseconds = 1_500;
const RECHECK_INTERVAL: Milliseconds = 10_000;
const REPOST_INTERVAL: Milliseconds = 30_000;
const MOST_RENEWALS = 5;
/** The digest of a message of which nobody knows what it shows. */
const UNKNOWN = '';

/** Posts a surface that Slack does not show yet; of a file's text, the next part. */
export async function post(setting: Setting, memory: Memory, state: RunState, surface: Surface): Promise<Step> {
  const { clock, pace } = setting;
  const to = addressOf(surface, memory);
  // Its parent is not there yet; posting that brings us back here.
  if (!to) return 'same';
  const kind = surface.kind === 'file' && !isText(setting, memory, surface) ? 'upload' : 'post';
  const call: Call = { kind, run: state.id, surface: surface.key, channel: to.channel };
  if (isGivenUp(memory.refusals, call)) return 'same';
  const now = clock.now();
  const before = memory.posts.get(surface.key) ?? { count: 0, at: 0 };
  const again = before.count > 1 ? before.at + REPOST_INTERVAL : now;
  const held = heldUntil(setting, call, now);
  const at = Math.max(held.at, pace.postAt(to.channel, now), again);
  if (at > now) return { later: at, alone: held.alone };
  pace.posted(to.channel, now);
  const sent = await send(setting, memory, { ...call, language: state.request.language }, surface, to);
  if (!sent.ok) return refuse(setting, memory, state, call, surface, sent);
  noteSuccess(setting, call);
  if (sent.isPart) return 'moved';
  if (surface.kind === 'file') memory.files += 1;
  memory.posts.set(surface.key, { count: before.count + 1, at: now });
  // Slack may have kept an earlier try, with what it said then: an edit settles it.
  const digest = memory.doubtful.delete(surface.key) ? UNKNOWN : digestOf(surface);
  await keep(setting, memory, state, surface, { ...sent, digest });
  return 'moved';
}

/** `isPart`: there is more of it to send. */
async function send(
  setting: Setting,
  memory: Memory,
  { kind, run, language }: Call & { readonly language: Language },
  surface: Surface,
  to: Address,
): Promise<Sent & { readonly isPart?: boolean }> {
  const label = { run, surface: surface.key };
  if (surface.kind === 'message') return setting.sender.post(label, surface.message, to, postNonce(memory, label, to));
  return kind === 'upload'
    ? setting.sender.upload(surface, to)
    : sendText(setting, memory, { ...label, language }, surface, to);
}

/** Edits a message that shows something else by now. */
export async function editIfChanged(
  setting: Setting,
  memory: Memory,
  state: RunState,
  surface: Surface,
  known: PostedMessage,
): Promise<Step> {
  if (surface.kind === 'file') return 'same';
  const isSame = known.digest === digestOf(surface);
  if (isSame && !isInDoubt(memory, surface)) return 'same';
  const { clock, pace, sender } = setting;
  const call: Call = { kind: 'edit', run: state.id, surface: surface.key, channel: known.channel };
  if (isGivenUp(memory.refusals, call)) return 'same';
  const now = clock.now();
  const last = memory.shown.get(surface.key);
  // Somebody waits for a message that may be gone, perhaps with its buttons.
  const urgency = isSame ? 'turn' : urgencyOf(state, memory.files, last);
  const rest = isSame ? RECHECK_INTERVAL : urgency === 'turn' ? 0 : EDIT_INTERVAL;
  const rested = Math.max(now, (last?.at ?? 0) + rest);
  const at = Math.max(
    heldUntil(setting, call, now).at,
    pace.editAt(urgency, now, `${state.id} ${surface.key}`),
    rested,
  );
  if (at > now) return { later: at };
  pace.edited(now);
  const sent = await sender.edit({ run: state.id, surface: surface.key }, surface.message, known);
  if (!sent.ok) return refuse(setting, memory, state, call, surface, sent);
  await keep(setting, memory, state, surface, { ...sent, digest: digestOf(surface) });
  noteSuccess(setting, call);
  return 'same';
}

// Nobody tells that a message was deleted; only an edit finds out. Replies are found missing with their parent.
function isInDoubt({ doubtedAt, shown }: Memory, { key, place }: Surface): boolean {
  if (place.below !== undefined || place.thread !== undefined) return false;
  return (shown.get(key)?.at ?? 0) < doubtedAt;
}

function urgencyOf(state: RunState, files: number, last: Shown | undefined): Urgency {
  if (!last || last.phase !== state.phase || last.files !== files) return 'turn';
  return last.revision === state.revision ? 'tick' : 'change';
}

async function keep(setting: Setting, memory: Memory, state: RunState, surface: Surface, message: PostedMessage) {
  const { channel, ts, digest } = message;
  // First of all: a restart from here on edits this message instead of posting another.
  await memory.posted.save(surface.key, { channel, ts, digest });
  const { revision, phase } = state;
  memory.shown.set(surface.key, { at: setting.clock.now(), revision, phase, files: memory.files });
}

function refuse(
  setting: Setting,
  memory: Memory,
  state: RunState,
  call: Call,
  surface: Surface,
  { trouble }: Sent & { ok: false },
): Step {
  if (isMovedBy(memory, surface, trouble)) return 'moved';
  if (call.kind === 'post' && trouble.kind === 'unreachable') memory.doubtful.add(surface.key);
  if (call.kind === 'upload' && isFileRefused(trouble)) {
    startText(setting, memory, call, trouble);
    return 'moved';
  }
  putOff(setting, call, trouble, memory.refusals, state.phase === 'closed');
  if (call.kind === 'upload' && isUploadDown(setting)) {
    startText(setting, memory, call, trouble);
    return 'moved';
  }
  const { at, alone } = heldUntil(setting, call, setting.clock.now());
  return { later: at, alone };
}

/** Something that was in Slack is gone: it, or what it hangs below, is posted anew or elsewhere. */
function isMovedBy(memory: Memory, { key, place }: Surface, trouble: Trouble): boolean {
  if (isGone(trouble)) {
    memory.posted.forget(key);
    renew(memory, key);
    return true;
  }
  if (isOriginalGone(trouble)) return renew(memory, key) <= MOST_RENEWALS;
  if (!isThreadGone(trouble)) return false;
  const { below: parent, channel, thread } = place;
  if (parent === undefined && thread === undefined) return false;
  if (parent === undefined) memory.lostThreads.add(`${channel}/${thread}`);
  else memory.posted.forget(parent);
  if (parent !== undefined) renew(memory, parent);
  memory.texts.delete(key);
  return true;
}

/** From here on its post is another one. Returns the how manyth. */
function renew({ generations }: Memory, key: string): number {
  const next = (generations.get(key) ?? 0) + 1;
  generations.set(key, next);
  return next;
}

function addressOf({ place }: Surface, { posted, lostThreads }: Memory): Address | undefined {
  const { channel, broadcast } = place;
  const isLost = lostThreads.has(`${channel}/${place.thread}`);
  if (place.below === undefined) return isLost ? { channel } : { channel, thread: place.thread, broadcast };
  const parent = posted.get(place.below);
  return parent && { channel: parent.channel, thread: parent.ts, broadcast };
}
