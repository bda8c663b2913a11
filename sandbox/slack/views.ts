import { checkView, type Problem } from './blocks/check.js';
import { checkSpecials, withoutActionId } from './blocks/specials.js';
import { newId } from './ids.js';
import { withBlockIds } from './messages.js';
import type { Block, Json, View } from './model.js';
import { addViolation, announce, type State } from './state.js';
import { initialValues, keepValues } from './values.js';

export const deepestStack = 3;

/** Why a view was refused, in Slack's words. */
export interface ViewRefusal {
  error: string;
  problems: Problem[];
}

/** Checks what the app sent and turns it into a view; broken rules are written down. */
export function readView(state: State, sent: unknown, where: string): View | ViewRefusal {
  const problems = checkView(sent);
  if (problems.length > 0) {
    const detail = problems.map(({ message, pointer }) => `${message} [json-pointer:${pointer}]`).join('; ');
    addViolation(state, 'invalid-view', where, detail);
    return { error: 'invalid_arguments', problems };
  }
  const view = sent as Json;
  const blocks = withBlockIds(view.blocks as Block[]);
  for (const detail of withoutActionId(blocks)) addViolation(state, 'missing-action-id', where, detail);
  for (const detail of checkSpecials(state, '', blocks)) addViolation(state, 'unescaped-special', where, detail);
  const id = newId('V');
  return {
    ...{ id, blocks, rootId: id, hash: newId('h'), errors: {}, values: initialValues(blocks) },
    type: view.type as View['type'],
    callbackId: String(view.callback_id ?? ''),
    privateMetadata: String(view.private_metadata ?? ''),
    title: textOf(view.title) ?? '',
    ...optional('submit', textOf(view.submit)),
    ...optional('close', textOf(view.close)),
    ...optional('externalId', view.external_id as string | undefined),
    notifyOnClose: view.notify_on_close === true,
    clearOnClose: view.clear_on_close === true,
  };
}

/** Opens a modal on top of nothing: what was open before is gone. */
export function openModal(state: State, person: string, view: View): void {
  state.modals.set(person, [view]);
  announce(state, 'modal');
}

/** Puts a modal on top of the open one; false when the stack is full. */
export function pushModal(state: State, person: string, view: View): boolean {
  const stack = state.modals.get(person) ?? [];
  const below = stack.at(-1);
  if (stack.length >= deepestStack) return false;
  state.modals.set(person, [...stack, { ...view, ...(below ? { rootId: below.rootId, previousId: below.id } : {}) }]);
  announce(state, 'modal');
  return true;
}

/** Puts new content into an open modal; what the person filled in stays where block and action ids are the same. */
export function replaceModal(state: State, view: View, content: View): View {
  const { id, rootId, previousId } = view;
  const kept = keepValues(content.values, view.values);
  Object.assign(view, { ...content, id, rootId, values: kept }, previousId ? { previousId } : {});
  announce(state, 'modal');
  return view;
}

/** Closes the topmost modal, or all of them. */
export function closeModals(state: State, person: string, how: 'top' | 'all'): void {
  const stack = state.modals.get(person) ?? [];
  state.modals.set(person, how === 'all' ? [] : stack.slice(0, -1));
  announce(state, 'modal');
}

export function topModal(state: State, person: string): View | undefined {
  return state.modals.get(person)?.at(-1);
}

function textOf(object: unknown): string | undefined {
  return (object as { text?: string } | undefined)?.text;
}

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value ? ({ [key]: value } as { [K in Key]?: string }) : {};
}
