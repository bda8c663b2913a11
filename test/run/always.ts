import fc from 'fast-check';
import { type Story, stories } from './any-story.js';

const SEED = Date.now() % 0x7fffffff;
/** Told once for all: telling them takes longer than judging them. */
export const TOLD = fc.sample(stories, { numRuns: 700, seed: SEED });

/** Judges all of them; a failing one is printed with the seed that tells it again. */
export function always(holds: (story: Story) => void): void {
  for (const story of TOLD) {
    try {
      holds(story);
    } catch (error) {
      throw new Error(`seed ${SEED}: ${fc.stringify(story)}`, { cause: error });
    }
  }
}
