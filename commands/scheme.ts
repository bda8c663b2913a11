import type { Scheme } from '../src/domain/scheme.js';
import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import { inEach } from '../src/view/words/words.js';
import type { Call, Command, Reply } from './command.js';
import { dryRunReply } from './dry-run.js';
import { findScheme, looksLikeScheme } from './find-scheme.js';
import { requestDialog } from './request-dialog.js';
import { isDryRun } from './text.js';

/** Opens the dialog that asks for a rollback by a scheme: `scheme-a`, `方案A`, `a`; with `--dry-run` it only tries it. */
export const scheme: Command = {
  name: 'scheme',
  aliases: ['方案'],
  matches: looksLikeScheme,
  usage: 'scheme-<key> [system]',
  summary: inEach(({ help }) => help.commands.scheme),
  async run(call, engine) {
    const found = findScheme(call, engine);
    if ('reply' in found) return found.reply;
    return call.args.some(isDryRun) ? dryRunReply(found, call, engine) : ask(found, call, engine);
  },
};

type Found = { readonly system: System; readonly scheme: Scheme };

async function ask({ system, scheme: chosen }: Found, call: Call, engine: Engine): Promise<Reply> {
  const { channel, language, thread } = call;
  return requestDialog({ system, scheme: chosen, channel, language, ...(thread ? { incident: thread } : {}) }, engine);
}
