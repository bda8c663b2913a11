import type { Inventory } from '../config/inventory.js';
import type { Failure } from '../domain/failure.js';
import type { People } from '../engine/ports.js';
import { detailWords } from '../view/detail.js';
import type { Words } from '../view/words/words.js';
import { bad, type DoctorWords, type Finding, good } from './finding.js';

type Telling = { readonly w: PeopleWords; readonly why: (failure: Failure) => string; readonly isSlackFine: boolean };

/**
 * Everybody who fills a role: whether they may ask and decide. Those who may are one line. `isSlackFine`: nothing else of
 * Slack has to be put right first.
 */
export async function lookAtPeople(
  inventory: Pick<Inventory, 'systems'>,
  people: People,
  words: Words,
  isSlackFine: boolean,
): Promise<readonly Finding[]> {
  const { and, doctor } = words;
  const { people: w } = doctor;
  const telling: Telling = { w, why: ({ detail, code }) => detailWords(detail ?? code, words), isSlackFine };
  const holders = holdersIn(inventory);
  const looked = await Promise.all(
    [...holders].map(([id, roles]) =>
      id.startsWith('S')
        ? lookAtGroup(id, roles.join(and), people, telling)
        : lookAtUser(id, roles.join(and), people, telling),
    ),
  );
  const wrong = looked.flatMap((finding) => (finding ? [finding] : []));
  const right = looked.length - wrong.length;
  return [...(wrong.length === 0 ? [good(w.good(right))] : []), ...wrong];
}

/** Their roles by their id. */
function holdersIn({ systems }: Pick<Inventory, 'systems'>): ReadonlyMap<string, readonly string[]> {
  const holders = new Map<string, string[]>();
  for (const { name, roles } of systems) {
    for (const [role, { users, groups }] of Object.entries(roles)) {
      for (const id of [...users, ...groups]) holders.set(id, [...(holders.get(id) ?? []), `${name}/${role}`]);
    }
  }
  return holders;
}

type PeopleWords = DoctorWords['people'];

async function lookAtUser(
  id: string,
  roles: string,
  people: People,
  { w, why, isSlackFine }: Telling,
): Promise<Finding | undefined> {
  const person = await people.lookUp(id);
  if (!person.ok)
    return isMissing(person.failure) ? bad(w.missing(id, roles)) : bad(w.unknown(id, why(person.failure), isSlackFine));
  const { name, kind } = person.value;
  return kind === 'member' ? undefined : bad(w.kind(name, id, roles, kind));
}

async function lookAtGroup(
  id: string,
  roles: string,
  people: People,
  { w, why, isSlackFine }: Telling,
): Promise<Finding | undefined> {
  const members = await people.membersOf(id);
  if (!members.ok)
    return isMissing(members.failure)
      ? bad(w.groupMissing(id, roles))
      : bad(w.unknown(id, why(members.failure), isSlackFine));
  let unknown: Failure | undefined;
  // One who can act is enough; the others are asked only until then.
  for (const user of members.value) {
    const person = await people.lookUp(user);
    if (person.ok && person.value.kind === 'member') return undefined;
    if (!person.ok && !isMissing(person.failure)) unknown = person.failure;
  }
  return bad(unknown ? w.unknown(id, why(unknown), isSlackFine) : w.groupEmpty(id, roles));
}

function isMissing({ detail }: Failure): boolean {
  return /^(user_not_found|users_not_found|user_not_visible|no_such_subteam|subteam_not_found)$/.test(detail ?? '');
}
