import { systemsIn } from '../../../commands/system.js';
import type { RunState } from '../../run/state.js';
import { answersModal } from '../../view/answers-modal.js';
import { checklistButton } from '../../view/checklist.js';
import { checklistModal } from '../../view/checklist-modal.js';
import { dialogOpener } from '../../view/dialog-opener.js';
import { answersButton } from '../../view/manual-checks.js';
import { note } from '../../view/note.js';
import type { Modal } from '../../view/surface.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import type { Click } from './click.js';
import { handle } from './handler.js';

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
  const state = await desk.engine.run(run);
  // A button's value may be forged: a run is only shown in its system's own channels.
  const isHere = systemsIn(click.channel, desk.engine).some(({ plan }) => plan.name === state?.request.plan.name);
  if (!state || !isHere) return tellPrivately(desk, click, note('unknownButton', desk.languageIn(click.channel)));
  const language = desk.languageIn(click.channel);
  const modal = modalOf(state);
  const opener = dialogOpener(state, modal ? buttonOf : () => [], { language, now: desk.clock.now() });
  await deliverReply(
    desk,
    click,
    modal ? { kind: 'modal', modal, opener } : { kind: 'message', audience: 'asker', message: opener },
  );
}
