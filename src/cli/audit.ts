import type { Answers } from '../control/question.js';
import type { Finding } from '../store/audit.js';
import { type Words, words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { type AtJournal, atJournal, COULD_NOT_LOOK, failureLine } from './at-journal.js';
import type { CliRun } from './usage.js';

/** `npx backout audit verify [run]`: exit 0 when all is as written, 1 when something is not, 2 when nobody could look. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, { anchor: { type: 'string' } }, language);
  const problem =
    typeof parsed === 'string' ? parsed : misuse(parsed.names, parsed.values.anchor, words(language).terminal.misused);
  if (typeof parsed === 'string' || problem !== undefined) {
    print(`backout audit: ${problem}`);
    return COULD_NOT_LOOK;
  }
  const [, run] = parsed.names;
  const { anchor } = parsed.values;
  return atJournal({ file: parsed.file, language }, print, (at) => verify(at, run, anchor));
};

function misuse(
  [word, run, ...more]: readonly string[],
  anchor: string | undefined,
  w: Words['terminal']['misused'],
): string | undefined {
  if (word !== 'verify' || more.length > 0) return w.audit;
  if (anchor === undefined) return undefined;
  if (run === undefined) return w.anchorOfAll;
  return /^[0-9a-f]{64}$/i.test(anchor) ? undefined : w.anchorForm;
}

async function verify(at: AtJournal, run: string | undefined, anchor: string | undefined): Promise<number> {
  const answer = await at.desk.ask({
    ask: 'audit',
    ...(run === undefined ? {} : { run }),
    ...(anchor === undefined ? {} : { anchor }),
  });
  if (!answer.ok) {
    at.print(failureLine(answer.failure, at.language));
    return answer.failure.code === 'run.unknown' || answer.failure.code === 'journal.damaged' ? 1 : COULD_NOT_LOOK;
  }
  return tell(at, answer.value, run);
}

type Telling = Pick<AtJournal, 'w' | 'colon' | 'print'>;

/** Names every bad row; 0 when there is none. */
export function tellFindings({ w, colon, print }: Telling, findings: readonly Finding[]): 0 | 1 {
  for (const finding of findings) print(`✗ ${placeOf(finding, w)}${colon}${faultOf(finding, w)}`);
  if (findings.length === 0) return 0;
  print(w.audit.damaged(findings.length));
  return 1;
}

function tell({ w, colon, print }: Telling, found: Answers['audit'], run: string | undefined): number {
  const { runs, events, notes, findings, head, anchored } = found;
  if (tellFindings({ w, colon, print }, findings) === 1) return 1;
  print(`✓ ${run === undefined ? w.audit.whole(runs, events, notes) : w.audit.wholeRun(run, events)}`);
  if (run !== undefined && head !== undefined) print(`  ${w.audit.head(head)}`);
  if (!anchored) return 0;
  if (anchored.kind === 'absent') print(`✗ ${w.audit.absent}`);
  if (anchored.kind === 'last') print(`✓ ${w.audit.last(anchored.events)}`);
  if (anchored.kind === 'within') print(`✓ ${w.audit.within(anchored.events, anchored.after)}`);
  return anchored.kind === 'absent' ? 1 : 0;
}

function faultOf({ kind, found = 0, written = 0 }: Finding, w: AtJournal['w']): string {
  return w.audit.faults[kind](found, written);
}

function placeOf({ run, seq, kind }: Finding, w: AtJournal['w']): string {
  if (kind === 'run-gone') return w.audit.listOfRuns;
  return run === '' ? w.audit.note(seq) : w.audit.event(run, seq);
}
