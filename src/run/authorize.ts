import type { Failure } from '../domain/failure.js';
import type { Person, UserId } from '../domain/person.js';
import { say } from '../domain/text.js';
import type { Instant } from '../domain/time.js';
import { openBoxes } from './checklist.js';
import type { RunState } from './state.js';

/** A decider's role with everybody who fills it at this moment. */
export type FilledRole = {
  readonly role: string;
  readonly title: string;
  readonly members: readonly UserId[];
  /** A user group of the role that Slack did not tell the members of. */
  readonly unreadGroup?: string;
};

export type Permission =
  | { readonly allowed: true; readonly role: string }
  | { readonly allowed: false; readonly failure: Failure };

/** What a person decided, on which text, and when. */
export type Seen = { readonly digest: string; readonly now: Instant; readonly verdict: 'approved' | 'rejected' };

/**
 * May this person decide this run now? Everything not plainly allowed is refused: strangers and guests, people
 * without a deciding role, the requester's own request, a request that changed since it was read, and an approval before
 * the checklist is complete.
 */
export function mayDecide(state: RunState, person: Person, roles: readonly FilledRole[], seen: Seen): Permission {
  const at = state.id;
  if (person.kind !== 'member') return refuse({ code: 'person.guest', at: person.id });
  if (state.decision) {
    const { by, verdict } = state.decision;
    return refuse({ code: 'approval.already-decided', at, facts: { by, verdict } });
  }
  if (state.phase === 'closed' || state.phase === 'closing') {
    return refuse({ code: 'run.closed', at, facts: { outcome: state.outcome ?? '' } });
  }
  if (state.phase !== 'awaiting-approval' || seen.digest !== state.request.digest)
    return refuse({ code: 'request.stale', at });
  if ((state.expiresAt ?? 0) <= seen.now) return refuse({ code: 'run.closed', at, facts: { outcome: 'expired' } });
  const role = decidingRole(state, person, roles);
  return role.allowed && seen.verdict === 'approved' ? (incomplete(state) ?? role) : role;
}

function decidingRole(state: RunState, { id }: Person, roles: readonly FilledRole[]): Permission {
  const role = roles.find(({ members }) => members.includes(id));
  if (!role) {
    const facts = { roles: roles.map((each) => each.title).join(',') };
    return noRole(roles) ?? refuse({ code: 'approval.not-decider', at: state.id, facts });
  }
  if (id === state.requestedBy) return refuse({ code: 'approval.own-request', at: state.id });
  return { allowed: true, role: role.role };
}

/** A list with open boxes forbids an approval; to reject, nothing needs to be complete. */
function incomplete(state: RunState): Permission | undefined {
  const open = openBoxes(state);
  if (open.length === 0) return undefined;
  const items = open.map(({ title }) => say(title, state.request.language)).join(',');
  return refuse({ code: 'checklist.open', at: state.id, facts: { items } });
}

/** May this person ask for a run? Requesters and deciders may, as full members. */
export function mayRequest(person: Person, roles: readonly FilledRole[], system: string): Permission {
  if (person.kind !== 'member') return refuse({ code: 'person.guest', at: person.id });
  const role = roles.find(({ members }) => members.includes(person.id));
  if (role) return { allowed: true, role: role.role };
  return refuse({
    code: 'request.not-allowed',
    at: system,
    facts: { roles: roles.map((each) => each.title).join(',') },
  });
}

/**
 * May this person stop a run, ask its host again or take it over? A request that nobody decided belongs to its requester
 * and its deciders; a run under way may be stopped by everybody who has a say in the system.
 */
export function mayIntervene(
  state: RunState,
  person: Person,
  roles: { readonly say: readonly FilledRole[]; readonly deciders: readonly FilledRole[] },
): Permission {
  return mayTell(state, person, state.decision ? roles.say : roles.deciders);
}

/** Once somebody took the choice upon themselves, only they choose, until another takes it over. */
export function mayChoose({ id, claimed }: RunState, person: Person): Permission | undefined {
  if (!claimed || claimed.by === person.id) return undefined;
  return refuse({ code: 'run.claimed', at: id, facts: { by: claimed.by } });
}

/**
 * May this person say yes to running a step again? A decider, and never who wanted it: what may do harm twice takes two
 * people.
 */
export function mayConfirmRerun(state: RunState, person: Person, deciders: readonly FilledRole[]): Permission {
  const at = state.id;
  if (person.kind !== 'member') return refuse({ code: 'person.guest', at: person.id });
  if (!state.rerun) return refuse({ code: 'rerun.not-asked', at });
  const role = deciders.find(({ members }) => members.includes(person.id));
  if (!role) {
    const facts = { roles: deciders.map((each) => each.title).join(',') };
    return noRole(deciders) ?? refuse({ code: 'approval.not-decider', at, facts });
  }
  if (state.rerun.by === person.id) return refuse({ code: 'rerun.own', at });
  return { allowed: true, role: role.role };
}

/** May this person tick boxes, answer checks or complete the record? The requester may, and everybody in these roles. */
export function mayTell(state: RunState, person: Person, able: readonly FilledRole[]): Permission {
  if (person.kind !== 'member') return refuse({ code: 'person.guest', at: person.id });
  if (person.id === state.requestedBy) return { allowed: true, role: 'requester' };
  const role = able.find(({ members }) => members.includes(person.id));
  if (role) return { allowed: true, role: role.role };
  // A decider who also answers is able twice.
  const titles = [...new Set(able.map((each) => each.title))].join(',');
  return noRole(able) ?? refuse({ code: 'run.not-allowed', at: state.id, facts: { roles: titles } });
}

/** Who is not named may be in a group that could not be read: nobody can say, so it is no. */
function noRole(roles: readonly FilledRole[]): Permission | undefined {
  const group = roles.find(({ unreadGroup }) => unreadGroup)?.unreadGroup;
  return group ? refuse({ code: 'role.unverified', at: group }) : undefined;
}

function refuse(failure: Failure): Permission {
  return { allowed: false, failure };
}
