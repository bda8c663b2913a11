import type { Scheme } from '../src/domain/scheme.js';
import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { dryRunAsking, dryRunMessages } from '../src/view/dry-run.js';
import { problem } from '../src/view/problem.js';
import { inEach } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { findScheme } from './find-scheme.js';
import { toAsker } from './system.js';

/** `dry-run scheme-a`: the same as `scheme-a --dry-run`. */
export const dryRun: Command = {
  name: 'dry-run',
  aliases: ['演练', '--dry-run'],
  usage: 'dry-run scheme-<key> [system]',
  summary: inEach(({ help }) => help.commands.dryRun),
  async run(call, engine) {
    const [word = 'scheme', ...args] = call.args;
    const found = findScheme({ ...call, word, args: [...args, '--dry-run'] }, engine);
    return 'reply' in found ? found.reply : dryRunReply(found, call, engine);
  },
};

/** Asks a scheme's pre-checks and shows what would run; nothing is changed (S1.70). */
export function dryRunReply(
  { system, scheme, backup }: { readonly system: System; readonly scheme: Scheme; readonly backup?: string },
  { by, language, door }: Pick<Call, 'by' | 'language' | 'door'>,
  engine: Engine,
): Reply {
  const wanted = backup === undefined ? {} : { backup };
  return {
    kind: 'later',
    asking: dryRunAsking(system, scheme, language),
    answer: async () => {
      const tried = await engine.dryRun({ system: system.plan.name, scheme: scheme.key, by, ...wanted });
      if (!tried.ok) return toAsker(problem(tried.failure, language, door));
      const [message, ...more] = dryRunMessages(tried.value, language);
      return { kind: 'message', audience: 'asker', message, more };
    },
  };
}
