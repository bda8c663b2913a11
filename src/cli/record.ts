import { parseWithInventory } from './arguments.js';
import { atJournal, COULD_NOT_LOOK, failureLine } from './at-journal.js';
import type { CliRun } from './usage.js';

/** `npx backout record <run>`: exit 0 when printed, 1 when there is none, 2 when nobody could look. */
export const run: CliRun = async (args, print) => {
  const parsed = parseWithInventory(args, { events: { type: 'string' } });
  const problem = typeof parsed === 'string' ? parsed : misuse(parsed.names, parsed.values.events);
  if (typeof parsed === 'string' || problem !== undefined) {
    print(`backout record: ${problem}`);
    return COULD_NOT_LOOK;
  }
  const { inventory, names, values } = parsed;
  return atJournal(inventory, print, async ({ desk, language }) => {
    const answer = await desk.ask({
      ...{ ask: 'record' as const, run: names[0] ?? '' },
      ...(values.events === undefined ? {} : { events: Number(values.events) }),
      ...(inventory.language ? { language: inventory.language } : {}),
    });
    // The line's own end is the record's.
    print(answer.ok ? answer.value.content.replace(/\n$/, '') : failureLine(answer.failure, language));
    return answer.ok ? 0 : 1;
  });
};

function misuse(names: readonly string[], events: string | undefined): string | undefined {
  if (names.length !== 1) return 'name one run, e.g. npx backout record 20261120-7kq2m';
  return events === undefined || /^[1-9]\d{0,8}$/.test(events) ? undefined : '--events is a number from 1';
}
