import { expect, test } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { isUntranslated } from '../helpers/untranslated.js';
import { texts } from './broken-copies.js';
import { mutated } from './mutations.js';

const RUNS = Number(process.env.BACKOUT_FUZZED_PLANS ?? 500);
// Always the same files unless asked otherwise: a failure here is found again by everybody.
const FIRST = Number(process.env.BACKOUT_FUZZ_SEED ?? 1);
/** A spoilt file may take as long as so many whole ones: an expression that runs wild takes thousands. */
const AS_LONG_AS = 20;

/** `took`: milliseconds of this process's processor. A machine that is busy with something else is not the file's fault. */
function timed(text: string) {
  const before = process.cpuUsage();
  const reading = readPlan(text, 'x');
  const { user, system } = process.cpuUsage(before);
  return { reading, took: (user + system) / 1_000 };
}

/** What is wrong with how a file is read: a throw, a problem without place or words in both languages, or far too long. */
function faultOf(text: string, longest: number): string | undefined {
  try {
    const { reading, took } = timed(text);
    if (took > longest && timed(text).took > longest && timed(text).took > longest)
      return `took ${Math.round(took)} ms, more than ${Math.round(longest)}`;
    if (reading.ok) return undefined;
    const vague = reading.problems.find(
      ({ line, column, message }) =>
        !(line >= 1 && column >= 1 && message.en.trim()) || isUntranslated(message['zh-CN']),
    );
    return reading.problems.length === 0 ? 'refused without a problem' : vague && JSON.stringify(vague);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

test(`${RUNS} spoilt plan files end in a plan or in problems with their place, in both languages, none in the time of ${AS_LONG_AS} plans (seed ${FIRST})`, () => {
  const sources = Object.values(texts);
  const longest = AS_LONG_AS * Math.max(...sources.map((text) => Math.min(timed(text).took, timed(text).took)));
  const seeds = Array.from({ length: RUNS }, (_, n) => FIRST + n);
  const faults = seeds.flatMap((seed) => {
    const fault = faultOf(mutated(sources, seed), longest);
    return fault === undefined ? [] : [`BACKOUT_FUZZ_SEED=${seed}: ${fault}`];
  });
  expect(faults).toEqual([]);
}, 3_600_000);
