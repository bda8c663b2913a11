import type { Failure } from '../../domain/failure.js';
import type { ActionId } from '../../view/actions.js';
import { strangeness } from '../admit.js';
import type { Desk } from '../desk.js';
import type { Click } from './click.js';

/** Help is for everybody, a link shows nothing of ours, Home says itself who may read it, and a command is judged as if it were typed. */
const FOR_EVERYBODY: ReadonlySet<ActionId> = new Set(['home-help', 'open-link', 'refresh-home', 'run-command']);

/** Why this person may not press this; undefined when they may. A button that everybody sees is not there for everybody. */
export async function admission(desk: Desk, action: ActionId, { by }: Click): Promise<Failure | undefined> {
  return FOR_EVERYBODY.has(action) ? undefined : strangeness(by, desk.people);
}
