import type { RunState } from '../../run/state.js';
import { answersModal } from '../../view/answers-modal.js';
import { checklistButton } from '../../view/checklist.js';
import { checklistModal } from '../../view/checklist-modal.js';
import { dialogOpener } from '../../view/dialog-opener.js';
import { answersButton } from '../../view/manual-checks.js';
import type { Modal } from '../../view/surface.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import type { Click } from './click.js';
import { handle } from './handler.js';
import { runHere } from './run-here.js';

/** The boxes to tick before the decision. */
export const openChecklist = handle('open-checklist', (desk, click, { run }) =>
  open(desk, click, run, checklistButton, (state) => {
    const isOpen = state.phase === 'preparing' || state.phase === 'awaiting-approval';
    return isOpen ? checklistModal(state, click.channel, desk.languageIn(click.channel)) : undefined;
  }),
);

/** The checks that only people can answer. */
export const openAnswers = handle('open-answers', (desk, click, { run }) =>
  open(desk, click, run, answersButton, (state) => answersModal(state, click.channel, desk.languageIn(click.channel))),
);

/** Opens a run's dialog; when there is nothing to do any more, the person sees how the run stands. */
async function open(
  desk: Desk,
  click: Click,
  run: string,
  buttonOf: Parameters<typeof dialogOpener>[1],
  modalOf: (state: RunState) => Modal | undefined,
) {
  const state = await runHere(desk, click, run);
  if (!state) return;
  const language = desk.languageIn(click.channel);
  const modal = modalOf(state);
  const opener = dialogOpener(state, modal ? buttonOf : () => [], { language, now: desk.clock.now() });
  await deliverReply(
    desk,
    click,
    modal ? { kind: 'modal', modal, opener } : { kind: 'message', audience: 'asker', message: opener },
  );
}
