import { systemsIn } from '../../../commands/system.js';
import type { RunState } from '../../run/state.js';
import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';

/** The run a button is about. Its value may be forged: a run is only shown in its system's own channels. Otherwise the person is told. */
export async function runHere(desk: Desk, click: Click, run: string): Promise<RunState | undefined> {
  const state = await desk.engine.run(run);
  if (isRunOf(desk, click.channel, state)) return state;
  await tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  return undefined;
}

/** Whether this run may be shown in this channel. */
export function isRunOf({ engine }: Pick<Desk, 'engine'>, channel: string, state: RunState | undefined): boolean {
  return systemsIn(channel, engine).some(({ plan }) => plan.name === state?.request.plan.name);
}
