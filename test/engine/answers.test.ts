import { describe, expect, it, vi } from 'vitest';
import type { ManualCheck } from '../../src/domain/check.js';
import type { RunState } from '../../src/run/state.js';
import { ask, engineOf, inPhase, openRun, runAsking, until } from '../helpers/engine-run.js';
import { fakeDeps, GUEST, PRODUCT, s2System } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { QUESTIONS } from '../helpers/manual.js';
import { s2Plan } from '../helpers/plan.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

const [first, second] = QUESTIONS.map(({ id }) => id) as [string, string];

/** S2's scheme A that asks people too. */
function asking(questions: readonly ManualCheck[] = QUESTIONS) {
  const schemes = s2Plan().schemes.map((scheme) => ({ ...scheme, checks: [...scheme.checks, ...questions] }));
  return fakeDeps(s2System({ schemes }));
}

const yes = (check: string, note = '') => ({ check, verdict: 'pass', note }) as const;
const checkOf = (state: RunState, id: string) => state.checks.find((check) => check.id === id);
const automaticDone = (state: RunState) =>
  state.checks.every(({ isManual, status }) => isManual || status === 'finished');

describe('questions that only people can answer', () => {
  it('keep the run open; with the last answer it closes, and who answered stands in it', async () => {
    const { engine, id } = await runAsking(asking());
    await until(engine, id, automaticDone);
    expect(await engine.answer({ runId: id, by: OPS, answers: [yes(first, 'three accounts tried')] })).toMatchObject({
      value: { phase: 'verifying' },
    });
    await engine.answer({ runId: id, by: CTO, answers: [yes(second)] });
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(checkOf(closed, first)).toMatchObject({
      answeredBy: OPS,
      answer: { verdict: 'pass', evidence: 'three accounts tried' },
    });
  });

  it('can be answered while the automatic checks are asked, and cut none of them off', async () => {
    const deps = asking();
    deps.probe.answers['GET /api/health'] = { status: 'starting' };
    const { engine, id } = await runAsking(deps);
    await vi.waitUntil(() => deps.probe.requests.length > 8, { interval: 1 });
    await engine.answer({ runId: id, by: OPS, answers: [yes(first), yes(second)] });
    deps.probe.answers['GET /api/health'] = { status: 'healthy' };
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(deps.probe.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
  });

  it('are unknown when nobody answered in time, also when the bot was away meanwhile', async () => {
    const soon = QUESTIONS.map((question) => ({ ...question, within: 300 }));
    const { engine, deps, id } = await runAsking(asking(soon));
    await engine.answer({ runId: id, by: OPS, answers: [yes(first)] });
    await until(engine, id, automaticDone);
    await engine.stop();
    const again = engineOf(deps);
    await again.start();
    const closed = await until(again, id, inPhase('closed'));
    expect(closed.outcome).toBe('partial');
    expect(checkOf(closed, second)?.answer).toEqual({
      ...{ verdict: 'unknown', evidence: '' },
      failure: { code: 'check.unanswered', at: second },
    });
    expect(await again.answer({ runId: id, by: OPS, answers: [yes(second)] })).toMatchObject({
      failure: { code: 'check.closed' },
    });
  });

  it('may be answered by the requester, by everybody with a say and by whom the plan asks', async () => {
    const { engine, id } = await runAsking(asking());
    const may = async (by: string, check: string) => engine.answer({ runId: id, by, answers: [yes(check)] });
    expect(await may(GUEST, first)).toMatchObject({ failure: { code: 'person.guest' } });
    expect(await may('U0UNKNOWN', first)).toMatchObject({ failure: { code: 'person.unverified' } });
    expect(await may(PRODUCT, first)).toMatchObject({ ok: false });
    expect(await may(PRODUCT, second)).toMatchObject({ ok: true });
    expect(await may(DIRECTOR, first)).toMatchObject({ ok: true });
  });

  it('take one answer of two, and none about checks that no person answers', async () => {
    const { engine, id } = await runAsking(asking());
    const both = await Promise.all([OPS, CTO].map((by) => engine.answer({ runId: id, by, answers: [yes(first)] })));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ failure: { code: 'check.closed', at: first } });
    expect(await engine.answer({ runId: id, by: OPS, answers: [yes('health')] })).toMatchObject({
      failure: { code: 'check.closed', at: 'health' },
    });
  });

  it('do not keep a run from being stopped', async () => {
    const { engine, id } = await runAsking(asking());
    await until(engine, id, automaticDone);
    await engine.abort(id, OPS);
    expect((await until(engine, id, inPhase('closed'))).outcome).toBe('aborted');
  });
});

describe('the checklist', () => {
  const box = (id: string, answeredBy: 'person' | 'message') => ({ id, title: id, answeredBy, cites: [] });
  const listed = () => fakeDeps(s2System({ checklist: [box('confirmed', 'person'), box('told', 'message')] }));
  const tick = (item: string, ticked = true) => ({ item, ticked });

  it('must be complete before an approval, not before a rejection', async () => {
    const { engine, deps, id, decide } = await openRun(listed());
    expect(await decide(DIRECTOR)).toMatchObject({
      failure: { code: 'checklist.open', facts: { items: 'confirmed' } },
    });
    await engine.tick({ runId: id, by: OPS, items: [tick('confirmed')] });
    await engine.tick({ runId: id, by: CTO, items: [tick('confirmed', false)] });
    expect(await decide(DIRECTOR)).toMatchObject({ failure: { code: 'checklist.open' } });
    expect(deps.remote.began).toEqual([]);
    const ticked = await engine.tick({ runId: id, by: OPS, items: [tick('confirmed')] });
    expect(ticked).toMatchObject({ value: { ticks: { confirmed: { by: OPS } } } });
    expect((await decide(DIRECTOR)).ok).toBe(true);
  });

  it('may be rejected as it is', async () => {
    const { decide } = await openRun(listed());
    expect((await decide(DIRECTOR, 'rejected')).ok).toBe(true);
  });

  it('is ticked by people with a say, item by item, and nothing is written that is so already', async () => {
    const { engine, deps, id } = await openRun(listed());
    const refused = (code: string) => ({ ok: false, failure: { code } });
    expect(await engine.tick({ runId: id, by: PRODUCT, items: [tick('confirmed')] })).toMatchObject({ ok: false });
    expect(await engine.tick({ runId: id, by: OPS, items: [tick('told')] })).toMatchObject(refused('request.stale'));
    expect(await engine.tick({ runId: id, by: OPS, items: [tick('nothing')] })).toMatchObject(refused('request.stale'));
    for (const by of [OPS, CTO]) await engine.tick({ runId: id, by, items: [tick('confirmed')] });
    expect(deps.journal.types(id).filter((type) => type === 'checklist.ticked')).toHaveLength(1);
    expect((await engine.run(id))?.ticks).toMatchObject({ confirmed: { by: OPS } });
  });

  it('is closed once somebody decided', async () => {
    const { engine, id, decide } = await openRun();
    await decide(DIRECTOR, 'rejected');
    expect(await engine.tick({ runId: id, by: OPS, items: [tick('confirmed')] })).toMatchObject({ ok: false });
  });
});

describe('the record of a closed run', () => {
  async function closedRun() {
    const run = await openRun();
    await run.decide(DIRECTOR, 'rejected');
    await until(run.engine, run.id, inPhase('closed'));
    return run;
  }

  it('is completed by those who may, and the run stays closed, also for a bot that starts anew', async () => {
    const { engine, deps, id } = await closedRun();
    const heard: string[] = [];
    engine.subscribe(({ phase, told }) => heard.push(`${phase} ${told.cause?.text}`));
    const complete = (by: string, answers: Record<string, string>) => engine.complete({ runId: id, by, answers });
    expect(await complete(PRODUCT, { cause: 'x' })).toMatchObject({ ok: false });
    expect(await complete(OPS, { cause: '  ' })).toMatchObject({ failure: { code: 'input.invalid' } });
    expect(await complete(OPS, { cause: ' a lock ', remarks: '' })).toMatchObject({
      value: { phase: 'closed', outcome: 'rejected', told: { cause: { text: 'a lock', by: OPS } } },
    });
    expect(heard).toEqual(['closed a lock']);
    expect(engine.active()).toEqual([]);
    await engine.stop();
    const again = engineOf(deps);
    await again.start();
    expect(again.active()).toEqual([]);
    expect(await again.recent(5)).toMatchObject([{ id, phase: 'closed', told: { cause: { text: 'a lock' } } }]);
    expect((await again.request(ask)).ok).toBe(true);
  });

  it('takes what several people tell at once', async () => {
    const { engine, id } = await closedRun();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const told = await Promise.all(
      names.map((name) => engine.complete({ runId: id, by: OPS, answers: { [name]: name } })),
    );
    expect(told.every(({ ok }) => ok)).toBe(true);
    expect(Object.keys((await engine.run(id))?.told ?? {})).toEqual(names);
  });

  it('cannot be completed while the run goes on', async () => {
    const { engine, id } = await openRun();
    expect(await engine.complete({ runId: id, by: OPS, answers: { cause: 'x' } })).toMatchObject({
      failure: { code: 'record.open' },
    });
  });
});

it('a step that fell silent is told from one that ran into its deadline', async () => {
  const { engine, deps, id, decide } = await openRun();
  const { output } = exit(0) as Extract<ReturnType<typeof exit>, { kind: 'exited' }>;
  deps.remote.answers.set('disable-v2-flags', { kind: 'timed-out', silent: true, output, durationMs: 5 });
  await decide(DIRECTOR);
  const stopped = await until(engine, id, inPhase('stopped'));
  expect(stopped.steps[0]?.result).toEqual({ kind: 'timed-out', silent: true });
});
