import type { Instant } from '../../domain/time.js';
import type { RunState } from '../../run/state.js';
import type { Surface } from '../../view/surface.js';
import { addressesOf } from './addresses.js';
import { editIfChanged, post, type Step } from './deliver.js';
import type { Memory } from './memory.js';
import type { Setting } from './setting.js';

const NEVER: Instant = Number.POSITIVE_INFINITY;

/**
 * Posts and edits what differs, in order, until Slack shows `state()` or must be waited for.
 * Returns the instant of the next try; undefined when nothing is left to do.
 */
export async function converge(
  setting: Setting,
  memory: Memory,
  state: () => RunState,
  isStopped: () => boolean,
): Promise<Instant | undefined> {
  for (;;) {
    await setting.turn();
    if (isStopped()) return undefined;
    const next = await pass(setting, memory, state(), isStopped);
    if (next !== 'moved') return next === NEVER ? undefined : next;
  }
}

async function pass(setting: Setting, memory: Memory, state: RunState, isStopped: () => boolean) {
  const addresses = await addressesOf(setting, memory, state);
  const seen = { now: setting.clock.now(), delivered: memory.posted.keys(), ...addresses };
  const stuck = new Set<string>();
  let next = NEVER;
  for (const surface of setting.render(state, seen)) {
    if (isStopped()) break;
    const step = await deliver(setting, memory, state, surface, stuck);
    if (step === 'moved') return step;
    if (step !== 'same') next = Math.min(next, step.later);
  }
  return next;
}

async function deliver(
  setting: Setting,
  memory: Memory,
  state: RunState,
  surface: Surface,
  stuck: Set<string>,
): Promise<Step> {
  const known = memory.posted.get(surface.key);
  if (known) return editIfChanged(setting, memory, state, surface, known);
  // Later posts of a channel wait for earlier ones: the order tells the story.
  if (stuck.has(surface.place.channel)) return 'same';
  const step = await post(setting, memory, state, surface);
  if (typeof step === 'object' && !step.alone) stuck.add(surface.place.channel);
  return step;
}
