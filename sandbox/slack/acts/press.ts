import { visibleMessages } from '../messages.js';
import type { Block, Json, Message, Person, View } from '../model.js';
import { messageActionPayload, viewActionPayload } from '../socket/payloads.js';
import { announce, findChannel, findPerson } from '../state.js';
import { chosenValue, type Field, fieldsOf, textOf } from '../values.js';
import { topModal } from '../views.js';
import { actor, assertOpen, place, Refusal, type Result, resultOf, seenMessage, type World } from './act.js';
import { findButton } from './find-button.js';
import { noteTyped } from './note-typed.js';

type Surface = { message: Message } | { view: View };

/** A person presses a button (or an overflow entry) with this label. */
export async function click(world: World, input: Json): Promise<Result> {
  const { state } = world;
  const person = actor(state, input.as);
  noteTyped(state, person, input.typed);
  const channel = input.channel === undefined ? undefined : place(state, person, input.channel).id;
  const found = findButton(state, person, {
    text: String(input.text ?? ''),
    ...(channel ? { channel } : {}),
    ...given(input, ['message', 'action', 'view']),
  });
  const { element, block, option } = found;
  askFirst(element, input.confirm);
  const { text, value, style } = element;
  const action = element.type === 'button' ? { text, value, style } : { selected_option: option };
  const result = await dispatch(world, person, found.surface, { block, element, action });
  return { ...result, pressed: found.label, ...(element.url ? { url: element.url } : {}) };
}

function askFirst({ confirm }: Json, isConfirmed: unknown): void {
  if (!confirm || isConfirmed === true) return;
  const dialog = describeConfirm(confirm as Json);
  throw new Refusal('needs_confirm', `Slack asks first: ${dialog} Repeat with "confirm": true.`, 409, { confirm });
}

function given(input: Json, names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.filter((name) => input[name] !== undefined).map((name) => [name, String(input[name])]),
  );
}

/** A person chooses from a select, radio group, check list, date or time picker on a message or in the open modal. */
export async function select(world: World, input: Json): Promise<Result> {
  const { state } = world;
  const person = actor(state, input.as);
  noteTyped(state, person, input.typed);
  const surfaces = input.message === undefined ? [] : [messageSurface(world, person, input)];
  const modal = topModal(state, person.id);
  if (modal && surfaces.length === 0) surfaces.push({ view: modal });
  if (surfaces.length === 0) surfaces.push(...recentSurfaces(world, person, input.channel));
  const wanted = String(input.label ?? input.action ?? '');
  for (const surface of surfaces) {
    const field = findField(fieldsOf(blocksOf(surface)), wanted);
    if (!field) continue;
    askFirst(field.element, input.confirm);
    return choose(world, person, surface, field, input.option);
  }
  const labels = surfaces
    .flatMap((surface) => fieldsOf(blocksOf(surface)))
    .map(({ label, actionId }) => label || actionId);
  throw new Refusal(
    'no_such_field',
    `Nothing called "${wanted}" to choose from. In sight: ${labels.join(' | ') || 'nothing'}.`,
    404,
  );
}

/** Sets a field, and tells the app when the field is one that reports at once. */
export async function choose(
  world: World,
  person: Person,
  surface: Surface,
  field: Field,
  wanted: unknown,
): Promise<Result> {
  const { state } = world;
  const isPerson = field.element.type === 'users_select';
  const value = chosenValue(field.element, isPerson ? (findPerson(state, String(wanted))?.id ?? wanted) : wanted);
  if (typeof value === 'string')
    throw new Refusal('no_such_option', `${field.label || field.actionId}: ${value}.`, 404);
  const values = 'view' in surface ? surface.view.values : surface.message.values;
  values[field.blockId] = { ...values[field.blockId], [field.actionId]: value };
  announce(state, 'view' in surface ? 'modal' : 'message');
  if (!field.dispatches) return { ok: true };
  const { type: _type, ...action } = value;
  return dispatch(world, person, surface, { block: field.block, element: field.element, action });
}

/** Finds a field by its label, its placeholder, `block_id/action_id`, block id or action id. */
export function findField(fields: Field[], wanted: string): Field | undefined {
  const exact = fields.find(({ label, placeholder, blockId, actionId }) =>
    [label, placeholder, `${blockId}/${actionId}`, blockId, actionId].includes(wanted),
  );
  if (exact || !wanted) return exact;
  const near = fields.filter(({ label }) => label.includes(wanted));
  return near.length === 1 ? near[0] : undefined;
}

interface Press {
  block: Block;
  element: Json;
  action: Json;
}

async function dispatch({ state, deliver }: World, person: Person, surface: Surface, press: Press): Promise<Result> {
  const { type, action_id } = press.element;
  const action = { type, action_id, block_id: press.block.block_id, ...press.action };
  if ('message' in surface) assertOpen(place(state, person, surface.message.channel));
  const payload =
    'view' in surface
      ? viewActionPayload(state, person, surface.view, action)
      : messageActionPayload(state, person, surface.message, action);
  const what = `block_actions ${String(action_id)}`;
  const delivery = await deliver('interactive', payload, what);
  const trouble = 'Slack shows a warning triangle: the app did not answer.';
  return resultOf(delivery, { noSocket: trouble, timeout: trouble });
}

function messageSurface({ state }: World, person: Person, input: Json): Surface {
  return { message: seenMessage(state, person, place(state, person, input.channel), input.message) };
}

function recentSurfaces({ state }: World, person: Person, channel: unknown): Surface[] {
  const where = channel === undefined ? undefined : findChannel(state, String(channel))?.id;
  const home = state.homes.get(person.id);
  const messages = visibleMessages(state, person.id, where);
  return [...messages.reverse().map((message) => ({ message })), ...(home ? [{ view: home }] : [])];
}

function blocksOf(surface: Surface): Block[] {
  return 'view' in surface ? surface.view.blocks : surface.message.blocks;
}

function describeConfirm(confirm: Json): string {
  const [title, text] = [textOf(confirm.title), textOf(confirm.text)];
  return `"${title}" — ${text} [${textOf(confirm.confirm)}] [${textOf(confirm.deny)}].`;
}
