import { describe, expect, it } from 'vitest';
import { ask, engineOf, inPhase, openRun, runUnderWay, until } from '../helpers/engine-run.js';
import { ADMIN_KEY, fakeDeps } from '../helpers/fake-ports.js';
import { exit, UNREACHABLE } from '../helpers/fake-remote.js';
import { CTO, DIRECTOR, OPS, STEPS } from '../helpers/story.js';

describe('scheme A, from the request to the end', () => {
  it('runs both steps once and succeeds, with one intent written before both', async () => {
    const { engine, deps, id, decide } = await openRun();
    deps.remote.answers.set('disable-v2-flags', exit(0, `ok, key ${ADMIN_KEY}`));
    deps.remote.answers.set('read-flags-back', exit(0));
    await decide(DIRECTOR);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(deps.remote.began.map(({ token }) => token.split('.')[1])).toEqual(['disable-v2-flags', 'read-flags-back']);
    const types = deps.journal.types(id).filter((type) => type.startsWith('step'));
    expect(types).toEqual(['steps.sent', 'step.finished', 'step.finished']);
    expect(closed.steps[0]?.output?.text).toBe('ok, key [redacted]');
    expect(JSON.stringify([...deps.journal.streams])).not.toContain(ADMIN_KEY);
  });

  it('hands the secret over as the header line of a file', async () => {
    const { engine, deps, id, decide } = await openRun();
    deps.remote.answers.set('disable-v2-flags', exit(1));
    await decide(CTO);
    await until(engine, id, inPhase('stopped'));
    expect(deps.remote.began[0]?.script.secrets.ADMIN_KEY?.reveal()).toBe(`X-Admin-Key: ${ADMIN_KEY}\n`);
    expect(deps.remote.began[0]?.script.env).toMatchObject({ BACKUP_DIR: '/data/backups', BACKOUT_RUN: id });
  });

  it('stops at a failing step until people choose, and calls the run failed when they give it up', async () => {
    const { engine, deps, id, decide } = await openRun();
    deps.remote.answers.set('disable-v2-flags', exit(22, 'curl: (22) 401'));
    await decide(DIRECTOR);
    await until(engine, id, inPhase('stopped'));
    await engine.choose({ runId: id, by: OPS, choice: { kind: 'give-up', reason: '改用方案 B' } });
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('failed');
    expect(deps.remote.steps).toEqual(['disable-v2-flags']);
  });

  it('fails when the diagnosis still does not work, however well the steps went', async () => {
    const deps = fakeDeps();
    deps.probe.answers['POST /api/perform-brand-test'] = { error: 'v2' };
    const { engine, id, decide } = await openRun(deps);
    for (const step of ['disable-v2-flags', 'read-flags-back']) deps.remote.answers.set(step, exit(0));
    await decide(DIRECTOR);
    const stopped = await until(engine, id, inPhase('stopped'));
    expect(stopped.stopped?.cause).toBe('verification');
    expect(stopped.checks.find(({ id: check }) => check === 'diagnosis')?.answer?.evidence).toContain(
      'no EXECUTION_ID in',
    );
  });
});

describe('when the bot dies and starts again', () => {
  async function crashInStep() {
    const run = await runUnderWay();
    await run.engine.stop();
    return run;
  }

  it('takes the step up with the same token and finishes the run', async () => {
    const { deps, id } = await crashInStep();
    for (const step of ['disable-v2-flags', 'read-flags-back']) deps.remote.answers.set(step, exit(0));
    const again = engineOf(deps);
    await again.start();
    const closed = await until(again, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(closed.resumedAt).toHaveLength(1);
    expect(deps.remote.steps).toEqual(STEPS);
    expect(deps.journal.types(id).filter((type) => type === 'steps.sent')).toHaveLength(1);
  });

  it('keeps asking a silent host about a step that may run there, instead of calling it not started', async () => {
    const { deps, id } = await crashInStep();
    deps.remote.answers.set('read-flags-back', exit(0));
    let silences = 2;
    deps.remote.network = () => {
      silences -= 1;
      if (silences === 0) deps.remote.answers.set('disable-v2-flags', exit(0));
      return silences < 0 ? undefined : UNREACHABLE;
    };
    const again = engineOf(deps);
    await again.start();
    expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.steps).toEqual(STEPS);
  });

  it('calls it unknown when the host refuses to say', async () => {
    const { deps, id } = await crashInStep();
    deps.remote.network = () => ({ code: 'ssh.host-key-changed', at: 'app' });
    const again = engineOf(deps);
    await again.start();
    expect((await until(again, id, inPhase('needs-human'))).steps[0]?.evidence?.reason).toContain(
      'ssh.host-key-changed',
    );
  });
});

describe('what is not right at the start', () => {
  it('an open run whose system left the inventory is named, and nothing is touched', async () => {
    const { engine, deps, id } = await openRun();
    await engine.stop();
    const again = engineOf({ ...deps, catalog: { systems: () => [], problems: () => [] } });
    expect(await again.start()).toMatchObject({
      failure: { code: 'run.orphaned', at: id, facts: { system: 'wechat-backend' } },
    });
  });

  it('an event that was written although the journal broke while writing counts', async () => {
    const { engine, deps, id, decide } = await openRun();
    for (const step of ['disable-v2-flags', 'read-flags-back']) deps.remote.answers.set(step, exit(0));
    const append = deps.journal.append.bind(deps.journal);
    deps.journal.append = async (...event) => {
      await append(...event);
      deps.journal.append = append;
      throw new Error('the disk hiccuped');
    };
    await expect(decide(DIRECTOR)).rejects.toThrow('hiccuped');
    expect((await engine.run(id))?.decision?.by).toBe(DIRECTOR);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
  });
});

describe('a journal that cannot be written', () => {
  it('is tried again slowly, and everything else goes on', async () => {
    const { engine, deps, id, decide } = await openRun();
    const append = deps.journal.append.bind(deps.journal);
    let tries = 0;
    deps.journal.append = async (runId, seq, event) => {
      if (event.type !== 'steps.sent') return append(runId, seq, event);
      tries += 1;
      throw new Error('SQLITE_IOERR');
    };
    await decide(DIRECTOR);
    // The engine answers others meanwhile; a loop without a pause would never let this be reached.
    expect(await engine.request({ ...ask, by: CTO })).toMatchObject({ ok: true, value: { phase: 'queued', ahead: 1 } });
    expect((await engine.run(id))?.phase).toBe('running');
    expect(tries).toBe(1);
    expect(deps.remote.began).toEqual([]);
  });
});

describe('what a check sees', () => {
  it('shows no secret, even when a log line does', async () => {
    const deps = fakeDeps();
    deps.remote.seen = exit(0, `ERROR wrong key ${ADMIN_KEY} diagnosis_v2_enabled`);
    const { state } = await openRun(deps);
    expect(state.prechecks.find(({ id }) => id === 'error-log')?.answer?.evidence).toContain('wrong key [redacted]');
    expect(JSON.stringify([...deps.journal.streams])).not.toContain(ADMIN_KEY);
  });

  it('no longer matters once somebody stopped the run: it closes at once and the system is free', async () => {
    const deps = fakeDeps();
    deps.probe.answers['GET /api/monitoring/metrics'] = { error_rate: 1 };
    const { engine, id, decide } = await openRun(deps);
    for (const step of ['disable-v2-flags', 'read-flags-back']) deps.remote.answers.set(step, exit(0));
    await decide(DIRECTOR);
    await until(engine, id, inPhase('verifying'));
    await engine.abort(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('aborted');
    expect((await engine.request(ask)).ok).toBe(true);
  });
});

describe('the incident thread', () => {
  it('is taken by later runs of its channel and by the one under way', async () => {
    const deps = fakeDeps();
    const { engine, id } = await openRun(deps);
    const incident = { channel: 'C0INCIDENT', thread: '1.2', linkedBy: OPS, linkedAt: Date.now() };
    expect(await engine.linkIncident(incident)).toHaveLength(1);
    expect((await engine.run(id))?.incident).toEqual({ channel: 'C0INCIDENT', thread: '1.2' });
    await engine.abort(id, OPS);
    await until(engine, id, inPhase('closed'));
    const next = await engine.request(ask);
    expect(next).toMatchObject({ ok: true, value: { incident: { thread: '1.2' } } });
  });
});
