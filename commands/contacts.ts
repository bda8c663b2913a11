import { contactsMessage } from '../src/view/contacts.js';
import { inEach } from '../src/view/words/words.js';
import type { Command } from './command.js';
import { findSystem, systemsIn, toAsker } from './system.js';

/** Says whom to call: of one system, or of all those of the channel. It asks no host and no journal. */
export const contacts: Command = {
  name: 'contacts',
  aliases: ['contact', '联系人'],
  usage: 'contacts [system]',
  summary: inEach((w) => w.contacts.command),
  async run(call, engine) {
    const name = call.args[0];
    const here = systemsIn(call.channel, engine);
    const found = name !== undefined || here.length === 0 ? findSystem(call, engine, name, 'contacts') : undefined;
    if (found && 'reply' in found) return found.reply;
    return toAsker(contactsMessage(found ? [found.system] : here, call.language));
  },
};
