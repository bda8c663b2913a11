import { accountHere } from '../config/account-here.js';
import { environmentHere } from '../config/environment.js';

/** Who enters a command: the account, and the person behind sudo. */
export function whoHere(): string {
  const { name } = accountHere();
  const { SUDO_USER: person } = environmentHere();
  return person && person !== name ? `${person} (${name})` : name;
}
