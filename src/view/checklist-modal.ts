import type { ChecklistItem } from '../domain/plan.js';
import { type Language, say } from '../domain/text.js';
import type { RunState } from '../run/state.js';
import { CALLBACKS } from './actions.js';
import { context, paragraph } from './blocks.js';
import { cut } from './characters.js';
import { isTicked, itemLine, personBoxes } from './checklist.js';
import { boxesInput, INPUT } from './inputs.js';
import { sceneOf, subject } from './scene.js';
import type { StateValues } from './state-values.js';
import type { Modal } from './surface.js';

/** Slack shows ten boxes in a group. */
const GROUP = 10;
/** Groups that leave room for everything else in a dialog. */
const MAX_GROUPS = 30;

/** What the dialog remembers: the run, and which boxes were ticked when it opened. */
export type ChecklistContext = {
  readonly run: string;
  readonly channel: string;
  /** Positions among the boxes that people tick. */
  readonly ticked: readonly number[];
};

/** The dialog in which people tick the list before the rollback. */
export function checklistModal(state: RunState, channel: string, language: Language): Modal {
  const scene = sceneOf(state, { now: 0, delivered: new Set() }, language);
  const { w } = scene;
  const boxes = personBoxes(state).slice(0, GROUP * MAX_GROUPS);
  const ticked = boxes.flatMap(({ id }, index) => (isTicked(state, id) ? [index] : []));
  const asked: ChecklistContext = { run: state.id, channel, ticked };
  const others = state.request.plan.checklist.filter(({ answeredBy }) => answeredBy !== 'person');
  const facts = others.map((item) => itemLine(scene, item));
  return {
    callback: CALLBACKS.checklist,
    title: cut(w.checklist.title, 24),
    submit: cut(w.checklist.submit, 24),
    close: cut(w.modal.close, 24),
    metadata: JSON.stringify(asked),
    blocks: [
      paragraph([{ bold: subject(scene) }], [{ code: state.id }]),
      ...groups(boxes).map((group, index, all) => {
        const label = all.length > 1 ? w.checklist.groupOf(index + 1, all.length) : w.checklist.group;
        const choices = group.map((item, place) => choice(item, index * GROUP + place, language));
        return boxesInput(`boxes-${index}`, label, choices, ticked.map(String));
      }),
      ...(facts.length > 0 ? [paragraph([{ bold: w.checklist.byFacts }], ...facts)] : []),
      context(w.checklist.whoMay),
    ],
  };
}

/** Reads what `checklistModal` put into the dialog; undefined when it is not ours. */
export function parseChecklistContext(metadata: string): ChecklistContext | undefined {
  try {
    const value = JSON.parse(metadata) as Partial<ChecklistContext> | null;
    const isOurs = typeof value?.run === 'string' && typeof value.channel === 'string' && Array.isArray(value.ticked);
    return isOurs ? (value as ChecklistContext) : undefined;
  } catch {
    return undefined;
  }
}

/** What the person changed: a box that somebody else ticked meanwhile is left alone. */
export function changedBoxes(
  values: StateValues,
  { ticked }: ChecklistContext,
  state: RunState,
): readonly { readonly item: string; readonly ticked: boolean }[] {
  const chosen = Object.entries(values).flatMap(([block, { [INPUT]: input }]) =>
    block.startsWith('boxes-') ? (input?.selected_options ?? []).map(({ value }) => Number(value)) : [],
  );
  return personBoxes(state).flatMap(({ id }, index) => {
    const [was, is] = [ticked.includes(index), chosen.includes(index)];
    return was === is ? [] : [{ item: id, ticked: is }];
  });
}

function groups(boxes: readonly ChecklistItem[]): readonly (readonly ChecklistItem[])[] {
  const count = Math.ceil(boxes.length / GROUP);
  return Array.from({ length: count }, (_, index) => boxes.slice(index * GROUP, (index + 1) * GROUP));
}

/** A title too long for a box goes on below it. */
function choice({ title }: ChecklistItem, index: number, language: Language) {
  const text = say(title, language);
  const rest = text.length > 75 ? { description: `…${text.slice(74)}` } : {};
  return { value: String(index), title: text, ...rest };
}
