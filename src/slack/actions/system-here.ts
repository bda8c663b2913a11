import { systemsIn } from '../../../commands/system.js';
import type { Scheme } from '../../domain/scheme.js';
import type { System } from '../../domain/system.js';
import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';

/** The system a button is about. Its value may be forged: a system is only shown in its own channels. Otherwise the person is told. */
export async function systemHere(desk: Desk, click: Click, name: string): Promise<System | undefined> {
  const system = systemsIn(click.channel, desk.engine).find(({ plan }) => plan.name === name);
  if (!system) await tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  return system;
}

/** The scheme a button is about; one that the plan no longer has is said. */
export async function schemeHere(
  desk: Desk,
  click: Click,
  value: { readonly system: string; readonly scheme: string },
): Promise<{ readonly system: System; readonly scheme: Scheme } | undefined> {
  const system = await systemHere(desk, click, value.system);
  const scheme = system?.plan.schemes.find(({ key }) => key === value.scheme);
  if (system && !scheme) await tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  return system && scheme ? { system, scheme } : undefined;
}
