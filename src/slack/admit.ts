import { isOpen } from '../../commands/dispatch.js';
import type { Failure } from '../domain/failure.js';
import type { UserId } from '../domain/person.js';
import type { People } from '../engine/ports.js';
import type { Question } from './desk.js';

/** Why this person gets no answer to what they typed; undefined when they do. Help is for everybody. */
export async function refusalOf(
  { text, by, door }: Pick<Question, 'text' | 'by' | 'door'>,
  people: People,
): Promise<Failure | undefined> {
  return isOpen(text, door) ? undefined : strangeness(by, people);
}

/** Why this person may not act here: no full member, or Slack did not say what they are. */
export async function strangeness(by: UserId, people: People): Promise<Failure | undefined> {
  const person = await people.lookUp(by);
  if (!person.ok) return person.failure;
  return person.value.kind === 'member' ? undefined : { code: 'person.guest', at: by };
}
