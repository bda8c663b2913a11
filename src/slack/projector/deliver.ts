import type { Instant, Milliseconds } from '../../domain/time.js';
import type { PostedMessage } from '../../engine/ports.js';
import type { Phase, RunState } from '../../run/state.js';
import type { Surface } from '../../view/surface.js';
import { fileAsMessage } from '../words.js';
import type { Urgency } from './pace.js';
import { digestOf, type Posted } from './posted.js';
import type { Address, Sent } from './sender.js';
import type { Setting } from './setting.js';
import { type Call, heldUntil, isFileRefused, isGone, isThreadGone, noteSuccess, putOff } from './verdict.js';

/** What the projector remembers of a run while it shows it. */
export type Memory = {
  readonly posted: Posted;
  /** What each message showed last, and since when. */
  readonly shown: Map<string, Shown>;
  /** Files uploaded so far: buttons wait for them, so they count as a turn. */
  files: number;
  /** How often and when each message was posted, so that one that keeps vanishing is not posted in a loop. */
  readonly posts: Map<string, { readonly count: number; readonly at: Instant }>;
  readonly told: Set<string>;
};

type Shown = { readonly at: Instant; readonly revision: number; readonly phase: Phase; readonly files: number };

/**
 * `moved`: Slack changed, so what is to be shown may too. `later`: not before then; `alone` when what comes
 * after it need not wait.
 */
export type Step = 'same' | 'moved' | { readonly later: Instant; readonly alone?: boolean };

const EDIT_INTERVAL: Milliseconds = 1_500;
const REPOST_INTERVAL: Milliseconds = 30_000;

/** Posts a surface that Slack does not show yet. */
export async function post(setting: Setting, memory: Memory, state: RunState, surface: Surface): Promise<Step> {
  const { clock, pace } = setting;
  const to = addressOf(surface, memory.posted);
  // Its parent is not there yet; posting that brings us back here.
  if (!to) return 'same';
  const kind = surface.kind === 'file' ? 'upload' : 'post';
  const call: Call = { kind, run: state.id, surface: surface.key, channel: to.channel };
  const now = clock.now();
  const before = memory.posts.get(surface.key) ?? { count: 0, at: 0 };
  const again = before.count > 1 ? before.at + REPOST_INTERVAL : now;
  const held = heldUntil(setting, call, now);
  const at = Math.max(held.at, pace.postAt(to.channel, now), again);
  if (at > now) return { later: at, alone: held.alone };
  pace.posted(to.channel, now);
  const sent = await send(setting, state, surface, to);
  if (!sent.ok) return refuse(setting, memory, call, surface, sent);
  if (surface.kind === 'file') memory.files += 1;
  memory.posts.set(surface.key, { count: before.count + 1, at: now });
  await keep(setting, memory, state, surface, sent);
  noteSuccess(setting, call);
  return 'moved';
}

async function send(setting: Setting, state: RunState, surface: Surface, to: Address): Promise<Sent> {
  const label = { run: state.id, surface: surface.key };
  if (surface.kind === 'message') return setting.sender.post(label, surface.message, to);
  const sent = await setting.sender.upload(surface, to);
  if (sent.ok || !isFileRefused(sent.trouble)) return sent;
  setting.log.error({ ...label, trouble: sent.trouble }, 'Slack refused a file; posting its beginning instead');
  return setting.sender.post(label, fileAsMessage(surface.title, surface.content, setting.language), to);
}

/** Edits a message that shows something else by now. */
export async function editIfChanged(
  setting: Setting,
  memory: Memory,
  state: RunState,
  surface: Surface,
  known: PostedMessage,
): Promise<Step> {
  if (surface.kind === 'file' || known.digest === digestOf(surface)) return 'same';
  const { clock, pace, sender } = setting;
  const call: Call = { kind: 'edit', run: state.id, surface: surface.key, channel: known.channel };
  const now = clock.now();
  const last = memory.shown.get(surface.key);
  const urgency = urgencyOf(state, memory.files, last);
  const rested = urgency === 'turn' ? now : (last?.at ?? 0) + EDIT_INTERVAL;
  const at = Math.max(heldUntil(setting, call, now).at, pace.editAt(urgency, now), rested);
  if (at > now) return { later: at };
  pace.edited(now);
  const sent = await sender.edit({ run: state.id, surface: surface.key }, surface.message, known);
  if (!sent.ok) return refuse(setting, memory, call, surface, sent);
  await keep(setting, memory, state, surface, sent);
  noteSuccess(setting, call);
  return 'same';
}

function urgencyOf(state: RunState, files: number, last: Shown | undefined): Urgency {
  if (!last || last.phase !== state.phase || last.files !== files) return 'turn';
  return last.revision === state.revision ? 'tick' : 'change';
}

async function keep(setting: Setting, memory: Memory, state: RunState, surface: Surface, sent: Sent & { ok: true }) {
  const { channel, ts } = sent;
  // First of all: a restart from here on edits this message instead of posting another.
  await memory.posted.save(surface.key, { channel, ts, digest: digestOf(surface) });
  const { revision, phase } = state;
  memory.shown.set(surface.key, { at: setting.clock.now(), revision, phase, files: memory.files });
}

function refuse(setting: Setting, memory: Memory, call: Call, surface: Surface, sent: Sent & { ok: false }): Step {
  const parent = surface.place.below;
  if (isGone(sent.trouble)) {
    memory.posted.forget(surface.key);
    return 'moved';
  }
  if (parent !== undefined && isThreadGone(sent.trouble)) {
    memory.posted.forget(parent);
    return 'moved';
  }
  putOff(setting, call, sent.trouble, memory.told);
  const { at, alone } = heldUntil(setting, call, setting.clock.now());
  return { later: at, alone };
}

function addressOf({ place }: Surface, posted: Posted): Address | undefined {
  const { channel, broadcast } = place;
  if (place.below === undefined) return { channel, thread: place.thread, broadcast };
  const parent = posted.get(place.below);
  return parent && { channel: parent.channel, thread: parent.ts, broadcast };
}
