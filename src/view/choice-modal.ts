import type { KnownBlock } from '@slack/types';
import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState } from '../run/state.js';
import { activeSteps, currentStep } from '../run/steps.js';
import { stepsToUndo } from '../run/touched.js';
import { needsSecondPerson } from '../run/ways-on.js';
import { CALLBACKS } from './actions.js';
import { alert, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { INPUT, textInput } from './inputs.js';
import type { Line } from './rich-text.js';
import { type Scene, sceneOf, subject, targetText, told } from './scene.js';
import { standOf } from './stand.js';
import type { StateValues } from './state-values.js';
import type { Modal } from './surface.js';

/** Longest reason for a choice. */
const MAX_REASON = 500;

/** The ways on for which people say why. */
export const REASONED = ['settle', 'rerun', 'skip', 'restore', 'hold', 'give-up'] as const;
export type Reasoned = (typeof REASONED)[number];

/** What the dialog remembers: ids only. */
export type ChoiceContext = {
  readonly run: string;
  readonly way: Reasoned;
  readonly since: string;
  readonly channel: string;
};

/** How one reader sees a run. */
export type Reader = { readonly language: Language; readonly now: Instant };

/** The dialog behind a way on: which step it is about, what may go wrong, what happens next, and room for the reason. */
export function choiceModal(state: RunState, way: Reasoned, channel: string, reader: Reader): Modal {
  const scene = readBy(state, reader);
  const { ways, modal } = scene.w;
  const context: ChoiceContext = { run: state.id, way, since: standOf(state), channel };
  return {
    callback: CALLBACKS.choice,
    title: cut(ways.labels[way], 24),
    submit: cut(ways.submit, 24),
    close: cut(modal.close, 24),
    metadata: JSON.stringify(context),
    blocks: [
      paragraph([{ bold: subject(scene) }, ` · ${state.id}`], [aboutLine(scene)]),
      alert(`${ways.risk}${scene.w.colon}${risk(scene, way)}`, way === 'hold' ? 'info' : 'warning'),
      ...consequences(scene, way),
      textInput({ id: 'reason', label: ways.reason, hint: ways.reasonHint, limit: MAX_REASON, multiline: true }),
    ],
  };
}

/** Reads what `choiceModal` put into the dialog; undefined when it is not ours. */
export function parseChoice(metadata: string): ChoiceContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<ChoiceContext> | null;
    const isText = [value?.run, value?.since, value?.channel].every((each) => typeof each === 'string');
    return isText && REASONED.some((way) => way === value?.way) ? (value as ChoiceContext) : undefined;
  } catch {
    return undefined;
  }
}

/** The reason that was typed; empty without one. */
export function typedReason(values: StateValues): string {
  return (values.reason?.[INPUT]?.value ?? '').trim();
}

/** A run in the reader's language, whatever its own is. */
export function readBy(state: RunState, { language, now }: Reader): Scene {
  return sceneOf(state, { now, delivered: new Set() }, language);
}

/** `第 3 步（共 5 步）：恢复文件，在 app（deploy@10.0.0.5）`: what stands still. */
export function aboutLine(scene: Scene): string {
  const { state, w } = scene;
  const step = currentStep(state);
  if (!step) return w.ways.verification;
  const steps = activeSteps(state);
  const name = state.restore ? w.ways.undoStep : w.ways.step;
  const target = plannedStep(state.request, step.id)?.target;
  const where = target === undefined ? w.run.unknown : targetText(scene, target);
  return name(steps.indexOf(step) + 1, steps.length, told(scene, step.title), where);
}

function risk({ state, w }: Scene, way: Reasoned): string {
  const { risks } = w.ways;
  if (way !== 'rerun') return risks[way];
  if (!needsSecondPerson(state)) return risks.rerunHarmless;
  return currentStep(state)?.status === 'failed' ? risks.rerunFailed : risks.rerunUnknown;
}

/** What happens on submit, and for an undo the steps that run. */
function consequences(scene: Scene, way: Reasoned): readonly KnownBlock[] {
  const { state, w } = scene;
  const heading: Line = [{ bold: `${w.ways.after}${w.colon}` }, after(scene, way)];
  const steps = way === 'restore' ? stepsToUndo(state) : [];
  const rows = steps.map(({ title, target }, index): Line => {
    return [`${index + 1}. ${told(scene, title)} · ${targetText(scene, target)}`];
  });
  return [paragraph(heading, ...rows)];
}

function after(scene: Scene, way: Reasoned): string {
  const { state, w } = scene;
  const { afters } = w.ways;
  switch (way) {
    case 'settle':
      return afters.settle(nextUp(scene));
    case 'skip':
      return afters.skip(nextUp(scene));
    case 'rerun':
      return needsSecondPerson(state) ? afters.rerunAlone : afters.rerunNow;
    case 'restore':
      return afters.restore(stepsToUndo(state).length);
    case 'hold':
    case 'give-up':
      return afters[way];
  }
}

/** What starts once the step that stands still is out of the way. */
function nextUp(scene: Scene): string {
  const { state, w } = scene;
  const steps = activeSteps(state);
  const step = currentStep(state);
  const index = step ? steps.indexOf(step) + 1 : steps.length;
  const next = steps[index];
  return next ? w.ways.afters.nextStep(index + 1, told(scene, next.title)) : w.ways.afters.verifying;
}
