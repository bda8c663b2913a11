// node .ci/tally.js <results> <suite>...: adds up vitest's numbers, names what was skipped or failed, and judges the whole.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresOf, hasFailed, readFiles } from './report.js';

const [results, ...suites] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const total = { passed: 0, failed: 0, skipped: 0 };

const stages = readdirSync(results).flatMap((file) => /^(.*)\.exit$/.exec(file)?.[1] ?? []);
// A suite that was ended from outside left no exit code.
for (const name of new Set([...suites, ...stages.filter((each) => !each.endsWith('-again'))])) {
  const files = readFiles(results, name);
  const again = readFiles(results, `${name}-again`);
  const counted = count(files?.map((file) => secondTry(file, again)) ?? []);
  // Type errors, lint, a suite that did not start: they fail without a failed test.
  const isSilent = counted.failed === 0 && !hasEndedWell(again ? `${name}-again` : name);
  const isEmpty = suites.includes(name) && counted.passed === 0;
  if (isSilent || isEmpty) say(`failed without a failed test: ${name}`);
  total.passed += counted.passed;
  total.skipped += counted.skipped;
  total.failed += counted.failed + (isSilent || isEmpty ? 1 : 0);
}
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.skipped === 0 ? 0 : 1);

function hasEndedWell(stage) {
  return stages.includes(stage) && readFileSync(join(results, `${stage}.exit`), 'utf8').trim() === '0';
}

/** What counts of a file, and what its first try said. */
function secondTry(file, again) {
  const second = hasFailed(file) ? again?.find(({ name }) => name === file.name) : undefined;
  if (second) for (const failure of failuresOf(file)) say(`at its first try: ${failure}`);
  return second ?? file;
}

function count(files) {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { fullName } of skipped) say(`skipped: ${fullName}`);
  // Once more at the end: a log is often read from its tail.
  const failures = files.filter(hasFailed).flatMap(failuresOf);
  for (const failure of failures) say(`failed: ${failure}`);
  const passed = tests.filter(({ status }) => status === 'passed').length;
  return { passed, failed: failures.length, skipped: skipped.length };
}
