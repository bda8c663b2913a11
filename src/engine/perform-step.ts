import type { RunEvent } from '../domain/event.js';
import type { Step } from '../domain/plan.js';
import { printable } from '../domain/printable.js';
import { redact } from '../domain/redact.js';
import { failed, ok, type Result } from '../domain/result.js';
import { Secret } from '../domain/secret.js';
import type { Output, StepEnd } from '../domain/step-end.js';
import type { Target } from '../domain/target.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { sha256 } from './digest.js';
import { pause } from './pause.js';
import type { StepOrder } from './ports.js';

/** How long beyond its deadline a silent host is asked about a step that may run there. */
const PATIENCE = 60_000;
const ASK_EVERY = 2_000;
const NOTHING: Output = { text: '', bytes: 0, cut: false };

/** Everything a step is sent with. */
export type Dispatch = {
  readonly step: Step;
  readonly target: Target;
  readonly order: StepOrder;
  readonly secrets: readonly Secret[];
};

/** Starts a step, or takes up one that was started before, and writes down how it ended. */
export async function performStep(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, clock, remote, stopping } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const dispatch = await prepare(state, stepId, inside);
  if (!dispatch.ok) return notStarted(state, stepId, dispatch.failure.code, dispatch.failure.at, inside);
  const { order, target } = dispatch.value;
  if (statusOf(state, stepId) === 'pending') {
    const intent = await ledger.append(runId, (now) => {
      const mayStart = now.phase === 'running' && !now.abort && statusOf(now, stepId) === 'pending';
      if (!mayStart || stopping.aborted) return failed({ code: 'request.stale', at: runId });
      const scriptDigest = sha256(order.script.text);
      return ok({ type: 'step.started', at: clock.now(), step: stepId, token: order.token, scriptDigest });
    });
    // Without a durable intent nothing is sent; nor when the bot was told to stop meanwhile.
    if (!intent.ok || stopping.aborted) return;
  }
  const sentBefore = statusOf(state, stepId) === 'running';
  const end = sentBefore ? await takeUp(state, dispatch.value, inside) : await remote.ensure(target, order, stopping);
  await writeEnd(state.id, stepId, end, dispatch.value.secrets, inside);
}

/** After a restart: the step may have been sent, so an unreachable host is asked again until its deadline is long past. */
async function takeUp(state: RunState, { step, target, order }: Dispatch, inside: Inside): Promise<StepEnd> {
  const { remote, stopping, clock } = inside;
  const startedAt = state.steps.find(({ id }) => id === step.id)?.startedAt ?? clock.now();
  const giveUpAt = Math.max(startedAt + step.deadline, clock.now()) + PATIENCE;
  for (;;) {
    const end = await remote.ensure(target, order, stopping);
    const silent = end.kind === 'not-started' && end.failure.code === 'ssh.unreachable';
    if (!silent || clock.now() >= giveUpAt) return neverAbsent(end);
    await pause(ASK_EVERY, stopping);
    stopping.throwIfAborted();
  }
}

/** Ends a step on its host because somebody aborted the run; a step that never started stays unstarted. */
export async function performCancel(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  if (!state) return;
  const dispatch = await prepare(state, stepId, inside);
  if (!dispatch.ok) return notStarted(state, stepId, dispatch.failure.code, dispatch.failure.at, inside);
  const { target, order, secrets } = dispatch.value;
  await remote.cancel(target, order.token);
  const asked = await remote.ask(target, order);
  const end = asked.kind === 'running' ? await remote.ensure(target, order, stopping) : asked;
  await writeEnd(runId, stepId, end, secrets, inside);
}

/** Asks the host once more about a step whose end is unknown; attaches to it when it still runs. Never starts it. */
export async function performAsk(runId: string, stepId: string, inside: Inside): Promise<void> {
  const { ledger, remote, stopping } = inside;
  const state = ledger.get(runId);
  const dispatch = state && (await prepare(state, stepId, inside));
  if (!dispatch?.ok) return;
  const { target, order, secrets } = dispatch.value;
  const asked = await remote.ask(target, order);
  const end = asked.kind === 'running' ? await remote.ensure(target, order, stopping) : asked;
  await writeEnd(runId, stepId, neverAbsent(end), secrets, inside);
}

/** Where a step goes and with what; the token has no attempt number, so that it can be claimed only once. */
export async function prepare(state: RunState, stepId: string, { secrets }: Inside): Promise<Result<Dispatch>> {
  const { request } = state;
  const step = request.scheme.steps.find(({ id }) => id === stepId);
  const target = step && request.targets[step.target];
  if (!step || !target) return failed({ code: 'target.unknown', at: step?.target ?? stepId });
  const files: Record<string, Secret> = {};
  const known: Secret[] = [];
  for (const name of step.secrets) {
    const secret = await secrets.read(request.plan.name, name);
    if (!secret.ok) return secret;
    const header = request.secrets.find((use) => use.name === name)?.header;
    files[name] = header ? new Secret(`${header}: ${secret.value.reveal()}\n`) : secret.value;
    known.push(secret.value);
  }
  const env = { ...request.variables, BACKOUT_RUN: state.id, BACKOUT_STEP: stepId };
  const script = { text: step.run, env, secrets: files, deadline: step.deadline };
  return ok({ step, target, secrets: known, order: { token: `${request.token}.${stepId}`, script } });
}

async function notStarted(state: RunState, step: string, code: string, at: string, inside: Inside): Promise<void> {
  await inside.ledger.append(state.id, (now) => {
    if (isEnded(now, step)) return failed({ code: 'request.stale', at: state.id });
    const result = { kind: 'not-started', why: `${code} ${at}` } as const;
    return ok({ type: 'step.finished', at: inside.clock.now(), step, result, output: NOTHING, durationMs: 0 });
  });
}

async function writeEnd(
  runId: string,
  step: string,
  end: StepEnd,
  secrets: readonly Secret[],
  inside: Inside,
): Promise<void> {
  await inside.ledger.append(runId, (now) => {
    if (isEnded(now, step)) return failed({ code: 'request.stale', at: runId });
    return ok(eventOf(step, end, secrets, inside.clock.now()));
  });
}

function eventOf(step: string, end: StepEnd, secrets: readonly Secret[], at: number): RunEvent {
  switch (end.kind) {
    case 'lost':
      return { type: 'step.lost', at, step, evidence: end.evidence, output: safe(end.output, secrets) };
    case 'not-started': {
      const why = redact(
        printable(`${end.failure.code} ${end.failure.at} ${end.failure.detail ?? ''}`.trim()),
        secrets,
      );
      return { type: 'step.finished', at, step, result: { kind: 'not-started', why }, output: NOTHING, durationMs: 0 };
    }
    case 'exited': {
      const { code, durationMs } = end;
      return {
        type: 'step.finished',
        at,
        step,
        result: { kind: 'exited', code },
        output: safe(end.output, secrets),
        durationMs,
      };
    }
    default: {
      const { kind, durationMs } = end;
      return { type: 'step.finished', at, step, result: { kind }, output: safe(end.output, secrets), durationMs };
    }
  }
}

/** For a step that was sent before, "the host knows nothing of it" is no proof that it will never start. */
function neverAbsent(end: StepEnd): StepEnd {
  if (end.kind !== 'not-started') return end;
  const claimed = end.failure.code.startsWith('ssh.') ? null : false;
  const reason = `${end.failure.code} ${end.failure.detail ?? ''}`.trim();
  return { kind: 'lost', evidence: { reason, claimed, rebooted: null, lastHeardAt: null }, output: NOTHING };
}

function safe(output: Output, secrets: readonly Secret[]): Output {
  return { ...output, text: redact(printable(output.text), secrets) };
}

function statusOf(state: RunState, step: string): string | undefined {
  return state.steps.find(({ id }) => id === step)?.status;
}

function isEnded(state: RunState, step: string): boolean {
  const waiting = state.phase === 'running' || state.phase === 'needs-human';
  return !waiting || !['pending', 'running', 'lost'].includes(statusOf(state, step) ?? '');
}
