import { failed } from '../../domain/result.js';
import type { Choice } from '../../engine/engine.js';
import { mayChoose } from '../../run/authorize.js';
import type { RunState } from '../../run/state.js';
import { type WayOn, waysOn } from '../../run/ways-on.js';
import { button } from '../../view/blocks.js';
import { choiceModal, type Reader, type Reasoned } from '../../view/choice-modal.js';
import { dialogOpener } from '../../view/dialog-opener.js';
import { movedMessage } from '../../view/moved.js';
import { note } from '../../view/note.js';
import { standOf, wishOf } from '../../view/stand.js';
import { words } from '../../view/words/words.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import { answerResult } from './answer-result.js';
import { sayIfSlow } from './asking.js';
import type { Click } from './click.js';
import { handle } from './handler.js';
import { runHere } from './run-here.js';

/** Which stand of which run the person saw. */
type Stand = { readonly run: string; readonly since: string };

export const settle = handle('settle', (desk, click, stand) => ask(desk, click, 'settle', stand));
export const rerun = handle('rerun', (desk, click, stand) => ask(desk, click, 'rerun', stand));
export const skip = handle('skip', (desk, click, stand) => ask(desk, click, 'skip', stand));
export const restore = handle('restore', (desk, click, stand) => ask(desk, click, 'restore', stand));
export const hold = handle('hold', (desk, click, stand) => ask(desk, click, 'hold', stand));
export const giveUp = handle('give-up', (desk, click, stand) => ask(desk, click, 'give-up', stand));

/** Takes the choice upon oneself; from somebody else, after Slack asked whether that is meant. */
export const claim = handle('claim', async (desk, click, stand) => {
  const state = await standing(desk, click, stand);
  const from = stand.from === undefined ? {} : { from: stand.from };
  if (state) await choose(desk, click, stand, { kind: 'claim', ...from });
});

export const verifyAgain = handle('verify-again', async (desk, click, stand) => {
  const state = await standing(desk, click, stand, 'verify-again');
  if (state) await choose(desk, click, stand, { kind: 'verify-again' });
});

export const grantRerun = handle('grant-rerun', (desk, click, wish) => word(desk, click, wish, 'grant-rerun'));
export const declineRerun = handle('decline-rerun', (desk, click, wish) => word(desk, click, wish, 'decline-rerun'));

/** Opens the dialog for the reason; whoever comes too late, or while another decides, is told at once. */
async function ask(desk: Desk, click: Click, way: Reasoned, stand: Stand): Promise<void> {
  const state = await standing(desk, click, stand, way);
  if (!state || (await isAnothers(desk, click, state))) return;
  const reader = readerOf(desk, click);
  const label = words(reader.language).ways.labels[way];
  const again = button(way, { run: state.id, since: standOf(state) }, label);
  const opener = dialogOpener(state, () => [again], reader);
  await deliverReply(desk, click, { kind: 'modal', modal: choiceModal(state, way, click.channel, reader), opener });
}

/** The run, if it still stands as the person saw it and this way is open; otherwise they are told what became of it. */
export async function standing(
  desk: Desk,
  click: Click,
  { run, since }: Stand,
  way?: WayOn,
): Promise<RunState | undefined> {
  const state = await runHere(desk, click, run);
  if (!state || isStanding(state, since, way)) return state;
  desk.log.info({ run, by: click.by, way }, 'a choice came too late');
  await tellPrivately(desk, click, movedMessage(state, since, readerOf(desk, click)));
  return undefined;
}

/** Whether a run still stands as somebody saw it, with this way open. */
export function isStanding(state: RunState, since: string, way?: WayOn): boolean {
  return standOf(state) === since && (way === undefined || waysOn(state).includes(way));
}

/** True when somebody else took the choice upon themselves; the person is told who. */
export async function isAnothers(desk: Desk, click: Click, state: RunState): Promise<boolean> {
  // Admitted a moment ago, so this is remembered.
  const person = await desk.people.lookUp(click.by);
  const refusal = person.ok ? mayChoose(state, person.value) : undefined;
  if (!refusal || refusal.allowed) return false;
  await answerResult(desk, click, state.id, failed(refusal.failure));
  return true;
}

/** Another person's yes or no to running a step again. */
async function word(
  desk: Desk,
  click: Click,
  { run, asked }: { readonly run: string; readonly asked: string },
  kind: 'grant-rerun' | 'decline-rerun',
): Promise<void> {
  const state = await runHere(desk, click, run);
  if (!state) return;
  if (wishOf(state) !== asked) return tellPrivately(desk, click, note('wishGone', desk.languageIn(click.channel)));
  await choose(desk, click, { run, since: asked }, { kind });
}

/** A host may be asked on the way. */
async function choose(desk: Desk, click: Click, { run: runId, since }: Stand, choice: Choice): Promise<void> {
  const work = desk.engine.choose({ runId, by: click.by, choice, seen: Number(since) });
  await answerResult(desk, click, runId, await sayIfSlow(desk, click, work));
}

export function readerOf(desk: Desk, { channel }: Pick<Click, 'channel'>): Reader {
  return { language: desk.languageIn(channel), now: desk.clock.now() };
}
