import { failed, ok, type Result } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import { answerManually, completeRecord, tick } from './answers.js';
import { rememberClosed } from './closed-runs.js';
import { abortOf, act, askAgainOf, decide, handOverOf } from './decisions.js';
import type { EngineDeps, Inside } from './deps.js';
import { Driver } from './driver.js';
import { dryRun } from './dry-run.js';
import { duties } from './duties.js';
import type { Engine } from './engine.js';
import { Ledger } from './ledger.js';
import { linkIncident } from './link-incident.js';
import { listBackups } from './list-backups.js';
import { createRequester, INCIDENT_LASTS } from './open-request.js';
import { pause } from './pause.js';
import { performAsk } from './perform-step.js';

/** Closed runs in which a person may still have something to do. */
const REMEMBERED = 20;

/** The engine with its beginning and its end. */
export type RunningEngine = Engine & {
  /**
   * Takes up every open run where it stands, asking the hosts about steps that were under way. Touches nothing and fails
   * with `run.orphaned` when the inventory lacks an open run's system.
   */
  start(): Promise<Result<void>>;
  /** Sends nothing more; steps on hosts go on by themselves. */
  stop(): Promise<void>;
};

export function createEngine(deps: EngineDeps): RunningEngine {
  const stop = new AbortController();
  const inside: Inside = { ...deps, ledger: new Ledger(deps.journal), stopping: stop.signal };
  const driver = new Driver(inside);
  const { ledger } = inside;
  ledger.subscribe(({ id }) => driver.drive(id));
  return {
    systems: () => deps.catalog.systems(),
    planProblems: () => deps.catalog.problems(),
    request: createRequester(inside),
    decide: (input) => decide(input, inside),
    ...interventions(inside),
    ...answers(inside),
    dryRun: (input) => dryRun(input, inside),
    ...queries(inside),
    start: () => takeUp(inside, driver),
    stop: async () => {
      stop.abort(new Error('shutting down'));
      await driver.idle();
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
    askAgain: async (runId, by) => {
      const asked = await act(runId, by, askAgainOf, inside);
      const lost = asked.ok ? asked.value.steps.find(({ status }) => status === 'lost') : undefined;
      const answered = lost ? await performAsk(runId, lost.id, inside) : ok(undefined);
      if (!answered.ok) return answered;
      return asked.ok ? ok((await inside.ledger.find(runId)) ?? asked.value) : asked;
    },
    handOver: (runId, by) => act(runId, by, handOverOf, inside),
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

/** A damaged journal is said in words; nothing is carried on from what cannot be trusted. */
async function load(ledger: Inside['ledger']): Promise<Result<readonly RunState[]>> {
  try {
    return ok(await ledger.load());
  } catch (error) {
    return failed({
      code: 'journal.damaged',
      at: 'journal',
      detail: error instanceof Error ? error.message : String(error),
    });
  }
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

async function takeUp({ ledger, clock, catalog }: Inside, driver: Driver): Promise<Result<void>> {
  const loaded = await load(ledger);
  if (!loaded.ok) return loaded;
  const open = loaded.value;
  const known = catalog.systems().map(({ plan }) => plan.name);
  const orphan = open.find(({ request }) => !known.includes(request.plan.name));
  if (orphan) return failed({ code: 'run.orphaned', at: orphan.id, facts: { system: orphan.request.plan.name } });
  for (const { id, phase } of open) {
    const underWay = phase === 'running' || phase === 'verifying';
    if (underWay) await ledger.append(id, () => ok({ type: 'run.resumed', at: clock.now() }));
    driver.drive(id);
  }
  return ok(undefined);
}

/** The run's own loop waits for the step's end; this only tells the host to end it, until it has. */
async function endRunningStep(aborted: RunState, { ledger, remote, stopping, log }: Inside): Promise<void> {
  for (;;) {
    const step = ledger.get(aborted.id)?.steps.find(({ status }) => status === 'running');
    const planned = step && aborted.request.scheme.steps.find(({ id }) => id === step.id);
    const target = planned && aborted.request.targets[planned.target];
    if (!step?.token || !target) return;
    const cancelled = await remote.cancel(target, [step.token]);
    if (!cancelled.ok) log.warn({ run: aborted.id, failure: cancelled.failure }, 'the step could not be stopped yet');
    if (!(await pause(1_000, stopping))) return;
  }
}
