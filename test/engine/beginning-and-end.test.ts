import { describe, expect, it, vi } from 'vitest';
import type { StoredEvent } from '../../src/domain/event.js';
import { ALL_WELL, approve, changing, killedAt, settle, withChoices } from '../helpers/changing-run.js';
import { ask, engineOf, openRun } from '../helpers/engine-run.js';
import { GUEST } from '../helpers/fake-ports.js';
import { exit, UNREACHABLE } from '../helpers/fake-remote.js';
import { CHANGES, restorableDeps } from '../helpers/restorable.js';
import { DIRECTOR, OPS } from '../helpers/story.js';

describe('a host that cannot keep the promise', () => {
  it('refuses the request before anything is written or anybody is asked', async () => {
    const deps = restorableDeps();
    deps.remote.unsuitable = { code: 'host.unsuitable', at: 'app', detail: 'no flock' };
    const asked = await engineOf(deps).request(ask);
    expect(asked).toMatchObject({ failure: { code: 'host.unsuitable', at: 'app', detail: 'no flock' } });
    expect(deps.journal.streams.size).toBe(0);
  });

  it('that does not answer is no reason to refuse: it may be what is broken', async () => {
    const deps = restorableDeps();
    deps.remote.unsuitable = UNREACHABLE;
    expect(await engineOf(deps).request(ask)).toMatchObject({ ok: true });
  });

  it('is warmed up while people decide', async () => {
    const { deps } = await openRun(restorableDeps());
    expect(deps.remote.warmed).toEqual(['app']);
  });
});

describe('the lock on a host', () => {
  it('says who asked for the rollback, not who approved it', async () => {
    const run = await changing();
    await run.begun('copy');
    const state = await run.engine.run(run.id);
    expect([state?.requestedBy, state?.decision?.by]).toEqual([OPS, DIRECTOR]);
    expect([...run.remote.held.values()]).toMatchObject([{ run: run.id, by: state?.names[OPS], reason: ask.reason }]);
  });
});

describe('the lock on a host at the end', () => {
  /** The host is away when its lock is to be taken off. */
  async function stuck() {
    const deps = restorableDeps();
    deps.remote.network = (call) => (call === 'unlock' ? UNREACHABLE : undefined);
    const run = await approve(deps, ALL_WELL);
    expect(await run.reach('closed')).toMatchObject({ outcome: 'succeeded', locked: ['app'] });
    return run;
  }

  it('that could not be taken off is told', async () => {
    const run = await stuck();
    expect(run.events('run.closed')).toMatchObject([{ locked: ['app'] }]);
    expect(run.remote.held.size).toBe(1);
  });

  it('is broken by a person with a reason, once its host is back', async () => {
    const run = await stuck();
    const breakLock = (by: string, reason = '主机已恢复') => run.engine.breakLock({ runId: run.id, by, reason });
    expect(await breakLock(GUEST)).toMatchObject({ failure: { code: 'person.guest' } });
    expect(await breakLock(OPS, ' ')).toMatchObject({ failure: { code: 'input.invalid' } });
    expect(await breakLock(OPS)).toMatchObject({ failure: { code: 'ssh.unreachable' } });
    run.remote.network = () => undefined;
    expect(await breakLock(OPS)).toMatchObject({ ok: true, value: { phase: 'closed', locked: [] } });
    expect(run.events('lock.broken')).toMatchObject([{ by: OPS, targets: ['app'], reason: '主机已恢复' }]);
    expect(run.remote.held.size).toBe(0);
    expect(await breakLock(OPS)).toMatchObject({ failure: { code: 'request.stale' } });
  });

  it('of another run is left alone and is not ours to tell of', async () => {
    const run = await changing();
    await run.begun('copy');
    const [lock] = [...run.remote.held.values()];
    if (!lock) throw new Error('a lock');
    run.remote.held.set(lock.system, { ...lock, run: 'another' });
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    expect((await run.reach('closed')).locked).toEqual([]);
    expect(run.remote.held.size).toBe(1);
  });

  it('is tried again by the next bot when the last one was killed meanwhile', async () => {
    const deps = restorableDeps();
    deps.remote.network = (call) => (call === 'unlock' ? new Promise(() => {}) : undefined);
    for (const [step, end] of Object.entries(ALL_WELL)) deps.remote.answers.set(step, end);
    const isUnlocking = () => vi.waitUntil(() => deps.remote.calls.includes('unlock'), { interval: 1 });
    const { restart } = await killedAt(isUnlocking, deps);
    const run = await restart((remote) => {
      remote.network = () => undefined;
    });
    expect((await run.reach('closed')).locked).toEqual([]);
    expect(run.remote.held.size).toBe(0);
  });
});

describe('a bot that is told to stop', () => {
  it('says so in the runs under way, sends nothing more, and the next one goes on', async () => {
    const run = await changing();
    await run.begun('copy');
    await run.engine.stop();
    expect(run.events('run.paused')).toHaveLength(1);
    expect((await run.engine.run(run.id))?.pausedAt).toBeDefined();
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    await settle();
    const again = engineOf(run.deps);
    await again.start();
    const next = withChoices(again, run.deps, run.id);
    const closed = await next.reach('closed');
    expect(closed.pausedAt).toBeUndefined();
    expect(run.remote.steps).toEqual(CHANGES);
  });

  it('leaves no run paused for ever that came to stand still while the bot left', async () => {
    const run = await changing();
    await run.begun('copy');
    await run.engine.stop();
    const stored = run.journal.streams.get(run.id) ?? [];
    const output = { text: '', bytes: 0, cut: false };
    const failed: StoredEvent['event'] = {
      ...{ type: 'step.finished', step: 'copy', result: { kind: 'exited', code: 1 }, output, durationMs: 1 },
      at: Date.now(),
    };
    await run.journal.append(run.id, stored.length, failed);
    const again = engineOf(run.deps);
    await again.start();
    expect(await again.run(run.id)).toMatchObject({ phase: 'stopped', resumedAt: [expect.any(Number)] });
    expect((await again.run(run.id))?.pausedAt).toBeUndefined();
  });

  it('leaves in time when a host hangs', async () => {
    const deps = restorableDeps();
    const run = await approve(deps);
    await run.begun('copy');
    deps.remote.network = () => new Promise(() => {});
    await run.engine.abort(run.id, OPS);
    const began = performance.now();
    await run.engine.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(run.events('run.paused')).toHaveLength(1);
  });

  it.each([
    ['hangs', () => new Promise<never>(() => {})],
    ['breaks', () => Promise.reject(new Error('SQLITE_IOERR'))],
  ])('leaves in time when the journal %s', async (_how, append) => {
    const run = await changing();
    await run.begun('copy');
    run.journal.append = append;
    const began = performance.now();
    await run.engine.stop();
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("a step's end that cannot be written", () => {
  it('brings nobody down and is heard again, as are those behind it', async () => {
    const deps = restorableDeps();
    const append = deps.journal.append.bind(deps.journal);
    let isBroken = true;
    deps.journal.append = async (runId, seq, event) => {
      if (event.type !== 'step.finished' || !isBroken) return append(runId, seq, event);
      isBroken = false;
      throw new Error('SQLITE_IOERR');
    };
    const run = await approve(deps);
    await run.begun('copy');
    run.remote.answers.set('copy', exit(0));
    await run.begun('switch');
    // Long enough for an unhandled rejection to be noticed.
    await settle();
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.events('step.finished')).toMatchObject(CHANGES.map((step) => ({ step })));
    expect(run.remote.steps).toEqual(CHANGES);
  });

  it('of a host that went away for a moment is not what keeps the next ends from being shown', async () => {
    const { restart } = await killedAt(({ begun }) => begun('copy'), restorableDeps());
    const run = await restart();
    run.remote.answers.set('copy', exit(0));
    await run.begun('switch');
    await settle();
    expect(await run.steps()).toEqual(['copy succeeded', 'switch running', 'warm sent']);
    expect(run.events('step.finished')).toHaveLength(1);
    await run.engine.abort(run.id, DIRECTOR);
    await run.reach('closed');
  });
});
