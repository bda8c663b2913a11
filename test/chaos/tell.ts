import { expect } from 'vitest';
import { judge, type Recorded } from './judge.js';
import { type Played, type PlayOptions, play } from './play.js';
import type { Story } from './story.js';
import { openWorld, type World } from './world.js';

export type Told = Played & { readonly record: readonly Recorded[]; readonly witness: readonly string[] };

export type TellOptions = PlayOptions & {
  /** Changes the world before anything begins; returns how to change it back. */
  readonly prepare?: (world: World) => () => void;
};

/** Plays a story in a world of its own and expects every promise to be kept, and each run to end as the story says. */
export async function tell(program: string, story: Story, { prepare, ...options }: TellOptions = {}): Promise<Told> {
  const world = await openWorld();
  const restore = prepare?.(world);
  try {
    const played = await play(program, story, world, options);
    const { record, violations } = await judge(world);
    expect(violations).toEqual([]);
    for (const [index, { outcome }] of played.runs.entries()) expect(story.ends[index]).toContain(outcome);
    return { ...played, record, witness: world.witness() };
  } finally {
    world.box.freeze(false);
    restore?.();
    await world.close();
  }
}

/** The kinds of events of a run, in order. */
export function kindsIn({ record }: Told): readonly string[] {
  return record.flatMap(({ events }) => events.map(({ event }) => event.type));
}
