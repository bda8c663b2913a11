import { setMaxListeners } from 'node:events';
import { ok, type Result } from '../domain/result.js';
import { plannedStep } from '../domain/undo-steps.js';
import type { RunState } from '../run/state.js';
import { currentStep } from '../run/steps.js';
import { answerManually, completeRecord, tick } from './answers.js';
import { breakLock } from './break-lock.js';
import { choose } from './choose.js';
import { rememberClosed } from './closed-runs.js';
import { createRequester } from './create-requester.js';
import { abortOf, act, askAgainOf, asSeen, decide, handOverOf } from './decisions.js';
import type { EngineDeps, Inside } from './deps.js';
import { Driver } from './driver.js';
import { dryRun } from './dry-run.js';
import { duties } from './duties.js';
import type { Engine } from './engine.js';
import { Ledger } from './ledger.js';
import { linkIncident } from './link-incident.js';
import { listBackups } from './list-backups.js';
import { INCIDENT_LASTS } from './open-request.js';
import { pause } from './pause.js';
import { performAsk } from './perform-ask.js';
import { moveQueue } from './queue.js';
import { pauseRuns, takeUpRuns } from './start-up.js';
import { tokensUnderWay } from './tokens.js';

/** Closed runs in which a person may still have something to do. */
const REMEMBERED = 20;
/** How long loops may take to end when the bot stops, in milliseconds. */
const STOP_PATIENCE = 3_000;

/** The engine with its beginning and its end. */
export type RunningEngine = Engine & {
  /**
   * Takes up every open run where it stands, asking the hosts about steps that were under way. Touches nothing and fails
   * with `run.orphaned` when the inventory lacks an open run's system.
   */
  start(): Promise<Result<void>>;
  /** Says in the runs under way that the bot goes away, and sends nothing more; steps on hosts go on by themselves. */
  stop(): Promise<void>;
};

export function createEngine(deps: EngineDeps): RunningEngine {
  const stop = new AbortController();
  // Every run that waits for something listens to it.
  setMaxListeners(0, stop.signal);
  const inside: Inside = { ...deps, ledger: new Ledger(deps.journal), readings: new Map(), stopping: stop.signal };
  const driver = new Driver(inside);
  const { ledger } = inside;
  ledger.subscribe((state) => {
    driver.drive(state.id);
    // Also when one begins to wait: the last run before it may have ended while its request was written.
    if (state.phase === 'closed' || state.phase === 'queued') void moveQueue(state.request.plan.name, inside);
    if (state.phase === 'awaiting-approval') warm(state, inside);
  });
  const requester = createRequester(inside);
  return {
    systems: () => deps.catalog.systems(),
    planProblems: () => deps.catalog.problems(),
    request: requester.request,
    requestUndo: requester.requestUndo,
    choose: (input) => choose(input, inside),
    breakLock: (input) => breakLock(input, inside),
    decide: (input) => decide(input, inside),
    ...interventions(inside),
    ...answers(inside),
    dryRun: (input) => dryRun(input, inside),
    ...queries(inside),
    start: () => takeUpRuns(inside, driver),
    stop: async () => {
      stop.abort(new Error('shutting down'));
      const rested = pauseRuns(inside).then(() => driver.idle());
      // A host or a disk that hangs must not keep the process: whatever was sent is taken up at the next start.
      await Promise.race([rested, pause(STOP_PATIENCE, new AbortController().signal)]);
    },
  };
}

/** What people may do to a run under way. */
function interventions(inside: Inside): Pick<Engine, 'abort' | 'askAgain' | 'handOver'> {
  return {
    abort: async (runId, by) => {
      const aborted = await act(runId, by, abortOf, inside);
      if (aborted.ok) {
        const { log } = inside;
        endRunningStep(aborted.value, inside).catch((error: unknown) =>
          log.error({ err: error, run: runId }, 'the step could not be stopped'),
        );
      }
      return aborted;
    },
    askAgain: async (runId, by, seen) => {
      const asked = await act(runId, by, asSeen(seen, askAgainOf), inside);
      if (!asked.ok) return asked;
      const answered = await performAsk(runId, inside);
      return answered.ok ? ok((await inside.ledger.find(runId)) ?? asked.value) : answered;
    },
    handOver: (runId, by, seen) => act(runId, by, asSeen(seen, handOverOf), inside),
  };
}

/** What people tell a run. */
function answers(inside: Inside): Pick<Engine, 'tick' | 'answer' | 'complete'> {
  return {
    tick: (input) => tick(input, inside),
    answer: (input) => answerManually(input, inside),
    complete: (input) => completeRecord(input, inside),
  };
}

function queries(
  inside: Inside,
): Pick<Engine, 'linkIncident' | 'incidentOf' | 'backups' | 'run' | 'active' | 'duties' | 'recent' | 'subscribe'> {
  const { ledger, journal, clock } = inside;
  const recent: Engine['recent'] = async (limit, system) => {
    const ids = await journal.recentRuns(limit, system);
    const runs = await Promise.all(ids.map((id) => findReadable(id, inside)));
    return runs.filter((run) => run !== undefined);
  };
  const closed = rememberClosed(ledger, () => recent(REMEMBERED));
  return {
    linkIncident: (incident) => linkIncident(incident, inside),
    incidentOf: (channel) => journal.incidentOf(channel, clock.now() - INCIDENT_LASTS),
    backups: (system, source) => listBackups(system, inside, source),
    run: (runId) => ledger.find(runId),
    active: () => ledger.active(),
    duties: async (by) => duties(by, [...ledger.active(), ...(await closed())], inside),
    recent,
    subscribe: (listener) => ledger.subscribe(listener),
  };
}

/** One damaged record must not hide the others. */
async function findReadable(runId: string, { ledger, log }: Inside): Promise<RunState | undefined> {
  try {
    return await ledger.find(runId);
  } catch (error) {
    log.error({ err: error, run: runId }, 'the journal of this run cannot be read');
    return undefined;
  }
}

/** Whoever decides now should not wait for a handshake afterwards. */
function warm({ request }: RunState, { remote }: Inside): void {
  const names = new Set(request.scheme.steps.map(({ target }) => target));
  for (const target of [...names].flatMap((name) => request.targets[name] ?? [])) remote.warm(target);
}

/** The run's own loop waits for the steps' ends; this only tells the host to end them, until it has. */
async function endRunningStep({ id }: RunState, { ledger, remote, stopping, log }: Inside): Promise<void> {
  for (;;) {
    const state = ledger.get(id);
    const step = state && currentStep(state);
    if (!state || step?.status !== 'running') return;
    const target = state.request.targets[plannedStep(state.request, step.id)?.target ?? ''];
    if (!target) return;
    const cancelled = await remote.cancel(target, tokensUnderWay(state));
    if (!cancelled.ok) log.warn({ run: id, failure: cancelled.failure }, 'the step could not be stopped yet');
    if (!(await pause(1_000, stopping))) return;
  }
}
