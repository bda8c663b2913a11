import type { Thread } from '../domain/request.js';
import type { RunState } from '../run/state.js';
import { stepsToUndo } from '../run/touched.js';
import { CALLBACKS } from './actions.js';
import { actions, alert, button, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { type Reader, readBy } from './choice-modal.js';
import { textInput } from './inputs.js';
import { message } from './message.js';
import type { Line } from './rich-text.js';
import { subject, targetText, told } from './scene.js';
import type { Message, Modal } from './surface.js';

/** Longest reason for an undo. */
const MAX_REASON = 500;

/** What the dialog remembers: ids only. */
export type UndoContext = { readonly run: string; readonly channel: string; readonly incident?: Thread };

/** The dialog that asks for taking back a run that ended: what would run, what may be lost, and room for the reason. */
export function undoModal(state: RunState, about: Omit<UndoContext, 'run'>, reader: Reader): Modal {
  const scene = readBy(state, reader);
  const { undo, ways, modal, colon } = scene.w;
  const context: UndoContext = { run: state.id, ...about };
  const steps = stepsToUndo(state);
  const rows = steps.map(({ title, target }, index): Line => {
    return [`${index + 1}. ${told(scene, title)} · ${targetText(scene, target)}`];
  });
  return {
    callback: CALLBACKS.undo,
    title: cut(undo.title, 24),
    submit: cut(undo.submit, 24),
    close: cut(modal.close, 24),
    metadata: JSON.stringify(context),
    blocks: [
      paragraph([{ bold: subject(scene) }, ` · ${state.id}`], [undo.what(state.id)]),
      paragraph([undo.steps(steps.length)], ...rows),
      alert(`${ways.risk}${colon}${undo.risk}`, 'warning'),
      paragraph([{ bold: `${ways.after}${colon}` }, undo.after]),
      textInput({ id: 'reason', label: ways.reason, hint: ways.reasonHint, limit: MAX_REASON, multiline: true }),
    ],
  };
}

/** A message with the button that opens the dialog, for places where none can open by itself. */
export function undoOpener(state: RunState, reader: Reader): Message {
  const scene = readBy(state, reader);
  const { undo, text } = scene.w;
  return message(text(undo.title, subject(scene)), [
    paragraph([{ bold: subject(scene) }, ` · ${state.id}`], [undo.what(state.id)]),
    actions(button('undo-run', { run: state.id }, undo.button)),
  ]);
}

/** Reads what `undoModal` put into the dialog; undefined when it is not ours. */
export function parseUndo(metadata: string): UndoContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<UndoContext> | null;
    return typeof value?.run === 'string' && typeof value.channel === 'string' ? (value as UndoContext) : undefined;
  } catch {
    return undefined;
  }
}
