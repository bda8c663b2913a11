import type { Person } from '../domain/person.js';
import type { Instant } from '../domain/time.js';
import { type FilledRole, mayDecide, mayIntervene, mayTell } from './authorize.js';
import { openBoxes } from './checklist.js';
import { openQuestions } from './questions.js';
import type { RunState } from './state.js';

/**
 * What a run waits for from one person: a decision, ticks, answers to checks or about a step that they do, a way on where it stands still (`settle`),
 * or what no machine knows for the record.
 */
export type DutyKind = 'decide' | 'tick' | 'answer' | 'settle' | 'complete';
export type Duty = { readonly kind: DutyKind; readonly run: RunState };

/** Who fills which role at this moment. */
export type Filled = {
  readonly deciders: readonly FilledRole[];
  /** Those with a say, deciders included. */
  readonly say: readonly FilledRole[];
  /** Roles that the run's manual checks and steps ask, by role. */
  readonly asked: Readonly<Record<string, FilledRole>>;
};

/** What this person may do now about a run that waits for it; never more than the same rules would grant on the click. */
export function dutiesOf(state: RunState, person: Person, filled: Filled, now: Instant): readonly DutyKind[] {
  const { deciders, say } = filled;
  const rejecting = { digest: state.request.digest, now, verdict: 'rejected' } as const;
  const isAsked = state.phase === 'preparing' || state.phase === 'awaiting-approval';
  const duties: Readonly<Record<DutyKind, boolean>> = {
    decide: mayDecide(state, person, deciders, rejecting).allowed,
    tick: isAsked && openBoxes(state).length > 0 && mayTell(state, person, say).allowed,
    answer: mayAnswer(state, person, filled),
    settle: isChoice(state) && mayIntervene(state, person, { say, deciders }).allowed,
    complete: owesRecord(state, person) && mayTell(state, person, say).allowed,
  };
  return (Object.keys(duties) as DutyKind[]).filter((kind) => duties[kind]);
}

/** People are waited for to choose the way on. */
export function isChoice({ phase }: Pick<RunState, 'phase'>): boolean {
  return phase === 'needs-human' || phase === 'stopped' || phase === 'held';
}

function mayAnswer(state: RunState, person: Person, { say, asked }: Filled): boolean {
  return openQuestions(state).some(({ role }) => {
    const filled = asked[role ?? ''];
    return mayTell(state, person, filled ? [...say, filled] : say).allowed;
  });
}

/** The requester and the approver are asked for the record until somebody has told something. */
function owesRecord({ phase, decision, requestedBy, told }: RunState, { id }: Person): boolean {
  if (phase !== 'closed' || decision?.verdict !== 'approved') return false;
  return Object.keys(told).length === 0 && (requestedBy === id || decision.by === id);
}
