import type { Button, KnownBlock } from '@slack/types';
import { allSteps } from '../run/steps.js';
import { hasStarted } from '../run/touched.js';
import { actions, button, context, header, paragraph } from './blocks.js';
import { approvedLine, stepsTook, withRows } from './card-progress.js';
import { requestFacts } from './card-request.js';
import { cut } from './characters.js';
import { againBlocks, emergencyBlocks, ladderBlocks } from './emergency.js';
import { message } from './message.js';
import { explain, isBackupChanged, outcomeText, stopper, tookOf, verifyTook } from './outcome.js';
import { precheckBlocks } from './precheck-rows.js';
import { rejectionLine } from './rejection.js';
import { restoreLines } from './restoring.js';
import type { Line } from './rich-text.js';
import { aside, fact, moment, type Scene, subject, targetText } from './scene.js';
import { lostStep } from './step-words.js';
import type { Message } from './surface.js';
import { DOCUMENTS, openQuestions } from './told-modal.js';
import { undoButton, undoOffer } from './undo-offer.js';
import { evidenceLines } from './unknown.js';

const MAX_LAST_WORDS = 200;

/** The run is over: how it ended, what each step and check showed, who decided, and what people can still do. */
export function closedCard(scene: Scene): Message {
  const { w, state } = scene;
  const outcome = outcomeText(scene);
  const text = w.text(outcome, subject(scene), explain(scene));
  const foot = context(footnote(scene));
  const top = [
    header(w.title(outcome, subject(scene))),
    paragraph([{ bold: explain(scene) }], ...closingFacts(scene), ...undoOffer(scene)),
    ...emergencyBlocks(scene),
    paragraph(...requestFacts(scene)),
  ];
  if (hasStarted(state))
    return withRows(scene, text, {
      top,
      bottom: [...againBlocks(scene), ...ladderBlocks(scene), ...closedButtons(scene), foot],
    });
  return message(text, [
    ...top,
    ...precheckBlocks(scene),
    ...againBlocks(scene),
    ...ladderBlocks(scene),
    ...closedButtons(scene),
    foot,
  ]);
}

function closedButtons(scene: Scene): readonly KnownBlock[] {
  const buttons = [...completionButtons(scene), ...undoButton(scene)];
  return buttons.length === 0 ? [] : [actions(...buttons)];
}

/** What only people know can be told as long as the run is remembered. */
export function completionButtons({ state, w }: Scene): readonly Button[] {
  if (state.phase !== 'closed' || state.decision?.verdict !== 'approved') return [];
  const documents = DOCUMENTS.filter((document) => {
    const { fields = [], boxes } = openQuestions(state, document) ?? {};
    return fields.length > 0 || (boxes?.titles.length ?? 0) > 0;
  });
  return documents.map((document) => {
    const label = w.completion.button[document];
    const spoken = w.completion.spoken(label, state.id);
    return button(`complete-${document}`, { run: state.id }, label, { spoken });
  });
}

/** Names, times and durations. */
export function closingFacts(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const span = stepsTook(scene);
  const lost = lostStep(scene);
  const { abort, handedOver } = state;
  const at = (by: string, when: number): Line => [{ user: by }, ...aside(w, ...moment(scene, when))];
  return [
    ...(state.decision ? [approvedLine(scene)] : []),
    ...rejectionLine(scene),
    ...aimLines(scene),
    ...(abort ? [fact(scene, stopper(scene), ...at(abort.by, abort.at))] : []),
    ...restoreLines(scene),
    ...endedByLines(scene),
    ...(handedOver ? [fact(scene, w.run.handedOverTo, ...at(handedOver.by, handedOver.at))] : []),
    ...(span === undefined || !hasStarted(state)
      ? []
      : [fact(scene, w.run.stepsTook, tookOf(scene, span), ...verifyTook(scene))]),
    ...(state.closedAt === undefined ? [] : [fact(scene, w.record.closed, ...moment(scene, state.closedAt))]),
    ...lockedLines(scene),
    ...(lost ? evidenceLines(scene, lost) : []),
    ...lastWords(scene),
  ];
}

/** The backup it went back to, or, where nobody can say that it did, was to go back to. */
function aimLines(scene: Scene): readonly Line[] {
  const { state, w } = scene;
  const { backup, undoOf } = state.request;
  if (!backup || undoOf !== undefined) return [];
  const isThere = state.outcome === 'succeeded' || state.outcome === 'partial';
  return [fact(scene, isThere ? w.request.backup : w.closed.aim, { code: backup.name })];
}

/** Who ended a run that stood still, and why. */
function endedByLines(scene: Scene): readonly Line[] {
  const { w, state } = scene;
  const { givenUp } = state;
  if (!givenUp) return [];
  const about = aside(w, ...moment(scene, givenUp.at));
  return [
    fact(
      scene,
      w.run.givenUpBy,
      { user: givenUp.by },
      ...about,
      `${w.comma}${w.run.reason}${w.colon}${givenUp.reason}`,
    ),
  ];
}

/** Hosts that still hold the run's lock, and how a person takes it off. */
function lockedLines(scene: Scene): readonly Line[] {
  const { w, state } = scene;
  if (state.locked.length === 0) return [];
  const hosts = state.locked.map((name) => targetText(scene, name)).join(w.and);
  return [
    fact(scene, w.locked.label, hosts),
    [w.locked.how, { code: `npx backout lock --break ${state.request.plan.name} --run ${state.id} --reason …` }],
  ];
}

/** What the step that failed said last, so that nobody has to look for it first. */
export function lastWords(scene: Scene): readonly Line[] {
  const failed = allSteps(scene.state).findLast(({ status }) => status === 'failed');
  const last = (failed?.output?.text ?? '').trimEnd().split('\n').at(-1)?.trim() ?? '';
  if (last === '' || isBackupChanged(scene.state)) return [];
  return [fact(scene, scene.w.closed.lastWords, { code: cut(last, MAX_LAST_WORDS) })];
}

function footnote(scene: Scene): string {
  const { state, w } = scene;
  return `${w.run.runId} ${state.id}`;
}
