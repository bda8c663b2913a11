import { access, constants, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { accountHere } from '../config/account-here.js';
import { bad, type DoctorWords, type Finding, good, size } from './finding.js';

/** As package.json asks for. */
const OLDEST_NODE = [20, 19] as const;
const LEAST_FREE = 100 * 1024 * 1024;

/** The Node that runs this. */
export function lookAtNode({ machine: w }: DoctorWords, version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = OLDEST_NODE;
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld ? bad(w.nodeOld(version, OLDEST_NODE.join('.'))) : good(w.node(version));
}

/** The journal's folder. The journal itself is not touched: a running bot holds it. */
export async function lookAtJournal(file: string, { machine: w }: DoctorWords): Promise<Finding> {
  const folder = dirname(file);
  const there = await nearest(folder);
  if (there === undefined) return bad(w.journalClosed(folder, accountHere().name));
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  return free < LEAST_FREE ? bad(w.journalFull(folder, size(free))) : good(w.journal(folder, size(free)));
}

/** The folder, or the one in which the bot would make it; undefined when that one cannot be written. */
async function nearest(folder: string): Promise<string | undefined> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return isMissing && folder !== dirname(folder) ? nearest(dirname(folder)) : undefined;
  }
}
