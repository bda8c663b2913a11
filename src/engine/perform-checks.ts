import { setMaxListeners } from 'node:events';
import type { Check } from '../domain/check.js';
import type { CheckPhase } from '../domain/event.js';
import { MARK_STEP } from '../domain/expand-scheme.js';
import type { RunRequest } from '../domain/request.js';
import { failed, ok } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import type { Asking } from './answer-check.js';
import { askOnce, isAsking, isOpen } from './ask-once.js';
import type { Inside } from './deps.js';
import { readSecrets } from './dispatch-step.js';
import { pause } from './pause.js';

/** The pause before an answer is tried to be written again, in milliseconds. */
const WRITE_AGAIN = 500;

/** Asks all open checks of a phase at the same time and writes each answer down as it comes, until the run leaves the phase. */
export async function performChecks(
  runId: string,
  phase: CheckPhase,
  ids: readonly string[],
  inside: Inside,
): Promise<void> {
  const state = inside.ledger.get(runId);
  if (!state) return;
  const over = new AbortController();
  const leave = inside.ledger.subscribe((now) => {
    if (now.id === runId && !isAsking(now, phase)) over.abort();
  });
  const signal = AbortSignal.any([inside.stopping, over.signal]);
  // Each check that waits between two tries listens to it; a plan may have many.
  setMaxListeners(0, signal);
  try {
    const { request } = state;
    const names = request.secrets.map(({ name }) => name);
    const { known } = await readSecrets(request, names, inside.secrets);
    const asking = { ground: request, marks: marksOf(state), secrets: known, signal };
    const all = Promise.all(ids.map((id) => performCheck(runId, phase, planned(request, phase, id), asking, inside)));
    await Promise.race([all, aborted(signal)]);
  } finally {
    // Whatever is still being asked is asked for nobody.
    over.abort();
    leave();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}

async function performCheck(
  runId: string,
  phase: CheckPhase,
  check: Check | undefined,
  asking: Asking,
  inside: Inside,
): Promise<void> {
  const { ledger, clock } = inside;
  if (!check || asking.signal.aborted) return;
  const began = performance.now();
  const answer = await askOnce(runId, phase, check, asking, inside);
  if (!answer || asking.signal.aborted) return;
  const durationMs = Math.round(performance.now() - began);
  // An answer is not asked for twice: it is kept until it is written, e.g. until the journal's disk has room again.
  for (;;) {
    const written = await ledger.append(runId, (now) => {
      if (!isOpen(now, phase, check.id)) return failed({ code: 'request.stale', at: runId });
      return ok({ type: 'check.finished', at: clock.now(), phase, check: check.id, answer, durationMs });
    });
    const isOver = written.ok || written.failure.code === 'request.stale';
    if (isOver || !(await pause(WRITE_AGAIN, asking.signal))) return;
  }
}

/** What the marking steps printed: `<check> <inode> <bytes> <last words>` or `<check> @<seconds>` lines. */
function marksOf({ steps }: RunState): Readonly<Record<string, string>> {
  const marking = steps.filter(({ id }) => id.startsWith(MARK_STEP));
  const lines = marking.flatMap(({ output }) => output?.text.split('\n') ?? []);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, check, mark] = /^(\S+) (\d+ \d+ [0-9a-f]+|@\d+)$/.exec(line) ?? [];
      return check && mark ? [[check, mark]] : [];
    }),
  );
}

function planned({ scheme }: RunRequest, phase: CheckPhase, id: string): Check | undefined {
  const { prechecks, checks, restore } = scheme;
  const planned = { preflight: prechecks, verify: checks, restore: restore?.checks ?? [] }[phase];
  return planned.find((check) => check.id === id);
}
