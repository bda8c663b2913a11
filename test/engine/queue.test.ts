import { describe, expect, it, vi } from 'vitest';
import type { StoredEvent } from '../../src/domain/event.js';
import type { RunningEngine } from '../../src/engine/create-engine.js';
import type { RunState } from '../../src/run/state.js';
import { settle } from '../helpers/changing-run.js';
import { ask, engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { restorableDeps } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

async function opened(engine: RunningEngine, by: string = CTO): Promise<RunState> {
  const asked = await engine.request({ ...ask, by });
  if (!asked.ok) throw new Error(asked.failure.code);
  return asked.value;
}

/** One run that waits for its decision, and two behind it. */
async function three() {
  const first = await openRun(restorableDeps());
  const second = await opened(first.engine, DIRECTOR);
  const third = await opened(first.engine, OPS);
  return { ...first, second: second.id, third: third.id, placed: [second, third] };
}

const placeOf = async (engine: RunningEngine, id: string) => {
  const run = await engine.run(id);
  return run?.phase === 'queued' ? run.ahead : run?.phase;
};

describe('requests for a busy system', () => {
  it('wait in the order in which they came, and say how many come before', async () => {
    const { placed } = await three();
    expect(placed.map(({ phase, ahead }) => [phase, ahead])).toEqual([
      ['queued', 1],
      ['queued', 2],
    ]);
  });

  it('move up when the run before them ends, whichever way, and are then prepared like any other', async () => {
    const { engine, id, decide, second, third } = await three();
    await decide(DIRECTOR, 'rejected');
    const turn = await until(engine, second, inPhase('awaiting-approval'));
    expect(turn).toMatchObject({ queuedUntil: expect.any(Number) });
    await vi.waitUntil(async () => (await placeOf(engine, third)) === 1, { interval: 1 });
    await engine.abort(second, DIRECTOR);
    await until(engine, third, inPhase('awaiting-approval'));
    expect((await engine.run(id))?.outcome).toBe('rejected');
  });

  it('leave the queue when they are stopped; those behind move up', async () => {
    const { engine, id, second, third } = await three();
    expect(await engine.abort(second, DIRECTOR)).toMatchObject({ ok: true });
    expect((await until(engine, second, inPhase('closed'))).outcome).toBe('aborted');
    await vi.waitUntil(async () => (await placeOf(engine, third)) === 1, { interval: 1 });
    expect((await engine.run(id))?.phase).toBe('awaiting-approval');
  });

  it('touch nothing and cannot be approved before their turn', async () => {
    const { engine, deps, second, placed } = await three();
    const digest = placed[0]?.request.digest ?? '';
    const early = await engine.decide({ runId: second, verdict: 'approved', by: CTO, digest });
    expect(early).toMatchObject({ failure: { code: 'request.stale' } });
    expect(deps.remote.calls).toEqual([]);
  });

  it('of two systems do not wait for each other', async () => {
    const deps = restorableDeps();
    const [system] = deps.catalog.systems();
    if (!system) throw new Error('a system');
    const shop = { ...system, plan: { ...system.plan, name: 'shop' } };
    const engine = engineOf({ ...deps, catalog: { systems: () => [system, shop], problems: () => [] } });
    await opened(engine);
    expect(await engine.request({ ...ask, system: 'shop' })).toMatchObject({ value: { phase: 'awaiting-approval' } });
  });

  it('move on once there is room when the journal was full at that moment', async () => {
    const { engine, deps, second, decide } = await three();
    const append = deps.journal.append.bind(deps.journal);
    deps.journal.append = async (runId, seq, event) => {
      if (event.type !== 'queue.moved') return append(runId, seq, event);
      deps.journal.full = true;
      const refused = await append(runId, seq, event);
      deps.journal.full = false;
      deps.journal.append = append;
      return refused;
    };
    await decide(DIRECTOR, 'rejected');
    await until(engine, second, inPhase('awaiting-approval'));
  });

  it('move on after the journal broke at that moment', async () => {
    const { engine, deps, second, decide } = await three();
    const append = deps.journal.append.bind(deps.journal);
    deps.journal.append = async (runId, seq, event) => {
      if (event.type !== 'queue.moved') return append(runId, seq, event);
      deps.journal.append = append;
      throw new Error('SQLITE_IOERR');
    };
    await decide(DIRECTOR, 'rejected');
    await until(engine, second, inPhase('awaiting-approval'));
  });

  it('have their turn also when the last run before them ended while they were written down', async () => {
    const { engine, deps, id, decide } = await openRun(restorableDeps());
    const append = deps.journal.append.bind(deps.journal);
    let write = () => {};
    const isEnded = new Promise<void>((resolve) => {
      write = resolve;
    });
    deps.journal.append = async (runId: string, seq: number, event: StoredEvent['event']) => {
      if (event.type === 'run.requested') await isEnded;
      return append(runId, seq, event);
    };
    const asked = opened(engine);
    await settle();
    await decide(DIRECTOR, 'rejected');
    await until(engine, id, inPhase('closed'));
    write();
    const { id: second } = await asked;
    await until(engine, second, inPhase('awaiting-approval'));
  });

  it('keep their places over a restart', async () => {
    const { engine, deps, id, second, third } = await three();
    await engine.stop();
    const again = engineOf(deps);
    await again.start();
    expect([await placeOf(again, second), await placeOf(again, third)]).toEqual([1, 2]);
    await again.abort(id, OPS);
    await until(again, second, inPhase('awaiting-approval'));
  });
});
