import { describe, expect, it } from 'vitest';
import { ask, engineOf, inPhase, openRun, runUnderWay, until } from '../helpers/engine-run.js';
import { fakeDeps, GUEST, s2System } from '../helpers/fake-ports.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

describe('who may do what', () => {
  it.each([
    ['a guest', { by: GUEST }, 'person.guest'],
    ['somebody Slack cannot vouch for', { by: 'U0UNKNOWN' }, 'person.unverified'],
    ['a colleague without a role', { by: 'U0WANG5' }, 'request.not-allowed'],
    ['for a system nobody knows', { system: 'shop' }, 'plan.unknown'],
    ['for a scheme nobody knows', { scheme: 'z' }, 'scheme.unknown'],
    ['for a severity nobody knows', { severity: 'P9' }, 'severity.unknown'],
    ['at a severity that only observes (S2.21)', { severity: 'P2' }, 'severity.observe-only'],
  ])('no request from %s', async (_who, change, code) => {
    const deps = fakeDeps();
    const refused = await engineOf(deps).request({ ...ask, ...change });
    expect(refused).toMatchObject({ ok: false, failure: { code } });
    expect(deps.journal.streams.size).toBe(0);
  });

  it('lets exactly one of two simultaneous approvals win and tells the other', async () => {
    const { deps, decide } = await openRun();
    const both = await Promise.all([decide(DIRECTOR), decide(CTO)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'approval.already-decided' } });
    expect(deps.remote.began.length).toBeLessThanOrEqual(1);
  });

  it('takes no approval of anything else than what was read', async () => {
    const { decide, deps } = await openRun();
    expect(await decide(DIRECTOR, 'approved', 'f'.repeat(64))).toMatchObject({ failure: { code: 'request.stale' } });
    expect(deps.remote.began).toEqual([]);
  });

  it('closes a rejected request without touching anything', async () => {
    const { engine, deps, id, decide } = await openRun();
    await decide(DIRECTOR, 'rejected');
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('rejected');
    expect(deps.remote.began).toEqual([]);
  });

  it('keeps the reason of a rejection, also for who reads the journal later', async () => {
    const { engine, id, state } = await openRun();
    const { digest } = state.request;
    await engine.decide({ runId: id, verdict: 'rejected', by: DIRECTOR, digest, reason: '先扩容' });
    await until(engine, id, inPhase('closed'));
    expect((await engine.run(id))?.decision).toMatchObject({ verdict: 'rejected', by: DIRECTOR, reason: '先扩容' });
  });

  it('lets a request expire', async () => {
    const { engine, id } = await openRun(fakeDeps(s2System({ approvalValidFor: 50 })));
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('expired');
  });
});

describe('abort', () => {
  it('ends the step on the host and starts no further one', async () => {
    const { engine, deps, id } = await runUnderWay();
    await engine.abort(id, OPS);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed).toMatchObject({ outcome: 'aborted', abort: { by: OPS } });
    expect(deps.remote.calls).toContain('cancel disable-v2-flags read-flags-back');
    expect(deps.remote.began).toHaveLength(1);
    expect(await engine.abort(id, OPS)).toMatchObject({ failure: { code: 'run.closed' } });
  });
});
