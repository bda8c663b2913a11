import { describe, expect, it, vi } from 'vitest';
import { failed } from '../../src/domain/result.js';
import { engineOf, inPhase, openRun, runUnderWay, until } from '../helpers/engine-run.js';
import { fakeDeps, GUEST, s2System } from '../helpers/fake-ports.js';
import { exit, GONE, UNREACHABLE } from '../helpers/fake-remote.js';
import { DIRECTOR, OPS, STEPS } from '../helpers/story.js';

const [first, second] = STEPS;

describe('a step whose end is unknown', () => {
  async function loseStep() {
    const run = await openRun();
    run.deps.remote.answers.set(first, GONE);
    await run.decide(DIRECTOR);
    await until(run.engine, run.id, inPhase('needs-human'));
    return run;
  }

  it('stops the run; asked again, the host tells how it ended and the run goes on', async () => {
    const { engine, deps, id } = await loseStep();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    await engine.askAgain(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.steps).toEqual(STEPS);
  });

  it('stays unknown when the host knows nothing of it', async () => {
    const { engine, deps, id } = await loseStep();
    deps.remote.forget();
    const asked = await engine.askAgain(id, OPS);
    expect(asked).toMatchObject({ ok: true, value: { phase: 'needs-human' } });
    expect(deps.remote.steps).toEqual([]);
  });

  it('keeps why in a code, and the fact without what looks like a secret', async () => {
    const { engine, deps, id } = await loseStep();
    const detail = 'proxy http://ops:hunter2hunter2@10.0.0.9 refused';
    deps.remote.network = () => ({ code: 'ssh.unreachable', at: 'app', detail });
    await engine.askAgain(id, OPS);
    expect((await engine.run(id))?.steps[0]?.evidence).toMatchObject({
      reason: 'ssh.unreachable',
      detail: 'app: proxy http://ops:[redacted]@10.0.0.9 refused',
    });
    deps.remote.network = () => undefined;
    deps.remote.forget();
    await engine.askAgain(id, OPS);
    const evidence = { reason: 'never-begun', claimed: false, lastHeardAt: expect.any(Number) };
    expect((await engine.run(id))?.steps[0]?.evidence).toMatchObject(evidence);
  });

  it('can be taken over by a person, and nothing further runs', async () => {
    const { engine, deps, id } = await loseStep();
    expect(await engine.handOver(id, GUEST)).toMatchObject({ failure: { code: 'person.guest' } });
    await engine.handOver(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('handed-over');
    // The host would go on by itself once the lost step ends.
    deps.remote.answers.set(first, exit(0));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(deps.remote.steps).toEqual([first]);
  });
});

describe('what cannot be written down is not done', () => {
  it('sends no step while the journal is full, and goes on when there is room again', async () => {
    const { engine, deps, id, decide, state } = await openRun();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    deps.journal.full = true;
    expect(await decide(DIRECTOR)).toMatchObject({ failure: { code: 'journal.full' } });
    expect((await engine.run(id))?.revision).toBe(state.revision);
    deps.journal.full = false;
    await decide(DIRECTOR);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
  });

  it('starts no step whose secret went missing after the approval', async () => {
    const deps = fakeDeps();
    let isGone = false;
    const { read } = deps.secrets;
    Object.assign(deps.secrets, {
      read: async () => (isGone ? failed({ code: 'secret.missing', at: 'wechat-backend/ADMIN_KEY' }) : read()),
    });
    const { engine, id, decide } = await openRun(deps);
    isGone = true;
    await decide(DIRECTOR);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.steps[0]?.result).toEqual({
      kind: 'not-started',
      failure: { code: 'secret.missing', at: 'wechat-backend/ADMIN_KEY' },
      facts: 'wechat-backend/ADMIN_KEY',
    });
    expect(deps.remote.calls).not.toContainEqual(expect.stringContaining('ensure'));
  });
});

describe('a host that is away when a step should start', () => {
  /** Refuses the connection at the first try; `meanwhile` happens then. */
  async function away(meanwhile: (run: Awaited<ReturnType<typeof openRun>>) => void = () => {}) {
    const run = await openRun();
    const { remote } = run.deps;
    let isAway = true;
    remote.network = (call) => {
      if (call !== 'ensure' || !isAway) return undefined;
      isAway = false;
      meanwhile(run);
      return UNREACHABLE;
    };
    await run.decide(DIRECTOR);
    return run;
  }

  it('is tried again: nothing was sent', async () => {
    const { engine, deps, id } = await away();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.steps).toEqual(STEPS);
  });

  it('is not given up early because the time of the bot was corrected meanwhile', async () => {
    const deps = fakeDeps();
    let ahead = 0;
    const run = await openRun({ ...deps, clock: { now: () => Date.now() + ahead } });
    let tries = 0;
    deps.remote.network = (call) => {
      if (call !== 'ensure' || tries++ > 0) return undefined;
      ahead = 3_600_000;
      return UNREACHABLE;
    };
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    await run.decide(DIRECTOR);
    expect((await until(run.engine, run.id, inPhase('closed'))).outcome).toBe('succeeded');
  });

  it('is sent nothing once somebody aborted, even when it comes back', async () => {
    const { engine, deps, id } = await away(({ engine: running, id: run }) => void running.abort(run, OPS));
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('aborted');
    expect(deps.remote.steps).toEqual([]);
  });

  it('keeps the run when the bot is told to stop meanwhile: it is taken up again', async () => {
    const { engine, deps, id } = await away();
    await vi.waitUntil(() => deps.remote.calls.length > 0, { interval: 1 });
    await engine.stop();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    const again = engineOf(deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
  });
});

describe('after a restart', () => {
  async function crashInStep(deps = fakeDeps()) {
    const run = await runUnderWay(deps);
    await run.engine.stop();
    return run;
  }

  it('asks the host about a step whose secret can no longer be read, and believes what the host holds', async () => {
    const { deps, id } = await crashInStep();
    const secrets = { read: async () => failed({ code: 'secret.missing', at: 'ADMIN_KEY' }) };
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    const again = engineOf({ ...deps, secrets } as unknown as typeof deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.steps).toEqual(STEPS);
  });

  it('lets nothing begin under an approval that has aged since, and says that it expired', async () => {
    const { deps, id } = await crashInStep(fakeDeps(s2System({ approvalValidFor: 60_000 })));
    deps.remote.forget();
    const again = engineOf({ ...deps, clock: { now: () => Date.now() + 3_600_000 } });
    await again.start();
    expect(await until(again, id, inPhase('closed'))).toMatchObject({ outcome: 'expired' });
    expect(deps.remote.calls).toContain(`forbid ${first} ${second}`);
    expect(deps.remote.steps).toEqual([]);
    const voided = deps.journal.streams
      .get(id)
      ?.flatMap(({ event }) => (event.type === 'step.voided' ? event.step : []));
    expect(voided).toEqual([second, first]);
  });
});
