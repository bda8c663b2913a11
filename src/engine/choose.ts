import type { RunEvent } from '../domain/event.js';
import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import { mayChoose, mayIntervene } from '../run/authorize.js';
import { isChoice } from '../run/duties.js';
import type { RunState } from '../run/state.js';
import { currentStep } from '../run/steps.js';
import { needsSecondPerson, waysOn } from '../run/ways-on.js';
import { cleanText } from './clean-text.js';
import { closedNow } from './decisions.js';
import type { Inside } from './deps.js';
import type { Choice, Engine } from './engine.js';
import { expectUnknown } from './expect-unknown.js';
import type { Decide } from './ledger.js';
import { type Meeting, meet } from './meet.js';
import { declineRerun, grantRerun } from './rerun.js';
import type { Actor } from './tell.js';

/** Characters of a reason that the journal keeps. */
export const MAX_REASON = 1_000;

type Input = Parameters<Engine['choose']>[0];

/** Writes down what a person chose for a run that stands still, guarded: rights and the state are looked at now. */
export async function choose(input: Input, inside: Inside): Promise<Result<RunState>> {
  const { runId, by, choice, seen } = input;
  if (choice.kind === 'grant-rerun') return grantRerun({ runId, by, seen }, inside);
  if (choice.kind === 'decline-rerun') return declineRerun({ runId, by, seen }, inside);
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const guard = await guardOf(input, met.value, inside);
  if (choice.kind === 'settle') {
    // Asked before the host is: whoever may not say so has nothing asked either.
    const event = guard(met.value.before);
    const unknown = event.ok ? await expectUnknown(runId, inside) : event;
    if (!unknown.ok) return unknown;
  }
  const chosen = await inside.ledger.append(runId, guard);
  const isAlone = chosen.ok && choice.kind === 'rerun' && !needsSecondPerson(chosen.value);
  return isAlone ? grantRerun({ runId, by }, inside) : chosen;
}

/** What the person's choice leads to, from any state that may be found. */
async function guardOf(
  { choice, seen }: Input,
  { before, person, fill, say }: Meeting,
  inside: Inside,
): Promise<Decide> {
  const roles = { say: await fill(say), deciders: await fill(before.request.deciders.map(({ role }) => role)) };
  return (state) => {
    const permission = mayIntervene(state, person, roles);
    const claim = choice.kind === 'claim' ? undefined : mayChoose(state, person);
    const refusal = [permission, claim].find((each) => each && !each.allowed);
    if (refusal && !refusal.allowed) return failed(refusal.failure);
    if (seen !== undefined && state.waitingSince !== seen) return closedNow(state);
    return eventOf(state, choice, { by: person.id, name: person.name }, inside.clock.now());
  };
}

/** The event of a choice, when the state leaves it open. */
function eventOf(state: RunState, choice: Choice, actor: Actor, at: number): Result<RunEvent> {
  if (choice.kind === 'claim') return claimOf(state, choice.from, actor, at);
  const ways: readonly string[] = waysOn(state);
  const step = currentStep(state)?.id ?? '';
  if (!ways.includes(choice.kind)) {
    const isBarred = choice.kind === 'rerun' && ways.length > 0 && step !== '';
    return isBarred ? failed({ code: 'rerun.not-allowed', at: state.id }) : closedNow(state);
  }
  if (choice.kind === 'verify-again') return ok({ type: 'checks.asked-again', at, ...actor });
  const reason = 'reason' in choice ? cleanText(choice.reason, MAX_REASON) : '';
  if (reason === '') return failed({ code: 'input.invalid', at: state.id, detail: 'a reason is missing' });
  return eventWithReason(state, choice.kind, { at, ...actor, reason }, step);
}

type Told = Actor & { readonly at: number; readonly reason: string };

function eventWithReason(state: RunState, kind: Choice['kind'], told: Told, step: string): Result<RunEvent> {
  switch (kind) {
    case 'settle':
      return ok({ type: 'step.settled', ...told, step });
    case 'rerun':
      return ok({ type: 'rerun.asked', ...told, step });
    case 'skip':
      return ok({ type: 'step.skipped', ...told, step });
    case 'restore':
      return ok({ type: 'restore.started', ...told, cause: state.stopped?.cause ?? 'step' });
    case 'hold':
      return ok({ type: 'run.held', ...told, cause: 'person' });
    case 'give-up':
      return ok({ type: 'run.given-up', ...told });
    default:
      return closedNow(state);
  }
}

/** It is taken from the one who had it when the person looked; of two at once, one wins. Whoever has it need not take it again. */
function claimOf(state: RunState, from: UserId | undefined, actor: Actor, at: number): Result<RunEvent> {
  const holder = state.claimed?.by;
  const isAnothers = holder !== undefined && holder !== from && holder !== actor.by;
  if (isAnothers) return failed({ code: 'run.claimed', at: state.id, facts: { by: holder } });
  const isFree = isChoice(state) && holder !== actor.by;
  return isFree ? ok({ type: 'run.claimed', at, ...actor }) : closedNow(state);
}
