import { failed, ok, type Result } from '../domain/result.js';
import type { StepEnd } from '../domain/step-end.js';
import type { RunState } from '../run/state.js';
import { currentStep } from '../run/steps.js';
import type { Inside } from './deps.js';
import { dispatchStep } from './dispatch-step.js';
import type { Driver } from './driver.js';
import type { Decide } from './ledger.js';
import { pause } from './pause.js';
import { moveQueue } from './queue.js';
import { withVerdict } from './verdict.js';
import { writeEnd } from './write-end.js';

const UNDER_WAY: readonly RunState['phase'][] = ['running', 'verifying', 'restoring'];

/** How long the start waits for the hosts' answers, in milliseconds. */
const ASK_PATIENCE = 10_000;

/**
 * Takes up every open run where it stands. Before anything else every host is asked about every step that was sent and has
 * not ended; then the runs go on.
 */
export async function takeUpRuns(inside: Inside, driver: Driver): Promise<Result<void>> {
  const { ledger, clock, catalog } = inside;
  const loaded = await load(ledger);
  if (!loaded.ok) return loaded;
  const open = loaded.value;
  const known = catalog.systems().map(({ plan }) => plan.name);
  const orphan = open.find(({ request }) => !known.includes(request.plan.name));
  if (orphan) return failed({ code: 'run.orphaned', at: orphan.id, facts: { system: orphan.request.plan.name } });
  // The first end that is heard must not set its run going before the other hosts were asked.
  await driver.held(() => {
    const asked = open.map(({ id }) => askAboutSteps(id, inside));
    // A host that does not answer keeps only its own run waiting: taking that up asks on.
    return Promise.race([Promise.all(asked), pause(ASK_PATIENCE, inside.stopping)]);
  });
  for (const { id, phase, pausedAt } of open) {
    const isResumed = UNDER_WAY.includes(phase) || pausedAt !== undefined;
    // What a host told may have ended the run by now.
    const resumed: Decide = (now) =>
      now.phase === 'closed' ? failed({ code: 'request.stale', at: id }) : ok({ type: 'run.resumed', at: clock.now() });
    if (isResumed) await ledger.append(id, resumed);
    driver.drive(id);
  }
  for (const system of known) void moveQueue(system, inside);
  return ok(undefined);
}

/** Writes down the ends that a host already knows, in order; the rest is taken up afterwards. */
async function askAboutSteps(runId: string, inside: Inside): Promise<void> {
  while (await askAboutStep(runId, inside));
}

/** True when the step's end is written, so that the next one may have ended too. */
async function askAboutStep(runId: string, inside: Inside): Promise<boolean> {
  const state = inside.ledger.get(runId);
  const step = state && currentStep(state);
  if (!state || step?.status !== 'running') return false;
  const dispatch = await dispatchStep(state, step.id, inside);
  if (!dispatch.ok) return false;
  const { target, order } = dispatch.value;
  const end = await inside.remote.ask(target, order);
  return isKnown(end) && writeEnd(runId, dispatch.value, await withVerdict(end, dispatch.value, inside), inside);
}

/** What runs, never began or is on a host that did not answer may stand otherwise in a moment. */
function isKnown(end: StepEnd | { readonly kind: 'running' }): end is StepEnd {
  if (end.kind === 'lost') return end.evidence.claimed !== null;
  return end.kind !== 'running' && end.kind !== 'not-started';
}

/** Says that the bot goes away in order, in every run that is under way. */
export async function pauseRuns({ ledger, clock, log }: Inside): Promise<void> {
  const underWay = ledger.active().filter(({ phase, pausedAt }) => UNDER_WAY.includes(phase) && pausedAt === undefined);
  const paused = underWay.map(async ({ id }) => {
    try {
      await ledger.append(id, (state) =>
        UNDER_WAY.includes(state.phase)
          ? ok({ type: 'run.paused', at: clock.now() })
          : failed({ code: 'request.stale', at: id }),
      );
    } catch (error) {
      log.error({ err: error, run: id }, 'the pause of the run could not be written');
    }
  });
  await Promise.all(paused);
}

/** A damaged journal is said in words; nothing is carried on from what cannot be trusted. */
async function load(ledger: Inside['ledger']): Promise<Result<readonly RunState[]>> {
  try {
    return ok(await ledger.load());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failed({ code: 'journal.damaged', at: 'journal', detail });
  }
}
