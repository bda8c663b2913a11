import { failed, ok } from '../domain/result.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { pause } from './pause.js';

/** The pause before a move is tried to be written again, in milliseconds. */
const WRITE_AGAIN = 500;

/** How many open runs of the system come before this one. */
export function aheadOf(active: readonly RunState[], { id, request, requestedAt }: RunState): number {
  const earlier = active.filter(
    (run) => run.id !== id && run.request.plan.name === request.plan.name && comesBefore(run, { id, requestedAt }),
  );
  return earlier.length;
}

/** What runs comes before what waits; those who wait go by the moment of their request. */
function comesBefore(run: RunState, { id, requestedAt }: Pick<RunState, 'id' | 'requestedAt'>): boolean {
  if (run.phase !== 'queued') return true;
  return run.requestedAt < requestedAt || (run.requestedAt === requestedAt && run.id < id);
}

/** Moves those up who wait behind a run of the system that ended. */
export async function moveQueue(system: string, inside: Inside): Promise<void> {
  const { ledger, stopping } = inside;
  const waiting = ledger.active().filter(({ phase, request }) => phase === 'queued' && request.plan.name === system);
  for (const { id } of waiting) while (!(await isMoved(id, inside)) && (await pause(WRITE_AGAIN, stopping)));
}

/** True when the run stands at its place in the journal too. */
async function isMoved(id: string, { ledger, clock, log }: Inside): Promise<boolean> {
  try {
    const moved = await ledger.append(id, (state) => {
      const ahead = aheadOf(ledger.active(), state);
      if (state.phase !== 'queued' || state.ahead === ahead) return failed({ code: 'request.stale', at: id });
      return ok({ type: 'queue.moved', at: clock.now(), ahead });
    });
    return moved.ok || moved.failure.code === 'request.stale';
  } catch (error) {
    log.error({ err: error, run: id }, 'the place in the queue could not be written yet');
    return false;
  }
}
