import { type Words, words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { atJournal, COULD_NOT_LOOK, failureLine } from './at-journal.js';
import type { CliRun } from './usage.js';

/** `npx backout record <run>`: exit 0 when printed, 1 when there is none, 2 when nobody could look. */
export const run: CliRun = async (args, print, language) => {
  const options = { events: { type: 'string' }, language: { type: 'string' } } as const;
  const parsed = parseArguments(args, options, language);
  const problem =
    typeof parsed === 'string' ? parsed : misuse(parsed.names, parsed.values.events, words(language).terminal.misused);
  if (typeof parsed === 'string' || problem !== undefined) {
    print(`backout record: ${problem}`);
    return COULD_NOT_LOOK;
  }
  const { file, names, values } = parsed;
  return atJournal({ file, language }, print, async ({ desk }) => {
    const answer = await desk.ask({
      ...{ ask: 'record' as const, run: names[0] ?? '' },
      ...(values.events === undefined ? {} : { events: Number(values.events) }),
      ...(values.language === undefined ? {} : { language }),
    });
    // The line's own end is the record's.
    print(answer.ok ? answer.value.content.replace(/\n$/, '') : failureLine(answer.failure, language));
    return answer.ok ? 0 : 1;
  });
};

function misuse(
  names: readonly string[],
  events: string | undefined,
  w: Words['terminal']['misused'],
): string | undefined {
  if (names.length !== 1) return w.record;
  return events === undefined || /^[1-9]\d{0,8}$/.test(events) ? undefined : w.events;
}
