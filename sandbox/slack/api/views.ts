import type { Json, View } from '../model.js';
import { addViolation, announce, type State } from '../state.js';
import { takeTrigger } from '../triggers.js';
import { deepestStack, openModal, pushModal, readView, replaceModal, type ViewRefusal } from '../views.js';
import { viewJson } from '../wire.js';
import { type Answer, fail, type Method, text } from './answer.js';

/** The views.* methods. */
export const viewMethods: Record<string, Method> = {
  'views.open': { run: (state, args) => show(state, args, 'views.open') },
  'views.push': { run: (state, args) => show(state, args, 'views.push') },
  'views.update': { run: update },
  'views.publish': { run: publish },
};

function show(state: State, args: Json, method: 'views.open' | 'views.push'): Answer {
  const trigger = takeTrigger(state, text(args, 'trigger_id'), method);
  if (typeof trigger === 'string') return fail(trigger);
  const view = readView(state, args.view, method);
  if ('error' in view) return refused(view);
  if (view.type !== 'modal') return fail('invalid_arguments');
  if (method === 'views.open') openModal(state, trigger.person, view);
  else if (!pushModal(state, trigger.person, view)) {
    addViolation(state, 'push-limit', method, `a stack holds ${deepestStack} modals at most`);
    return fail('push_limit_reached');
  }
  return { ok: true, view: viewJson(state, state.modals.get(trigger.person)?.at(-1) ?? view) };
}

function update(state: State, args: Json): Answer {
  const target = findOpenView(state, text(args, 'view_id'), text(args, 'external_id'));
  if (!target) return fail('not_found');
  const hash = text(args, 'hash');
  if (hash && hash !== target.hash) return fail('hash_conflict');
  const content = readView(state, args.view, 'views.update');
  if ('error' in content) return refused(content);
  return { ok: true, view: viewJson(state, replaceModal(state, target, content)) };
}

function publish(state: State, args: Json): Answer {
  const person = state.people.find((each) => each.id === text(args, 'user_id'));
  if (!person) return fail('user_not_found');
  const known = state.homes.get(person.id);
  const hash = text(args, 'hash');
  if (hash && known && hash !== known.hash) return fail('hash_conflict');
  const view = readView(state, args.view, 'views.publish');
  if ('error' in view) return refused(view);
  if (view.type !== 'home') return fail('invalid_arguments');
  // A person has one Home tab: its content changes, the view stays.
  const home = known ? { ...view, id: known.id, rootId: known.rootId } : view;
  state.homes.set(person.id, home);
  announce(state, 'home');
  return { ok: true, view: viewJson(state, home) };
}

function findOpenView(state: State, id: string, externalId: string): View | undefined {
  const open = [...state.modals.values()].flat();
  return open.find((view) => (id ? view.id === id : externalId !== '' && view.externalId === externalId));
}

function refused({ error, problems }: ViewRefusal): Answer {
  const messages = problems.map(({ message, pointer }) => `[ERROR] ${message} [json-pointer:${pointer}]`);
  return fail(error, { response_metadata: { messages } });
}
