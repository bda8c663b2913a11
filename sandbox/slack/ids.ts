import { randomBytes } from 'node:crypto';
import type { State } from './state.js';

const lastMicros = new WeakMap<State, number>();

/** A message timestamp like "1763654400.000100": unique in the workspace and always increasing. */
export function nextTs(state: State): string {
  const micros = Math.max(Math.floor(state.now()) * 1000, (lastMicros.get(state) ?? 0) + 100);
  lastMicros.set(state, micros);
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
}

/** An id in Slack's look: a letter or prefix, then capitals and digits. */
export function newId(prefix: string): string {
  return prefix + randomBytes(5).toString('hex').toUpperCase();
}
