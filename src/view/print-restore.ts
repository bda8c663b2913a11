import { expandScheme, isConfirming } from '../domain/expand-scheme.js';
import { undoStep } from '../domain/undo-steps.js';
import { checkParts, type Paper } from './print-checks.js';
import { writtenSteps } from './print-steps.js';
import { printWords } from './print-words.js';

/** How to take the steps back, the last first, and how to see that things are as they were. */
export function restoreParts(paper: Paper): readonly string[] {
  const { scheme, language } = paper;
  const { restore } = scheme;
  if (!restore) return [];
  const w = printWords(language);
  const undos = printedSteps(paper).flatMap((step, index) => {
    const undo = undoStep(step);
    return undo ? [{ step: undo, file: undo.id, note: w.onlyIfStarted(index + 1) }] : [];
  });
  const checks = restore.checks.flatMap((check) =>
    checkParts(check, check.weight === 'required' ? w.required : w.evidence, paper, 'restored'),
  );
  return [
    `## ${w.restore}`,
    w.restoreHow,
    ...restore.kept.flatMap((check) => checkParts(check, w.mustPass, paper, 'restore')),
    ...writtenSteps(undos.toReversed(), paper),
    `### ${w.asBefore}`,
    ...checks,
  ];
}

/** The steps that a run makes. The backup's identity was taken a moment ago, so there is nothing to confirm. */
export function printedSteps({ scheme, plan }: Paper) {
  return expandScheme(scheme, plan.backups).steps.filter(({ id }) => !isConfirming(id));
}
