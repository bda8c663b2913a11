// node .ci/failed.js <results> <suite>: the files that failed, one per line; none when so many did that it was no bad luck.
import { hasFailed, readFiles } from './report.js';

const [results, suite] = process.argv.slice(2);
const failed = (readFiles(results, suite) ?? []).filter(hasFailed);
if (failed.length <= 5) for (const { name } of failed) process.stdout.write(`${name}\n`);
