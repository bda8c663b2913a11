import type { Json, Person } from '../model.js';
import { announce, type State } from '../state.js';
import { chosenValue, fieldsOf } from '../values.js';
import { topModal } from '../views.js';

/**
 * Keeps what a person has typed into the open modal and not submitted yet, by `block_id/action_id`: in Slack it travels
 * with every press of a button there, and is still there when a modal above is closed.
 */
export function noteTyped(state: State, person: Person, typed: unknown): void {
  const view = topModal(state, person.id);
  if (!view || typed === undefined) return;
  for (const field of fieldsOf(view.blocks)) {
    const wanted = (typed as Json)[`${field.blockId}/${field.actionId}`];
    const value = wanted === undefined ? undefined : chosenValue(field.element, wanted);
    if (typeof value !== 'object') continue;
    view.values[field.blockId] = { ...view.values[field.blockId], [field.actionId]: value };
  }
  announce(state, 'modal');
}
