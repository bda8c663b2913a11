import { CHANNELS, type Contact, type Emergency, isPlaceholder } from '../domain/contact.js';
import type { RoleHolders, System } from '../domain/system.js';
import { type Language, say } from '../domain/text.js';
import { header, paragraph } from './blocks.js';
import { message } from './message.js';
import type { Inline, Line } from './rich-text.js';
import type { Message } from './surface.js';
import { type Words, words } from './words/words.js';

/** More than these have no room in one message. */
const MAX_CONTACTS = 20;
const MAX_ITEMS = 8;
const MAX_ROLES = 12;

/** Whom to call about a system. It asks no host, no journal and nobody else, so it works when all else is down. */
export function contactsMessage({ plan, roles }: System, language: Language): Message {
  const w = words(language);
  const { contacts, emergency } = plan;
  const listed = contacts.length === 0 ? [[w.contacts.none]] : contactLines(contacts, w, language);
  const titles = Object.entries(plan.roles).slice(0, MAX_ROLES);
  const filled = titles.map(([role, title]) => roleLine(say(title, language), roles[role], w));
  const help = emergencyLines(emergency, w, language);
  return message(w.text(w.contacts.heading, plan.name), [
    header(w.title(w.contacts.heading, plan.name)),
    paragraph(...listed),
    ...(filled.length === 0 ? [] : [paragraph([{ bold: w.contacts.inSlack }], ...filled)]),
    ...(help.length === 0 ? [] : [paragraph(...help)]),
    ...(contacts.some(hasPlaceholder) ? [paragraph([w.contacts.fillIn(plan.name)])] : []),
  ]);
}

/** `• 技术总监 李四 · 电话 139****1111 ⚠️ · 微信 li4`: every way to reach each contact (S2.77 to S2.82). */
export function contactLines(contacts: readonly Contact[], w: Words, language: Language): readonly Line[] {
  const lines = contacts.slice(0, MAX_CONTACTS).map((contact): Line => {
    const { title, name } = contact;
    const person = name === undefined ? '' : ` ${say(name, language)}`;
    return ['• ', { bold: `${say(title, language)}${person}` }, ...ways(contact, w)];
  });
  return contacts.length > MAX_CONTACTS ? [...lines, [w.contacts.more(contacts.length - MAX_CONTACTS)]] : lines;
}

/** Whether a contact has an entry by which nobody can be reached. */
export function hasPlaceholder(contact: Contact): boolean {
  return CHANNELS.some((channel) => isPlaceholder(contact[channel] ?? ''));
}

/** What to tell whoever is called, and what to do until then (S1.67, S1.68). */
export function emergencyLines(
  { information, instructions }: Emergency,
  w: Words,
  language: Language,
): readonly Line[] {
  const list = (name: string, items: Emergency['information']): readonly Line[] =>
    items.length === 0
      ? []
      : [[{ bold: name }], ...items.slice(0, MAX_ITEMS).map(({ title }) => [`• ${say(title, language)}`])];
  return [...list(w.contacts.information, information), ...list(w.contacts.instructions, instructions)];
}

function ways(contact: Contact, w: Words): Line {
  const known = CHANNELS.flatMap((channel) => {
    const value = contact[channel];
    return value === undefined ? [] : [wayOf(w.contacts.ways[channel], value)];
  });
  return known.length === 0 ? [` · ⚠️ ${w.contacts.noWay}`] : known.flat();
}

function wayOf(name: string, value: string): Line {
  const flagged = isPlaceholder(value) ? ' ⚠️' : '';
  const shown: Inline = flagged === '' && /^https?:\/\/\S+$/.test(value) ? { link: value, label: value } : value;
  return [` · ${name} `, shown, flagged];
}

/** `技术总监：@李四`. */
function roleLine(title: string, holders: RoleHolders | undefined, w: Words): Line {
  const { users = [], groups = [] } = holders ?? {};
  const people: readonly Inline[] = [...users.map((user) => ({ user })), ...groups.map((group) => ({ group }))];
  const named = people.flatMap((person, index): readonly Inline[] => (index === 0 ? [person] : [' ', person]));
  return [`${title}${w.colon}`, ...(named.length === 0 ? [w.contacts.nobody] : named)];
}
