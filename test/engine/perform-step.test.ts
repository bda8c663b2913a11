import { describe, expect, it, vi } from 'vitest';
import { failed } from '../../src/domain/result.js';
import { engineOf, inPhase, openRun, runUnderWay, until } from '../helpers/engine-run.js';
import { exit, fakeDeps, GUEST, s2System } from '../helpers/fake-ports.js';
import { DIRECTOR, OPS } from '../helpers/story.js';

/** The host itself says that it never heard of the step. */
const absent = {
  kind: 'not-started',
  failure: { code: 'host.command-failed', at: 'app', detail: 'no claim' },
} as const;
const unreachable = { code: 'ssh.unreachable', at: 'app' } as const;

describe('a step whose end is unknown', () => {
  const gone = {
    kind: 'lost',
    evidence: { reason: 'connection-lost', claimed: null, rebooted: null, lastHeardAt: null },
    output: { text: '', bytes: 0, cut: false },
  } as const;

  async function loseStep() {
    const run = await openRun();
    run.deps.remote.answers.set('disable-v2-flags', gone);
    run.deps.remote.answers.set('read-flags-back', exit(0));
    await run.decide(DIRECTOR);
    await until(run.engine, run.id, inPhase('needs-human'));
    return run;
  }

  it('stops the run; asked again, the host tells how it ended and the run goes on', async () => {
    const { engine, deps, id } = await loseStep();
    expect(deps.remote.sent).toHaveLength(1);
    deps.remote.asked = exit(0);
    await engine.askAgain(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.sent.map(({ token }) => token.split('.')[1])).toEqual(['disable-v2-flags', 'read-flags-back']);
  });

  it('stays unknown when the host knows nothing of it', async () => {
    const { engine, deps, id } = await loseStep();
    deps.remote.asked = absent;
    const asked = await engine.askAgain(id, OPS);
    expect(asked).toMatchObject({ ok: true, value: { phase: 'needs-human' } });
    expect(deps.remote.sent).toHaveLength(1);
  });

  it('keeps why in a code, and the fact without what looks like a secret', async () => {
    const { engine, deps, id } = await loseStep();
    const detail = 'proxy http://ops:hunter2hunter2@10.0.0.9 refused';
    deps.remote.asked = { kind: 'not-started', failure: { code: 'ssh.unreachable', at: 'app', detail } };
    await engine.askAgain(id, OPS);
    expect((await engine.run(id))?.steps[0]?.evidence).toMatchObject({
      reason: 'ssh.unreachable',
      detail: 'app: proxy http://ops:[redacted]@10.0.0.9 refused',
    });
    deps.remote.asked = {
      kind: 'not-started',
      failure: { code: 'host.command-failed', at: 'app', detail: 'no claim' },
    };
    await engine.askAgain(id, OPS);
    expect((await engine.run(id))?.steps[0]?.evidence).toMatchObject({ reason: 'never-begun', claimed: false });
  });

  it('can be taken over by a person, and nothing further runs', async () => {
    const { engine, deps, id } = await loseStep();
    expect(await engine.handOver(id, GUEST)).toMatchObject({ failure: { code: 'person.guest' } });
    await engine.handOver(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('handed-over');
    expect(deps.remote.sent).toHaveLength(1);
  });
});

describe('what cannot be written down is not done', () => {
  it('sends no step while the journal is full, and goes on when there is room again', async () => {
    const { engine, deps, id, decide, state } = await openRun();
    for (const step of ['disable-v2-flags', 'read-flags-back']) deps.remote.answers.set(step, exit(0));
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
    expect(deps.remote.sent).toEqual([]);
  });

  it('tries a host again that refused the connection: nothing was sent', async () => {
    const { engine, deps, id, decide } = await openRun();
    let tries = 0;
    deps.remote.answers.set('disable-v2-flags', async () => {
      tries += 1;
      return tries === 1 ? { kind: 'not-started', failure: unreachable } : exit(0);
    });
    deps.remote.answers.set('read-flags-back', exit(0));
    await decide(DIRECTOR);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(tries).toBe(2);
  });
});

describe('a host that is away when a step should start', () => {
  it('is sent nothing once somebody aborted, even when it comes back', async () => {
    const { engine, deps, id, decide } = await openRun();
    let tries = 0;
    deps.remote.answers.set('disable-v2-flags', async () => {
      tries += 1;
      if (tries === 1) void engine.abort(id, OPS);
      return tries === 1 ? { kind: 'not-started', failure: unreachable } : exit(0);
    });
    deps.remote.asked = absent;
    await decide(DIRECTOR);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('aborted');
    expect(tries).toBe(1);
  });

  it('keeps the run when the bot is told to stop meanwhile: it is taken up again', async () => {
    const { engine, deps, id, decide } = await openRun();
    let tries = 0;
    deps.remote.answers.set('disable-v2-flags', async () => {
      tries += 1;
      return tries === 1 ? { kind: 'not-started', failure: unreachable } : exit(0);
    });
    deps.remote.answers.set('read-flags-back', exit(0));
    await decide(DIRECTOR);
    await vi.waitUntil(() => tries === 1, { interval: 1 });
    await engine.stop();
    const again = engineOf(deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
  });
});

describe('after a restart', () => {
  async function crashInStep() {
    const run = await runUnderWay();
    await run.engine.stop();
    return run;
  }

  /** The abort was written down, then the bot died. */
  async function crashInAbort() {
    const run = await crashInStep();
    const { journal } = run.deps;
    const stored = journal.streams.get(run.id) ?? [];
    await journal.append(run.id, stored.length, { type: 'abort.requested', by: OPS, at: Date.now() });
    return run;
  }

  it('asks the host about a step whose secret can no longer be read, and believes what the host holds', async () => {
    const { deps, id } = await crashInStep();
    const secrets = { read: async () => failed({ code: 'secret.missing', at: 'ADMIN_KEY' }) };
    deps.remote.asked = exit(0);
    deps.remote.answers.set('read-flags-back', exit(0));
    const again = engineOf({ ...deps, secrets } as unknown as typeof deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.sent.map(({ token }) => token.split('.')[1])).toEqual(['disable-v2-flags', 'read-flags-back']);
  });

  it.each([
    ['the claim could not be taken', unreachable, absent],
    [
      'the address left the inventory',
      undefined,
      { kind: 'not-started', failure: { code: 'target.changed', at: 'app' } },
    ],
  ] as const)('an aborted step is unknown, not "never started", when %s', async (_why, cancelFails, asked) => {
    const { deps, id } = await crashInAbort();
    Object.assign(deps.remote, { cancelFails, asked });
    const again = engineOf(deps);
    await again.start();
    const [step] = (await until(again, id, inPhase('needs-human'))).steps;
    // "No trace on the host" would invite somebody to run it again by hand: only the host itself can say so.
    expect(step).toMatchObject({ status: 'lost', evidence: { claimed: asked === absent ? false : null } });
  });

  it('leaves an aborted step that nobody can end to people, who can take the run over', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.asked = { kind: 'running' };
    const began = Date.now();
    // Each look at the clock is a minute later: more than the step's deadline and the patience after it.
    let looks = 0;
    const again = engineOf({ ...deps, clock: { now: () => began + 60_000 * looks++ } });
    await again.start();
    const { steps } = await until(again, id, inPhase('needs-human'));
    expect(steps[0]).toMatchObject({ status: 'lost', evidence: { reason: 'still-running', claimed: true } });
    expect(await again.handOver(id, OPS)).toMatchObject({ ok: true, value: { outcome: 'handed-over' } });
  });

  it('only looks at a step that was to start under an approval that has aged since', async () => {
    const run = await runUnderWay(fakeDeps(s2System({ approvalValidFor: 60_000 })));
    await run.engine.stop();
    const { deps, id } = run;
    deps.remote.asked = absent;
    const again = engineOf({ ...deps, clock: { now: () => Date.now() + 3_600_000 } });
    await again.start();
    await until(again, id, inPhase('needs-human'));
    expect(deps.remote.sent).toHaveLength(1);
  });

  it('an aborted step whose claim the host gave away never started', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.asked = absent;
    const again = engineOf(deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('aborted');
  });
});
