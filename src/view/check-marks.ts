import type { Check } from '../domain/check.js';
import { duration } from './time.js';
import type { Words } from './words/words.js';

/** What is special about a check after the steps: `（非必须，人工确认，需持续 30 秒）`; empty for a plain one. */
export function checkMarks(check: Check, { w }: { readonly w: Words }): string {
  const marks = [
    ...(check.weight === 'advisory' ? [w.run.advisory] : []),
    ...(check.kind === 'manual' ? [w.manual.byHand] : []),
    ...(check.soak ? [w.manual.soak(duration(check.soak.lasts, w))] : []),
  ];
  return marks.length > 0 ? w.aside(marks.join(w.comma)) : '';
}
