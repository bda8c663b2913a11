import type { RunRequest } from '../../src/domain/request.js';
import type { RunState } from '../../src/run/state.js';
import {
  answered,
  approved,
  closed,
  exited,
  givenUp,
  lost,
  play,
  prechecked,
  requested,
  STEPS,
  started,
  T0,
  type Untimed,
  verified,
} from './story.js';

/** The same request as an English-speaking team makes it. */
export const english: Partial<RunRequest> = {
  language: 'en',
  reason: 'Diagnoses hang',
  impact: 'About 60% of the users',
};

const [FIRST, SECOND] = STEPS;

/** S2's scheme A in each phase, as its events lead there. */
export const runs = {
  preparing: (changes?: Partial<RunRequest>) => play(requested(changes), answered('preflight', 'version', 'pass')),
  awaiting: (changes?: Partial<RunRequest>) => play(requested(changes), ...mixed()),
  running: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), approved(), started(FIRST), exited(FIRST, 0, '{"ok":true}'), started(SECOND)),
  stopping: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), approved(), started(FIRST), { type: 'abort.requested', by: 'U0LI4' }),
  verifying: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), ...stepped(), answered('verify', 'version', 'pass')),
  needsHuman: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), approved(), started(FIRST), lost(FIRST)),
  /** The first step failed after it may have changed something: people choose. */
  stopped: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), approved(), started(FIRST), exited(FIRST, 22, 'curl: (22) error: 403')),
  /** The checks after the steps did not pass. */
  unverified: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), ...stepped(), ...verified('fail')),
  /** Somebody chose to run nothing more for now. */
  held: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      approved(),
      started(FIRST),
      exited(FIRST, 22, 'curl: (22) error: 403'),
      { type: 'run.claimed', by: 'U0LI4', name: '李四' },
      { type: 'run.held', cause: 'person', by: 'U0LI4', name: '李四', reason: '等 DBA' },
    ),
  /** Another run of the system comes first. */
  queued: (changes?: Partial<RunRequest>) => play({ ...requested(changes), ahead: 1 } as Untimed),
  succeeded: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), ...stepped(), ...verified(), closed('succeeded')),
  partial: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      ...stepped(),
      ...verified().slice(0, -1),
      answered('verify', 'dashboard', 'fail'),
      closed('partial'),
    ),
  failed: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      approved(),
      started(FIRST),
      exited(FIRST, 22, 'curl: (22) error: 403'),
      givenUp(),
      closed('failed'),
    ),
  refused: (changes?: Partial<RunRequest>) => play(requested(changes), ...prechecked('fail'), closed('refused')),
  /** Nobody could reach the host: the blocking pre-checks have no answer. */
  unreachable: (changes?: Partial<RunRequest>) => play(requested(changes), ...silent(), closed('refused')),
  /** The host went away between the pre-checks and the first step. */
  notStarted: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      approved(),
      started(FIRST),
      {
        type: 'step.finished',
        step: FIRST,
        result: { kind: 'not-started', failure: UNREACHABLE, facts: REFUSED },
        output: { text: '', bytes: 0, cut: false },
        durationMs: 400,
      },
      closed('failed'),
    ),
  rejected: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      { type: 'approval.rejected', by: 'U0LI4', role: 'tech-director' },
      closed('rejected'),
    ),
  expired: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), { type: 'request.expired', at: T0 + 905_000 }, closed('expired')),
  withdrawn: (changes?: Partial<RunRequest>) =>
    play(requested(changes), ...mixed(), { type: 'abort.requested', by: 'U0ZHAO6' }, closed('aborted')),
  handedOver: (changes?: Partial<RunRequest>) =>
    play(
      requested(changes),
      ...mixed(),
      approved(),
      started(FIRST),
      lost(FIRST),
      { type: 'run.handed-over', by: 'U0LI4' },
      closed('handed-over'),
    ),
} satisfies Record<string, (changes?: Partial<RunRequest>) => RunState>;

const UNREACHABLE = { code: 'ssh.unreachable', at: '127.0.0.1:2222' } as const;
const REFUSED = '127.0.0.1:2222: connect ECONNREFUSED 127.0.0.1:2222';

function silent() {
  const answer = { verdict: 'unknown', evidence: REFUSED, failure: UNREACHABLE } as const;
  return prechecked().map((event) => (event.type === 'check.finished' ? { ...event, answer } : event));
}

/** The service is unhealthy, which is why we are here; everything else is in order. */
function mixed() {
  return prechecked().map((event) =>
    event.type === 'check.finished' && event.check === 'health' ? answered('preflight', 'health', 'fail') : event,
  );
}

function stepped() {
  return [approved(), ...STEPS.flatMap((step) => [started(step), exited(step, 0, '{"ok":true}')])];
}
