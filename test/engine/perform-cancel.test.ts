import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/domain/failure.js';
import { engineOf, inPhase, runUnderWay, until } from '../helpers/engine-run.js';
import { UNREACHABLE } from '../helpers/fake-remote.js';
import { OPS, STEPS } from '../helpers/story.js';

const [first] = STEPS;

/** The abort was written down, then the bot died. */
async function crashInAbort() {
  const run = await runUnderWay();
  await run.engine.stop();
  const { journal } = run.deps;
  const stored = journal.streams.get(run.id) ?? [];
  await journal.append(run.id, stored.length, { type: 'abort.requested', by: OPS, at: Date.now() });
  return run;
}

describe('an abort that is taken up after a restart', () => {
  it('takes the claim of the step from a host that comes back just behind the first try', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.forget();
    let tries = 0;
    deps.remote.network = (call) => (call === 'cancel' && tries++ === 0 ? UNREACHABLE : undefined);
    const again = engineOf(deps);
    await again.start();
    const settled = await until(again, id, ({ phase }) => phase === 'closed' || phase === 'needs-human');
    expect(settled.outcome).toBe('aborted');
    expect(settled.steps[0]?.result).toMatchObject({ kind: 'not-started' });
  });

  it('calls the step unknown, not "never started", when its claim could never be taken', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.forget();
    deps.remote.network = (call) => (call === 'cancel' ? UNREACHABLE : undefined);
    // Each look at the clock is a minute later: more than the patience.
    let looks = 0;
    const patience = vi.spyOn(performance, 'now').mockImplementation(() => 60_000 * looks++);
    const again = engineOf(deps);
    await again.start();
    const [step] = (await until(again, id, inPhase('needs-human'))).steps;
    patience.mockRestore();
    // "No trace on the host" would invite somebody to run it again by hand: only the host itself can say so.
    expect(step).toMatchObject({ status: 'lost', evidence: { claimed: false } });
  });

  it.each([
    ['has begun', 'still-running'],
    ['has not begun', 'never-begun'],
  ])('tells at once that the host refuses it, where another try changes nothing: the step %s', async (has, reason) => {
    const { deps, id } = await crashInAbort();
    if (has === 'has not begun') deps.remote.forget();
    const facts = { fix: 'free space' };
    const refusal: Failure = { code: 'host.unsuitable', at: 'app', detail: 'claim cannot be written', facts };
    deps.remote.network = (call) => (call === 'cancel' ? refusal : undefined);
    const again = engineOf(deps);
    await again.start();
    const [step] = (await until(again, id, inPhase('needs-human'))).steps;
    expect(deps.remote.calls.filter((call) => call.startsWith('cancel'))).toHaveLength(1);
    const detail = 'app: claim cannot be written; fix: free space';
    expect(step).toMatchObject({ status: 'lost', evidence: { reason, detail } });
  });

  it('calls the step unknown when its address left the inventory', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.network = () => ({ code: 'target.changed', at: 'app' });
    const again = engineOf(deps);
    await again.start();
    const [step] = (await until(again, id, inPhase('needs-human'))).steps;
    expect(step).toMatchObject({ status: 'lost', evidence: { claimed: null } });
  });

  it('leaves a step that nobody can end to people, who can take the run over', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.stubborn.add(first);
    // Each look at the clock is a minute later: more than the step's deadline and the patience after it.
    let looks = 0;
    const patience = vi.spyOn(performance, 'now').mockImplementation(() => 60_000 * looks++);
    const again = engineOf(deps);
    await again.start();
    const { steps } = await until(again, id, inPhase('needs-human'));
    patience.mockRestore();
    expect(steps[0]).toMatchObject({ status: 'lost', evidence: { reason: 'still-running', claimed: true } });
    expect(await again.handOver(id, OPS)).toMatchObject({ ok: true, value: { outcome: 'handed-over' } });
  });

  it('a step whose claim the host gave away never started', async () => {
    const { deps, id } = await crashInAbort();
    deps.remote.forget();
    const again = engineOf(deps);
    await again.start();
    const closed = await until(again, id, inPhase('closed'));
    expect(closed.outcome).toBe('aborted');
    expect(closed.steps[0]?.result).toMatchObject({ kind: 'not-started' });
  });
});
