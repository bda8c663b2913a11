import type { StateValues } from '../../slack/model.js';
import type { Answer } from '../workspace.js';

/** Where a block stands: how its elements report, and what has been chosen there so far. */
export interface Surface {
  /** Sends click or select, already bound to the message or view. */
  run: (name: string, body: Record<string, unknown>) => Promise<Answer>;
  values: StateValues;
  errors?: Record<string, string>;
  /** In a modal, inputs are collected here until it is submitted. */
  form?: { typed: Record<string, unknown>; type: (key: string, value: unknown) => void };
}
