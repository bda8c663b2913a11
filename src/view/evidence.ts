import type { CheckAnswer } from '../domain/check.js';
import type { CheckState } from '../run/state.js';
import { cut, oneLine } from './characters.js';
import { problemText } from './problem.js';
import { readOut } from './read-out.js';
import type { Line } from './rich-text.js';
import type { Scene } from './scene.js';

/** Evidence longer than this, or of several lines, is shown whole in the thread. */
const FITS = 140;
/** What went wrong on the way must be readable at once, e.g. both fingerprints of a host key. */
const FAILURE_FITS = 360;

/** What a check saw, in one line; says so when more stands in the thread. */
export function evidenceLine({ evidence, failure }: CheckAnswer, { w, language }: Scene): Line | undefined {
  if (evidence.trim() === '') return undefined;
  const seen = readOut({ evidence, ...(failure ? { failure } : {}) }, w);
  const words = failure ? [`${problemText(failure, language)} `] : [];
  const line: Line = [
    `${w.run.evidence}${w.colon}`,
    ...words,
    { code: cut(oneLine(seen), failure ? FAILURE_FITS : FITS) },
  ];
  return isLong({ evidence, failure }) ? [...line, ' ', w.run.moreBelow] : line;
}

/** True when a finished check's evidence does not fit the card. */
export function hasLongEvidence({ answer }: CheckState): boolean {
  return answer !== undefined && isLong(answer);
}

function isLong({ evidence, failure }: { evidence: string; failure?: unknown }): boolean {
  return oneLine(evidence).length > (failure ? FAILURE_FITS : FITS);
}
