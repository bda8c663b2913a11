/** Stable codes of everything that may be refused or go wrong. `view/problem.ts` says each in words. */
export const FAILURE_CODES = [
  'ssh.unreachable',
  'ssh.auth-refused',
  'ssh.host-key-unknown',
  'ssh.host-key-changed',
  'ssh.key-unusable',
  'host.unsuitable',
  'host.command-failed',
  'host.locked',
  'host.fenced',
  'target.unknown',
  'target.changed',
  'secret.missing',
  'slack.other-team',
  'port.unusable',
  'http.unreachable',
  'check.asked-before',
  'journal.busy',
  'journal.full',
  'plan.unknown',
  'scheme.unknown',
  'severity.unknown',
  'severity.observe-only',
  'run.unknown',
  'run.busy',
  'run.closed',
  'run.not-allowed',
  'request.stale',
  'request.not-allowed',
  'approval.not-decider',
  'approval.own-request',
  'approval.already-decided',
  'person.guest',
  'person.unverified',
  'role.unverified',
  'run.orphaned',
  'journal.damaged',
  'backup.unknown',
  'backup.unusable',
  'backup.missing',
  'checklist.open',
  'check.closed',
  'check.unanswered',
  'check.not-asked',
  'record.open',
  'input.invalid',
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/** What failed, where, and the facts its message needs. Never holds a secret. */
export type Failure = {
  readonly code: FailureCode;
  /** Where: a host, a plan, a run, a person. */
  readonly at: string;
  /** The fact itself, in technical words, e.g. "connect ECONNREFUSED 127.0.0.1:22". */
  readonly detail?: string;
  /** Named values for the message, e.g. { run: '20261120-7kq2m', expected: 'SHA256:…' }. */
  readonly facts?: Readonly<Record<string, string>>;
};

/** A failure that was written down: its words come from `code` and `at`, the technical facts stand beside it. */
export type NamedFailure = Pick<Failure, 'code' | 'at'>;

/** The technical facts of a failure in one line, e.g. `10.0.0.5: connect ECONNREFUSED; expected: SHA256:…`. */
export function factsOf({ at, detail, facts = {} }: Failure): string {
  const named = Object.entries(facts).map(([name, value]) => `${name}: ${value}`);
  return `${at}: ${[...(detail ? [detail] : []), ...named].join('; ')}`.replace(/: $/, '');
}
