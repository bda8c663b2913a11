import { describe, expect, it, vi } from 'vitest';
import { engineOf, inPhase, openRun, runUnderWay, until } from '../helpers/engine-run.js';
import { fakeDeps, s2System } from '../helpers/fake-ports.js';
import { exit, GONE, UNREACHABLE } from '../helpers/fake-remote.js';
import { CTO, DIRECTOR, OPS, STEPS } from '../helpers/story.js';

// What becomes of tokens that a host still holds, or can no longer use, when the run goes another way.
const [first, second] = STEPS;

async function loseStep() {
  const run = await openRun();
  run.deps.remote.answers.set(first, GONE);
  await run.decide(DIRECTOR);
  await until(run.engine, run.id, inPhase('needs-human'));
  return run;
}

describe('a step that goes on when its run is handed over', () => {
  it('keeps the lock on its host until a person breaks it', async () => {
    const { engine, deps, id } = await loseStep();
    await engine.handOver(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).locked).toEqual(['app']);
    expect(deps.remote.held.size).toBe(1);
    const broken = await engine.breakLock({ runId: id, by: OPS, reason: '已登录主机确认' });
    expect(broken).toMatchObject({ ok: true, value: { locked: [] } });
    expect(deps.remote.held.size).toBe(0);
  });

  it('leaves no lock once it has ended', async () => {
    const { engine, deps, id } = await loseStep();
    deps.remote.answers.set(first, exit(1));
    await engine.handOver(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).locked).toEqual([]);
    expect(deps.remote.held.size).toBe(0);
  });
});

describe('steps that were forbidden behind one that runs', () => {
  /** The bot comes back to a step that has run for longer than the approval is valid. */
  async function comeBackLate() {
    const deps = fakeDeps(s2System({ approvalValidFor: 60_000 }));
    const { engine, id } = await runUnderWay(deps);
    await engine.stop();
    const again = engineOf({ ...deps, clock: { now: () => Date.now() + 3_600_000 } });
    await again.start();
    await vi.waitUntil(() => deps.remote.calls.includes(`forbid ${first} ${second}`), { interval: 1 });
    await vi.waitUntil(() => deps.remote.calls.at(-1) === `ensure ${first}`, { interval: 1 });
    return { engine: again, deps, id };
  }

  it('have their turn under another token when it ends well', async () => {
    const { engine, deps, id } = await comeBackLate();
    deps.remote.answers.set(second, exit(0));
    deps.remote.answers.set(first, { ...exit(0), durationMs: 3_600_000 } as typeof GONE);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('succeeded');
    expect(deps.remote.steps).toEqual([first, `${second}.2`]);
  });

  it('have it too when it fails and people go on', async () => {
    const { engine, deps, id } = await comeBackLate();
    deps.remote.answers.set(second, exit(0));
    deps.remote.answers.set(first, exit(1));
    await until(engine, id, inPhase('stopped'));
    await engine.choose({ runId: id, by: OPS, choice: { kind: 'skip', reason: '手工已改' } });
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('partial');
    expect(deps.remote.steps).toEqual([first, `${second}.2`]);
  });
});

it('a step whose token became void before the bot died never ran: it has its turn under the next one', async () => {
  const { engine, deps, id, state } = await runUnderWay();
  await engine.stop();
  deps.remote.forget();
  const { app } = state.request.targets;
  if (!app) throw new Error('S2 has a host');
  await deps.remote.forbid(app, [`${state.request.token}.${first}`]);
  for (const step of STEPS) deps.remote.answers.set(step, exit(0));
  const again = engineOf(deps);
  await again.start();
  expect((await until(again, id, inPhase('closed'))).outcome).toBe('succeeded');
  expect(deps.remote.steps).toEqual([`${first}.2`, second]);
});

it('a step is not run again while nobody heard whether it had gone well before it was cancelled', async () => {
  const { engine, deps, id } = await loseStep();
  await engine.choose({ runId: id, by: OPS, choice: { kind: 'rerun', reason: '再试一次' } });
  let asked = 0;
  deps.remote.network = (call) => {
    if (call === 'ask') asked += 1;
    return call === 'ask' && asked === 2 ? UNREACHABLE : undefined;
  };
  const grant = () => engine.choose({ runId: id, by: CTO, choice: { kind: 'grant-rerun' } });
  expect(await grant()).toMatchObject({ failure: { code: 'ssh.unreachable' } });
  expect((await engine.run(id))?.phase).toBe('needs-human');
  expect(await grant()).toMatchObject({ ok: true });
});
