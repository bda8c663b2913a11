import { visibleMessages } from '../messages.js';
import type { Block, Json, Message, Person, View } from '../model.js';
import type { State } from '../state.js';
import { optionsOf, textOf } from '../values.js';
import { topModal } from '../views.js';
import { Refusal } from './act.js';

/** Something a person can press, and where it is. */
export interface Found {
  surface: { message: Message } | { view: View };
  block: Block;
  element: Json;
  /** The chosen entry when the element is an overflow menu. */
  option?: Json;
  label: string;
}

export interface Wanted {
  /** The label; may be empty when `action` says which. */
  text: string;
  channel?: string;
  message?: string;
  /** `block_id/action_id` or action_id, when labels are not enough. */
  action?: string;
  /** Look in this modal or Home tab only. */
  view?: string;
}

/** Finds the newest button with this label: in the open modal, then in messages, then on the Home tab. */
export function findButton(state: State, person: Person, wanted: Wanted): Found {
  const places = pressables(state, person, wanted).map((buttons) => buttons.filter((each) => isMeant(each, wanted)));
  const match = (test: (label: string) => boolean) =>
    places.map((buttons) => buttons.find(({ label }) => test(label))).find(Boolean);
  const found =
    match((label) => label === wanted.text) ??
    match((label) => label.includes(wanted.text) && (wanted.text !== '' || wanted.action !== undefined));
  if (found) return found;
  const visible = [...new Set(places.flat().map(({ label }) => label))];
  const list =
    visible.length > 0 ? `The buttons in sight are: ${visible.join(' | ')}.` : 'There is no button in sight.';
  throw new Refusal('no_such_button', `${person.realName} sees no button "${wanted.text}". ${list}`, 404, {
    buttons: visible,
  });
}

// One list per place, the place a person would look at first in front.
function pressables(state: State, person: Person, { channel, message }: Wanted): Found[][] {
  const modal = topModal(state, person.id);
  const inModal = modal && message === undefined ? [inBlocks({ view: modal }, modal.blocks)] : [];
  const seen = visibleMessages(state, person.id, channel).filter(
    (each) => message === undefined || each.ts === message,
  );
  const home = state.homes.get(person.id);
  const inHome = home && message === undefined ? [inBlocks({ view: home }, home.blocks)] : [];
  const inMessages = seen.reverse().map((each) => inBlocks({ message: each }, each.blocks));
  return [...inModal, ...inMessages, ...inHome];
}

function isMeant({ surface, block, element }: Found, { action, view }: Wanted): boolean {
  if (view !== undefined && !('view' in surface && surface.view.id === view)) return false;
  const names = [element.action_id, `${String(block.block_id)}/${String(element.action_id)}`];
  return action === undefined || names.includes(action);
}

function inBlocks(surface: Found['surface'], blocks: Block[]): Found[] {
  return blocks.flatMap((block) => {
    const elements =
      block.type === 'actions' ? (block.elements as Json[]) : block.accessory ? [block.accessory as Json] : [];
    return elements.flatMap((element) => pressesOf(element).map((press) => ({ surface, block, element, ...press })));
  });
}

function pressesOf(element: Json): { label: string; option?: Json }[] {
  if (element.type === 'button') return [{ label: textOf(element.text) }];
  if (element.type !== 'overflow') return [];
  return optionsOf(element).map((option) => ({ label: textOf(option.text), option }));
}
