import { dispatch } from '../../../commands/dispatch.js';
import type { UserId } from '../../domain/person.js';
import type { RunState } from '../../run/state.js';
import { type ActionId, decode } from '../../view/actions.js';
import { contactsMessage } from '../../view/contacts.js';
import { homeDialog } from '../../view/home/home-dialog.js';
import { note } from '../../view/note.js';
import { problem } from '../../view/problem.js';
import type { Click } from '../actions/click.js';
import { type Handler, handle } from '../actions/handler.js';
import { strangeness } from '../admit.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import { isOf, systemsOf } from './systems-of.js';

/** The browser or Slack itself opens the address. */
export const openLink: Handler = async () => {};

/** Asks the hosts again and draws Home anew. */
export const refreshHome = handle('refresh-home', async (desk, click) => desk.home.refresh(click.by, click.channel));

/** Help is for everybody; Home is about no channel, so it speaks Home's own language. */
export const homeHelp = handle('home-help', async (desk, click) => {
  const { by, channel } = click;
  const language = desk.languageIn(channel);
  const asked = { text: 'help', door: 'slash', by, channel, language, now: desk.clock.now() } as const;
  const reply = await dispatch(asked, desk.engine);
  if (reply.kind !== 'message') return deliverReply(desk, click, reply);
  const modal = homeDialog('help', reply.message, language);
  await deliverReply(desk, click, { kind: 'modal', modal, opener: reply.message });
});

/** Whom to call about a system of the reader's channels; asks no host and no journal. */
export const homeContacts = handle('home-contacts', async (desk, click, { system }) => {
  const language = desk.languageIn(click.channel);
  const refusal = await strangeness(click.by, desk.people);
  if (refusal) return tellPrivately(desk, click, problem(refusal, language));
  const found = (await systemsOf(click.by, desk)).find(({ plan }) => plan.name === system);
  if (!found) return tellPrivately(desk, click, note('unknownButton', language));
  const message = contactsMessage(found, language);
  await deliverReply(desk, click, { kind: 'modal', modal: homeDialog('contacts', message, language), opener: message });
});

/**
 * Home stands in no channel: a button of a run there is pressed as if in the run's channel, where its dialog belongs, and
 * what is to be said is said directly. Home may be an old one: a run that is no longer theirs to read stays unknown.
 */
export async function fromHome(desk: Desk, action: ActionId, click: Click): Promise<Click> {
  if (!click.isHome) return click;
  const { run }: { readonly run?: string } = decode(action, click.value) ?? {};
  const state = run === undefined ? undefined : await desk.engine.run(run);
  const isTheirs = state !== undefined && (await mayRead(desk, click.by, state));
  return { ...click, channel: isTheirs ? state.request.channel : click.channel, isDirect: true };
}

/** A run that waits for them, or one of their channels; none for who is no full member. */
async function mayRead(desk: Desk, by: UserId, run: RunState): Promise<boolean> {
  const duties = await desk.engine.duties(by);
  if (!duties.ok) return false;
  return duties.value.some((duty) => duty.run.id === run.id) || isOf(await systemsOf(by, desk), run);
}
