import type { UserId } from '../../domain/person.js';
import { failed } from '../../domain/result.js';
import { say } from '../../domain/text.js';
import { mayDecide } from '../../run/authorize.js';
import type { RunState } from '../../run/state.js';
import { button } from '../../view/blocks.js';
import { dialogOpener } from '../../view/dialog-opener.js';
import { rejectionModal } from '../../view/rejection.js';
import { deliverReply } from '../deliver-reply.js';
import type { Desk } from '../desk.js';
import { answerResult } from './answer-result.js';
import { handle } from './handler.js';

/** The digest in the button says what the decider saw; the engine compares it with the request. */
export const approve = handle('approve', async (desk, click, { run, digest }) => {
  const result = await desk.engine.decide({ runId: run, verdict: 'approved', by: click.by, digest });
  await answerResult(desk, click, run, result);
});

/** Asks for a reason first; whoever comes too late, or is known to be no decider, is refused at once. */
export const reject = handle('reject', async (desk, click, { run, digest }) => {
  const { by, channel } = click;
  const state = await desk.engine.run(run);
  if (state?.phase !== 'awaiting-approval' || state.request.digest !== digest) {
    return answerResult(desk, click, run, await desk.engine.decide({ runId: run, verdict: 'rejected', by, digest }));
  }
  const refusal = await refusalToReject(desk, state, by);
  if (refusal) return answerResult(desk, click, run, failed(refusal));
  const seen = { language: desk.languageIn(channel), now: desk.clock.now() };
  const modal = rejectionModal(state, { run, digest, channel }, seen);
  await deliverReply(desk, click, {
    kind: 'modal',
    modal,
    opener: dialogOpener(state, ({ w }) => [button('reject', { run, digest }, w.card.reject)], seen),
  });
});

/**
 * Why this person may not reject, where the inventory alone says so. For a user group the dialog would have to wait, and
 * of a role that the plan no longer has nothing is known here.
 */
async function refusalToReject({ engine, people }: Desk, state: RunState, by: UserId) {
  const { plan, deciders, digest } = state.request;
  const system = engine.systems().find((each) => each.plan.name === plan.name);
  // Admitted a moment ago, so this is remembered.
  const person = await people.lookUp(by);
  if (!system || !person.ok) return undefined;
  const roles = deciders.flatMap(({ role, title }) => {
    const { users, groups } = system.roles[role] ?? { users: [], groups: [role] };
    return groups.length > 0 ? [] : [{ role, title: say(title, system.language), members: users }];
  });
  if (roles.length < deciders.length) return undefined;
  // Only who it is: whether it is too late is judged when the dialog is submitted.
  const now = state.awaitingSince ?? 0;
  const permission = mayDecide(state, person.value, roles, { digest, now, verdict: 'rejected' });
  return permission.allowed ? undefined : permission.failure;
}
