import { availableParallelism } from 'node:os';
import { createDice } from './dice.js';
import { judge, type Recorded, unknownEnds } from './judge.js';
import { createMischief, type Deed } from './mischief.js';
import { play } from './play.js';
import type { Story } from './story.js';
import { openWorld } from './world.js';

/** What a campaign came to. */
export type Tally = {
  stories: number;
  runs: number;
  /** Steps that began on a host. */
  tokens: number;
  /** Attempts at steps whose end could not be proven when it was asked for; each counts once. */
  unknowns: number;
  /** Those of them whose end was heard later. */
  known: number;
  duplicates: number;
  readonly deeds: Partial<Record<Deed, number>>;
  readonly failures: Failed[];
};

/** A story that broke a promise, with everything that tells how. */
export type Failed = {
  readonly seed: number;
  readonly story: string;
  readonly deeds: readonly Deed[];
  readonly seen: string;
};

export type Campaign = {
  readonly program: string;
  readonly stories: readonly Story[];
  readonly seed: number;
  readonly minutes: number;
  /** Stories at once. */
  readonly width: number;
  /** Told of each failure as soon as it is seen. */
  readonly failed: (failure: Failed) => void;
};

/** Plays random stories under random blows until the time is over. Story number n of a seed is the same each time. */
export async function campaign({ program, stories, seed, minutes, width, failed }: Campaign): Promise<Tally> {
  const tally: Tally = {
    stories: 0,
    runs: 0,
    tokens: 0,
    unknowns: 0,
    known: 0,
    duplicates: 0,
    deeds: {},
    failures: [],
  };
  const until = performance.now() + minutes * 60_000;
  let number = 0;
  const work = async () => {
    while (performance.now() < until && tally.failures.length < 10) {
      // The first is the seed itself, so that a failure's own seed begins with it.
      const own = (seed + number * 1_000_003) % 4_294_967_296;
      number += 1;
      const failure = await playOne(program, stories, own, tally);
      if (!failure) continue;
      tally.failures.push(failure);
      failed(failure);
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return tally;
}

async function playOne(
  program: string,
  stories: readonly Story[],
  seed: number,
  tally: Tally,
): Promise<Failed | undefined> {
  const dice = createDice(seed);
  const story = dice.one(stories);
  const mischief = createMischief(dice);
  const world = await openWorld();
  const failure = (seen: string): Failed => ({ seed, story: story.name, deeds: mischief.done, seen });
  try {
    const problem = await play(program, story, world, { mischief: mischief.look }).then(
      () => undefined,
      (error: Error) => error.message,
    );
    const { record, violations } = await judge(world);
    count(tally, record, world.witness(), mischief.done);
    tally.duplicates += violations.filter((each) => each.includes('more than once')).length;
    const found = [...violations, ...(problem === undefined ? [] : [problem])];
    if (found.length === 0) return undefined;
    return failure([...found, ...world.witness(), ...record.flatMap(toldOf)].join('\n'));
  } catch (error) {
    return failure(String(error instanceof Error ? error.stack : error));
  } finally {
    world.box.freeze(false);
    await world.close();
  }
}

function count(tally: Tally, record: readonly Recorded[], witness: readonly string[], deeds: readonly Deed[]): void {
  tally.stories += 1;
  tally.runs += record.length;
  tally.tokens += witness.filter((line) => line.endsWith(' begin')).length;
  const unknown = unknownEnds(record);
  tally.unknowns += unknown.told;
  tally.known += unknown.known;
  for (const deed of deeds) tally.deeds[deed] = (tally.deeds[deed] ?? 0) + 1;
}

function toldOf({ id, events }: Recorded): readonly string[] {
  return [`run ${id}`, ...events.map(({ seq, event }) => `${seq} ${JSON.stringify(event).slice(0, 400)}`)];
}

/** The summary as the section of docs/reliability.md about the last long run has it. */
export function summaryOf(tally: Tally, { seed, minutes, on }: { seed: number; minutes: number; on: Date }): string {
  const { stories, runs, tokens, unknowns, known, duplicates, deeds, failures } = tally;
  const inOrder = Object.entries(deeds).toSorted(([, a], [, b]) => b - a);
  const blows = inOrder.reduce((sum, [, times]) => sum + times, 0);
  const count = (number: number) => number.toLocaleString('en');
  return [
    `\`npm run chaos -- --minutes ${minutes} --seed ${seed}\`, ${on.toISOString().slice(0, 10)}, ${availableParallelism()} cores:`,
    '',
    '| | |',
    '|---|---|',
    `| stories, runs, steps begun on hosts | ${[stories, runs, tokens].map(count).join('; ')} |`,
    `| blows | ${count(blows)}: ${inOrder.map(([deed, times]) => `${deed} ${count(times)}`).join(', ')} |`,
    `| steps whose end was unknown when it was asked for, and told so | ${count(unknowns)}; ${count(known)} of them became known later |`,
    `| steps run twice | ${count(duplicates)} |`,
    `| promises broken | ${count(failures.length)} |`,
  ].join('\n');
}
