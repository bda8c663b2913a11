import { type FieldProblem, fieldProblems } from '../field-problems.js';
import type { Json, Person, View } from '../model.js';
import { viewClosedPayload, viewSubmissionPayload } from '../socket/payloads.js';
import { addViolation, announce, type State } from '../state.js';
import { fieldsOf } from '../values.js';
import { closeModals, pushModal, readView, replaceModal, topModal } from '../views.js';
import { actor, Refusal, type Result, resultOf, type World } from './act.js';
import { choose, findField } from './press.js';

const trouble = 'We had some trouble connecting. Try again?';

/** A person fills in the open modal and submits it. */
export async function submit(world: World, input: Json): Promise<Result> {
  const { state, deliver } = world;
  const person = actor(state, input.as);
  await fill(world, person, (input.values ?? {}) as Json);
  const view = openModalOf(state, person);
  if (!view.submit)
    throw new Refusal('no_submit', `The modal "${view.title}" has no submit button. Close it with close-modal.`);
  view.errors = localErrors(view);
  if (Object.keys(view.errors).length === 0) {
    const delivery = await deliver(
      'interactive',
      viewSubmissionPayload(state, person, view),
      `view_submission ${view.callbackId}`,
    );
    if (delivery.outcome !== 'acked') return resultOf(delivery, { noSocket: trouble, timeout: trouble });
    applyResponse(state, person, view, delivery.payload);
  }
  announce(state, 'modal');
  const errors = labelled(view);
  return Object.keys(errors).length > 0 ? { ok: false, error: 'field_errors', errors } : { ok: true };
}

/** A person closes the topmost modal with Cancel, or all of them with the cross. */
export async function closeModal({ state, deliver }: World, input: Json): Promise<Result> {
  const person = actor(state, input.as);
  const view = openModalOf(state, person);
  const isCleared = input.all === true;
  closeModals(state, person.id, isCleared ? 'all' : 'top');
  if (!view.notifyOnClose) return { ok: true };
  const payload = viewClosedPayload(state, person, view, isCleared);
  const delivery = await deliver('interactive', payload, `view_closed ${view.callbackId}`);
  return resultOf(delivery, { noSocket: trouble, timeout: trouble });
}

async function fill(world: World, person: Person, values: Json): Promise<void> {
  for (const [name, wanted] of Object.entries(values)) {
    const view = openModalOf(world.state, person);
    const fields = fieldsOf(view.blocks);
    const field = findField(fields, name);
    if (!field) {
      const labels = fields.map(({ label, actionId }) => label || actionId).join(' | ');
      throw new Refusal(
        'no_such_field',
        `The modal "${view.title}" has no field "${name}". Its fields: ${labels}.`,
        404,
      );
    }
    await choose(world, person, { view }, field, wanted);
  }
}

function openModalOf(state: State, person: Person): View {
  const view = topModal(state, person.id);
  if (view) return view;
  throw new Refusal(
    'no_modal',
    `${person.realName} has no modal open. Open one with a command or a button first.`,
    404,
  );
}

function localErrors(view: View): Record<string, string> {
  const problems = Object.entries(fieldProblems(view.blocks, view.values));
  return Object.fromEntries(problems.map(([id, problem]) => [id, wording(problem)]));
}

function wording(problem: FieldProblem): string {
  if (problem === 'missing') return 'Please complete this required field.';
  return 'atLeast' in problem ? `At least ${problem.atLeast} characters.` : `At most ${problem.atMost} characters.`;
}

function applyResponse(state: State, person: Person, view: View, payload: Json): void {
  const action = payload.response_action;
  if (action === undefined) closeModals(state, person.id, 'top');
  else if (action === 'clear') closeModals(state, person.id, 'all');
  else if (action === 'errors') applyErrors(state, view, payload.errors);
  else if (action === 'update' || action === 'push') applyView(state, person, view, payload);
  else addViolation(state, 'unknown-response-action', 'view_submission', `response_action "${String(action)}"`);
}

function applyView(state: State, person: Person, view: View, payload: Json): void {
  const next = readView(state, payload.view, `response_action ${String(payload.response_action)}`);
  if ('error' in next) return;
  if (payload.response_action === 'update') replaceModal(state, view, next);
  else if (!pushModal(state, person.id, next)) {
    addViolation(state, 'push-limit', 'view_submission', 'a stack holds 3 modals at most');
  }
}

function applyErrors(state: State, view: View, sent: unknown): void {
  const errors = (sent ?? {}) as Record<string, string>;
  const known = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  for (const id of Object.keys(errors).filter((each) => !known.has(each))) {
    addViolation(
      state,
      'unknown-error-block',
      'view_submission',
      `errors names "${id}", which is no input block of the modal`,
    );
  }
  if (Object.keys(errors).length === 0)
    addViolation(state, 'empty-errors', 'view_submission', 'response_action errors without errors');
  view.errors = errors;
}

function labelled(view: View): Record<string, string> {
  const labels = new Map(fieldsOf(view.blocks).map(({ blockId, label }) => [blockId, label]));
  return Object.fromEntries(Object.entries(view.errors).map(([id, text]) => [labels.get(id) || id, text]));
}
