import { judge } from './judge.js';
import { play } from './play.js';
import { type Moment, momentsIn } from './points.js';
import type { Story } from './story.js';
import { openWorld } from './world.js';

export type Rehearsed = { readonly story: Story; readonly trace: readonly string[] };

/** Plays a story undisturbed; it must end well, or nothing that comes later means anything. */
async function rehearse(program: string, story: Story): Promise<Rehearsed> {
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

/** As many stories are rehearsed at once as cases are told at once later. */
const AT_ONCE = 4;

/** Rehearses every story; in the order of the stories. */
export async function rehearseAll(program: string, stories: readonly Story[]): Promise<readonly Rehearsed[]> {
  const rehearsed: Rehearsed[] = [];
  const waiting = [...stories.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [index, story] = next;
      rehearsed[index] = await rehearse(program, story);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return rehearsed;
}

/** How many points back a place is told apart by, beside all that has happened before it. */
const MEMORY = 2;

/**
 * The moments at which each story's bot is to be killed: every point that it passes, except where an earlier story was at the
 * same place: the same things had happened there, and the last points were the same.
 */
export function momentsOf<Told>(
  rehearsed: readonly { readonly story: Told; readonly trace: readonly string[] }[],
): readonly { readonly story: Told; readonly moments: readonly Moment[] }[] {
  const seen = new Set<string>();
  return rehearsed.map(({ story, trace }) => {
    const places = placesIn(trace);
    const moments = momentsIn(trace).filter((_, index) => !seen.has(places[index] ?? ''));
    for (const place of places) seen.add(place);
    return { story, moments };
  });
}

function placesIn(trace: readonly string[]): readonly string[] {
  const happened = new Set<string>();
  return trace.map((point, index) => {
    if (point.startsWith('journal.')) happened.add(point);
    return [...[...happened].toSorted(), ...trace.slice(Math.max(0, index - MEMORY), index + 1)].join(' ');
  });
}
