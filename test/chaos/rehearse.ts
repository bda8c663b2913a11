import { judge } from './judge.js';
import { play } from './play.js';
import { type Moment, momentsIn } from './points.js';
import type { Story } from './story.js';
import { openWorld } from './world.js';

export type Rehearsed = { readonly story: Story; readonly trace: readonly string[] };

/** Plays a story undisturbed; it must end well, or nothing that comes later means anything. */
export async function rehearse(program: string, story: Story): Promise<Rehearsed> {
  const world = await openWorld();
  try {
    const { runs } = await play(program, story, world);
    const { violations } = await judge(world);
    const outcomes = runs.map(({ outcome }) => outcome ?? 'none');
    const isExpected = outcomes.every((outcome, index) => story.ends[index]?.includes(outcome));
    if (!isExpected || violations.length > 0)
      throw new Error(`${story.name} ended as ${outcomes.join()}; ${violations.join('; ')}`);
    return { story, trace: world.trace() };
  } finally {
    await world.close();
  }
}

/**
 * The moments at which each story's bot is to be killed: every point that it passes, except where an earlier story was at the
 * very same place, having passed the same points before.
 */
export function momentsOf(rehearsed: readonly Rehearsed[]): readonly { story: Story; moments: readonly Moment[] }[] {
  return rehearsed.map(({ story, trace }, index) => {
    const shared = Math.max(0, ...rehearsed.slice(0, index).map((earlier) => sharedLength(earlier.trace, trace)));
    return { story, moments: momentsIn(trace).slice(shared) };
  });
}

function sharedLength(one: readonly string[], other: readonly string[]): number {
  const differs = other.findIndex((point, index) => one[index] !== point);
  return differs === -1 ? other.length : differs;
}
