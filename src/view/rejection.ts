import type { Language } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from './actions.js';
import { paragraph } from './blocks.js';
import { cut } from './characters.js';
import { INPUT, textInput } from './inputs.js';
import type { Line } from './rich-text.js';
import { type Scene, sceneOf, subject } from './scene.js';
import type { StateValues } from './state-values.js';
import type { Modal } from './surface.js';

const MAX_REASON = 300;

/** What the dialog remembers: the run, what of it the decider saw, and where the button was. */
export type RejectionContext = { readonly run: string; readonly digest: string; readonly channel: string };

/** The dialog behind "Reject": what it means, and room for a reason. */
export function rejectionModal(
  state: RunState,
  context: RejectionContext,
  { language, now }: { readonly language: Language; readonly now: Instant },
): Modal {
  const scene = sceneOf(state, { now, delivered: new Set() }, language);
  const { w } = scene;
  const { title, submit, means, reason, reasonHint } = w.rejection;
  return {
    callback: CALLBACKS.rejection,
    title: cut(title, 24),
    submit: cut(submit, 24),
    close: cut(w.modal.close, 24),
    metadata: JSON.stringify(context),
    blocks: [
      paragraph([{ bold: subject(scene) }, ` · ${state.id}`], [means]),
      textInput({ id: 'reason', label: reason, hint: reasonHint, limit: MAX_REASON, multiline: true, optional: true }),
    ],
  };
}

/** Reads what `rejectionModal` put into the dialog; undefined when it is not ours. */
export function parseRejectionContext(metadata: string): RejectionContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<RejectionContext> | null;
    const names = [value?.run, value?.digest, value?.channel];
    return names.every((name) => typeof name === 'string') ? (value as RejectionContext) : undefined;
  } catch {
    return undefined;
  }
}

/** The reason that was typed; undefined without one. */
export function parseRejection(values: StateValues): string | undefined {
  const typed = (values.reason?.[INPUT]?.value ?? '').trim();
  return typed === '' ? undefined : cut(typed, MAX_REASON);
}

/** Why a request was rejected, when the decider said so. */
export function rejectionLine({ state, w }: Scene): readonly Line[] {
  const { reason } = state.decision ?? {};
  return reason === undefined ? [] : [[{ bold: `${w.rejection.reason}${w.colon}` }, reason]];
}
