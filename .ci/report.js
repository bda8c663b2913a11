// What vitest wrote about a suite: <results>/<suite>.json, and of its second try <results>/<suite>-again.json.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of a suite; undefined when its run did not even begin. */
export function readFiles(results, suite) {
  const report = join(results, `${suite}.json`);
  return existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : undefined;
}

/** With a failed test, or failed as a whole: it could not be loaded, or what it raised did not end well. */
export const hasFailed = ({ status }) => status === 'failed';

/** What a file says that failed: each failed test by its name, or the file's own trouble. */
export function failuresOf({ name, message, assertionResults }) {
  const failed = assertionResults.filter(({ status }) => status === 'failed');
  if (failed.length === 0) return [`${name}\n${message}`];
  return failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n').slice(0, 4000)}`);
}
