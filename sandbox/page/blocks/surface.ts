import type { Block, Json, StateValues } from '../../slack/model.js';
import { chosenValue } from '../../slack/values.js';
import type { Answer } from '../workspace.js';

/** Where a block stands: how its elements report, and what has been chosen there so far. */
export interface Surface {
  /** Sends click or select, already bound to the message or view. */
  run: (name: string, body: Record<string, unknown>) => Promise<Answer>;
  values: StateValues;
  errors?: Record<string, string>;
  /** In a modal, inputs are collected here until it is submitted. */
  form?: { typed: Record<string, unknown>; type: (key: string, value: unknown, blockId: string) => void };
}

/** An input's state: what is typed in the page wins over what the server knows. */
export function stateOf(block: Block, element: Json, { form, values }: Pick<Surface, 'form' | 'values'>) {
  const [blockId, actionId] = [String(block.block_id), String(element.action_id)];
  const typed = form?.typed[`${blockId}/${actionId}`];
  if (typed !== undefined) {
    const value = chosenValue(element, typed);
    if (typeof value !== 'string') return value;
  }
  return values[blockId]?.[actionId];
}
