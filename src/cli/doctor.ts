import { environmentHere } from '../config/environment.js';
import { examine } from '../doctor/examine.js';
import { isReady, report } from '../doctor/report.js';
import { parseArguments, unexpected } from './arguments.js';
import type { CliRun } from './usage.js';

/** `npx backout doctor`: exit 0 when nothing is wrong, 1 when something is, 2 when used wrongly. It changes nothing. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, { json: { type: 'boolean', default: false } }, language);
  if (typeof parsed === 'string' || parsed.names[0] !== undefined) {
    print(`backout doctor: ${typeof parsed === 'string' ? parsed : unexpected(parsed.names, language)}`);
    return 2;
  }
  const { file, values } = parsed;
  const sections = await examine({ env: environmentHere(), file, language });
  if (values.json) print(JSON.stringify({ ready: isReady(sections), sections }, null, 2));
  else for (const line of report(sections, language)) print(line);
  return isReady(sections) ? 0 : 1;
};
