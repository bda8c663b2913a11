import { help as helpMessage } from '../src/view/help.js';
import { inEach } from '../src/view/words/words.js';
import type { Command } from './command.js';
import { systemsIn, toAsker } from './system.js';

/** Builds the help command over the others. It asks no host and no journal, so it works when all else is down. */
export function helpFor(others: readonly Command[]): Command {
  const help: Command = {
    name: 'help',
    aliases: ['帮助', '?'],
    usage: 'help',
    open: true,
    summary: inEach(({ help }) => help.commands.help),
    async run({ language, channel, door }, engine) {
      const entries = [...others, help].map(({ usage, aliases = [], summary, mentionOnly = false }) => ({
        usage,
        mentionOnly,
        aliases,
        summary: summary[language],
      }));
      const schemes = systemsIn(channel, engine).flatMap(({ plan }) => plan.schemes);
      return toAsker(helpMessage(entries, schemes, { language, door }));
    },
  };
  return help;
}
