import { type ActionId, type ActionValue, decode } from '../../view/actions.js';
import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';

/** What a button does. A rejection is a bug; the person is told so. */
export type Handler = (desk: Desk, click: Click) => Promise<void>;

/** A handler that reads the button's value; one that is not ours is answered and does nothing. */
export function handle<A extends ActionId>(
  action: A,
  run: (desk: Desk, click: Click, value: ActionValue<A>) => Promise<void>,
): Handler {
  return async (desk, click) => {
    const value = decode(action, click.value);
    if (value) return run(desk, click, value);
    desk.log.warn({ action, by: click.by }, 'a button came with a value that is not ours');
    await tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  };
}

/** A handler of a menu: the value is its block's id, and `chosen` that of the option. */
export function handleChoice<A extends ActionId>(
  action: A,
  run: (desk: Desk, click: Click, value: ActionValue<A>, chosen: string) => Promise<void>,
): Handler {
  const withValue = (chosen: string) => handle(action, (desk, click, value) => run(desk, click, value, chosen));
  return (desk, click) => withValue(click.value ?? '')(desk, { ...click, value: click.block });
}
