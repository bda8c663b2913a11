// node .ci/tally.mjs <results> <suite>...: adds up vitest's numbers, names what was skipped or failed, and judges the whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [results, ...suites] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);
const total = { passed: 0, failed: 0, skipped: 0 };

const ended = readdirSync(results).flatMap((file) => /^(.*)\.exit$/.exec(file)?.[1] ?? []);
// A suite that was ended from outside left no exit code.
for (const name of new Set([...ended, ...suites])) {
  const isFine = ended.includes(name) && readFileSync(join(results, `${name}.exit`), 'utf8').trim() === '0';
  const report = join(results, `${name}.json`);
  const counted = existsSync(report) ? count(JSON.parse(readFileSync(report, 'utf8'))) : undefined;
  total.passed += counted?.passed ?? 0;
  total.skipped += counted?.skipped ?? 0;
  // Type errors, lint, a suite that did not start: they fail without a failed test.
  const silent = (!isFine && !counted?.failed) || (suites.includes(name) && !counted?.passed);
  if (silent) say(`failed without a failed test: ${name}`);
  total.failed += (counted?.failed ?? 0) + (silent ? 1 : 0);
}
say(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 && total.skipped === 0 ? 0 : 1);

function count({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  // A file that could not even be loaded has no tests to fail.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  // It keeps what its first try said.
  for (const { fullName, failureMessages } of tests.filter((each) => each.status === 'passed'))
    if (failureMessages.length > 0)
      say(`passed at its second try: ${fullName}\n${failureMessages.join('\n').slice(0, 4000)}`);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  for (const { fullName } of skipped) say(`skipped: ${fullName}`);
  // Once more at the end: a log is often read from its tail.
  for (const { name, message } of broken) say(`failed to load: ${name}\n${message}`);
  for (const { fullName, failureMessages } of tests.filter(({ status }) => status === 'failed'))
    say(`failed: ${fullName}\n${failureMessages.join('\n').slice(0, 4000)}`);
  const failed = tests.filter(({ status }) => status === 'failed').length + broken.length;
  return { passed: tests.filter(({ status }) => status === 'passed').length, failed, skipped: skipped.length };
}
