import type { State } from '../state.js';
export function checkSpecials(_state: State, _said: string, _blocks: unknown[]): string[] {
  return [];
}
