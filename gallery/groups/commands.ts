import type { Language } from '../../src/domain/text.js';
import { contactsMessage } from '../../src/view/contacts.js';
import { aboutChannel, inviteFirst, whichChannel } from '../../src/view/place-lines.js';
import { statusMessage } from '../../src/view/status.js';
import { CHANNELS, systemOf } from '../bound-systems.js';
import { apart, nowhere, together, withRuns } from '../engines.js';
import { type Group, messageEntry } from '../entry.js';
import { T0 } from '../events.js';
import { partial, succeeded } from '../tales/ended.js';
import { asking, awaiting, preparing, running, ticking } from '../tales/opened.js';
import { unknownStep } from '../tales/unknown.js';
import { typed } from '../typed.js';

const engine = apart();
const site = CHANNELS.meiyueart;
const elsewhere = 'C0GENERAL';

/** What is answered to words that are typed. */
export const commandsGroup: Group = {
  id: 'commands',
  title: 'Asking: commands',
  entries: [
    typed({ name: 'Help', when: '/rollback help, or nothing typed', text: 'help', engine }),
    typed({ name: 'Unknown command', when: 'a slip of the finger', text: 'statsu', engine }),
    typed({ name: 'Unknown command, no guess', when: 'nothing like a command', text: 'abracadabra', engine }),
    typed({ name: 'No system here', when: 'a channel without a system', text: 'status', engine, channel: elsewhere }),
    typed({ name: 'No system anywhere', when: 'no channel has a system', text: 'status', engine: nowhere }),
    typed({ name: 'Which system', when: 'a channel with two systems', text: 'list-backups', engine: together }),
    typed({ name: 'No such system', when: 'a name this channel lacks', text: 'list-backups shop', engine: together }),
    typed({ name: 'No such scheme', when: 'the plan lacks it', text: 'scheme-x', engine }),
    typed({ name: 'No such scheme anywhere', when: 'none of two plans has it', text: 'scheme-x', engine: together }),
    typed({ name: 'Which scheme', when: 'both systems have it', text: 'scheme-a', engine: twins }),
    typed({ name: 'Contacts', when: '/rollback contacts', text: 'contacts', engine }),
    typed({ name: 'Contacts with instructions', when: '/rollback contacts', text: 'contacts', engine, channel: site }),
    messageEntry('only-you', 'In a direct message', 'which channel is meant', (language) =>
      whichChannel('status', 'slash', places(language), language),
    ),
    messageEntry('only-you', 'In a direct message, answered', 'only one channel can be meant', (language) =>
      beside(language, 'about'),
    ),
    messageEntry('only-you', 'Where Backout is not', 'below any answer there', (language) =>
      beside(language, 'invite'),
    ),
    messageEntry('only-you', 'Contacts, gaps', 'a role nobody fills, a contact without a way', gaps),
    messageEntry('only-you', 'Contacts, none', 'the plan names none', noContacts),
    typed({ name: 'Status, nothing open', when: '/rollback status', text: 'status', engine }),
    typed({ name: 'Status, pre-checks', when: 'a request was just made', text: 'status', engine: withRuns(preparing) }),
    typed({ name: 'Status, waiting', when: 'a decision is awaited', text: 'status', engine: withRuns(awaiting) }),
    typed({
      ...{ name: 'Status, boxes open', when: 'the checklist is not complete', text: 'status', channel: site },
      engine: withRuns(ticking),
    }),
    typed({ name: 'Status, running', when: 'steps run', text: 'status', engine: withRuns(running) }),
    typed({ name: 'Status, people asked', when: 'checks wait for people', text: 'status', engine: withRuns(asking) }),
    typed({
      name: 'Status, unknown step',
      when: 'a step is unknown',
      text: 'status',
      engine: withRuns(unknownStep({})),
    }),
    typed({
      ...{ name: 'Status, many', when: 'more runs than fit, and some that ended', text: 'status' },
      engine: withRuns(...Array.from({ length: 10 }, () => running), partial, succeeded),
    }),
  ],
};

/** Two systems whose plans have a scheme of the same name. */
function twins(language: Language) {
  const first = systemOf('wechat-backend', language);
  const [site] = together(language).systems().slice(1);
  const second = site && { ...site, plan: { ...site.plan, schemes: first.plan.schemes } };
  return { ...together(language), systems: () => (second ? [first, second] : [first]) };
}

function places(language: Language) {
  return (['wechat-backend', 'meiyueart'] as const).map((name) => {
    return { channel: CHANNELS[name], systems: [systemOf(name, language)] };
  });
}

/** What is added below an answer to say where it belongs, or what to do first. */
function beside(language: Language, what: 'about' | 'invite') {
  const status = statusMessage({ active: [], recent: [], language, now: T0 });
  const block = what === 'about' ? aboutChannel(CHANNELS.meiyueart, language) : inviteFirst(language);
  return { ...status, blocks: [...status.blocks, block] };
}

function gaps(language: Language) {
  const system = systemOf('wechat-backend', language);
  const [cto] = system.plan.contacts;
  const bare = cto ? { title: cto.title, cites: cto.cites } : undefined;
  const many = Array.from({ length: 30 }, () => bare).filter((each) => each !== undefined);
  return contactsMessage({ ...system, roles: {}, plan: { ...system.plan, contacts: many } }, language);
}

function noContacts(language: Language) {
  const system = systemOf('wechat-backend', language);
  return contactsMessage({ ...system, plan: { ...system.plan, contacts: [] } }, language);
}
