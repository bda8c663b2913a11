import type { OpenRun, Status } from '../control/question.js';
import { dateTime } from '../view/time.js';
import { parseArguments, unexpected } from './arguments.js';
import { type AtJournal, atJournal, COULD_NOT_LOOK, failureLine } from './at-journal.js';
import { noteLine } from './notes.js';
import type { CliRun } from './usage.js';

/** `npx backout status`: exit 0 when told, 1 when part of the journal cannot be read, 2 when nobody could look. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, { json: { type: 'boolean', default: false } }, language);
  if (typeof parsed === 'string' || parsed.names[0] !== undefined) {
    print(`backout status: ${typeof parsed === 'string' ? parsed : unexpected(parsed.names, language)}`);
    return COULD_NOT_LOOK;
  }
  return atJournal({ file: parsed.file, language }, print, async (at) => {
    const answer = await at.desk.ask({ ask: 'status', language: at.language });
    if (!answer.ok) {
      print(failureLine(answer.failure, at.language));
      return COULD_NOT_LOOK;
    }
    if (parsed.values.json) print(JSON.stringify({ running: at.isBot, ...answer.value }, null, 2));
    else tell(at, answer.value);
    return answer.value.damaged.length > 0 ? 1 : 0;
  });
};

function tell({ w, print, isBot }: AtJournal, { open, damaged, notes }: Status): void {
  print(isBot ? w.status.running : w.status.idle);
  print(w.status.open(open.length));
  for (const each of open) for (const line of runLines(each, w)) print(line);
  for (const run of damaged) print(`✗ ${w.status.damaged(run)}`);
  if (notes.length === 0) return;
  print('');
  print(w.status.notes);
  for (const note of notes) print(`  ${noteLine(note, w)}`);
}

/** An open run in a few lines, an empty one first. */
export function runLines(each: OpenRun, w: AtJournal['w']): readonly string[] {
  const at = (when: number) => dateTime(when, each.timezone);
  const held = each.holdsSince === undefined ? w.status.holdsNothing : w.status.holds(at(each.holdsSince));
  return [
    '',
    `${each.system} · ${each.scheme} · ${each.run}`,
    `  ${w.status.phase(w.status.phases[each.phase], at(each.since))}`,
    `  ${each.next}`,
    `  ${held}`,
    `  ${w.status.asked(each.by, at(each.requestedAt), each.reason.replaceAll(/\s+/g, ' ').trim())}`,
  ];
}
