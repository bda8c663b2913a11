import { expect, test } from 'vitest';
import { readPlan } from '../../src/plan/read-plan.js';
import { isUntranslated } from '../helpers/untranslated.js';
import { texts } from './broken-copies.js';
import { mutated } from './mutations.js';

const RUNS = Number(process.env.BACKOUT_FUZZED_PLANS ?? 500);
// Always the same files unless asked otherwise: a failure here is found again by everybody.
const FIRST = Number(process.env.BACKOUT_FUZZ_SEED ?? 1);
const LONGEST = 1_000;

function timed(text: string) {
  const began = performance.now();
  const reading = readPlan(text, 'x');
  return { reading, took: performance.now() - began };
}

/** What is wrong with how a file is read: a throw, a problem without place or words in both languages, or more than a second. */
function faultOf(text: string): string | undefined {
  try {
    const { reading, took } = timed(text);
    // A machine that is busy with something else is not the file's fault.
    if (took > LONGEST && timed(text).took > LONGEST && timed(text).took > LONGEST)
      return `took ${Math.round(took)} ms`;
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

test(`${RUNS} spoilt plan files end in a plan or in problems with their place, in both languages, each within a second (seed ${FIRST})`, () => {
  const sources = Object.values(texts);
  const seeds = Array.from({ length: RUNS }, (_, n) => FIRST + n);
  const faults = seeds.flatMap((seed) => {
    const fault = faultOf(mutated(sources, seed));
    return fault === undefined ? [] : [`BACKOUT_FUZZ_SEED=${seed}: ${fault}`];
  });
  expect(faults).toEqual([]);
}, 3_600_000);
