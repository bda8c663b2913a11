import { contactsMessage } from '../src/view/contacts.js';
import { inEach } from '../src/view/words/words.js';
import type { Command } from './command.js';
import { findSystem, systemsIn } from './system.js';

/** Says whom to call: about one system, or about all those of the channel. It asks no host and no journal. */
export const contacts: Command = {
  name: 'contacts',
  aliases: ['contact', '联系人'],
  usage: 'contacts [system]',
  summary: inEach((w) => w.contacts.command),
  async run(call, engine) {
    const [name] = call.args;
    const [first, ...others] = name === undefined ? systemsIn(call.channel, engine) : [];
    const found = first ? { system: first } : findSystem(call, engine, name, 'contacts');
    if ('reply' in found) return found.reply;
    const message = contactsMessage(found.system, call.language);
    const more = others.map((system) => contactsMessage(system, call.language));
    return { kind: 'message', audience: 'asker', message, more };
  },
};
