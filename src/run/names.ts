import type { UserId } from '../domain/person.js';
import type { RunState } from './state.js';

/** A person's name as it was when they acted; their id when it is not known. */
export function nameOf({ names }: Pick<RunState, 'names'>, user: UserId): string {
  return (Object.hasOwn(names, user) ? names[user] : undefined) ?? user;
}
