import { describe, expect, it } from 'vitest';
import { ALL_UNDONE, ALL_WELL, approve, changing } from '../helpers/changing-run.js';
import { ask, inPhase, until } from '../helpers/engine-run.js';
import { GUEST } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { change, RESTORE, restorableDeps, UNDONE } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

/** A run of three changes that went well and is over. */
async function succeeded(scheme: Parameters<typeof changing>[1] = {}) {
  const run = await changing({ ...ALL_WELL, ...ALL_UNDONE }, scheme);
  await run.reach('closed');
  const undo = (by = OPS, runId = run.id) =>
    run.engine.requestUndo({ runId, by, reason: '旧版本也有问题', channel: 'C0INCIDENT' });
  /** Has what was asked for decided by the CTO, and waits for its end. */
  const carryOut = async (asked: Awaited<ReturnType<typeof undo>>, verdict: 'approved' | 'rejected' = 'approved') => {
    if (!asked.ok) throw new Error(asked.failure.code);
    const { id, request } = await until(run.engine, asked.value.id, inPhase('awaiting-approval'));
    await run.engine.decide({ runId: id, verdict, by: CTO, digest: request.digest });
    return until(run.engine, id, inPhase('closed'));
  };
  return { ...run, undo, carryOut };
}

const refused = (code: string, more: object = {}) => ({ ok: false, failure: { code, ...more } });

describe('an undo that somebody asks for after the end', () => {
  it('is a run of its own: looked at, approved, and carried out with the values of the run that it takes back', async () => {
    const { engine, remote, id, undo, carryOut } = await succeeded();
    const before = await engine.run(id);
    const asked = await undo();
    expect(asked).toMatchObject({ ok: true, value: { request: { undoOf: id, targets: before?.request.targets } } });
    const state = asked.ok ? asked.value : undefined;
    expect(state?.request.digest).not.toBe(before?.request.digest);
    expect(state?.prechecks.map(({ id: check, weight }) => [check, weight])).toEqual([['kept', 'required']]);
    expect(remote.steps).toHaveLength(3);
    const closed = await carryOut(asked);
    expect(closed.outcome).toBe('succeeded');
    expect(remote.steps.slice(3)).toEqual(UNDONE);
    // What was kept is called after the run that kept it.
    expect(remote.began.slice(3).map(({ script }) => script.env.BACKOUT_RUN)).toEqual([id, id, id]);
    expect(closed.checks.map(({ id: check }) => check)).toEqual(['as-before', 'tidy']);
  });

  it('is refused by its pre-check when the kept copy is gone: nothing is touched', async () => {
    const { engine, remote, undo } = await succeeded();
    remote.looks.set('look kept', exit(1, 'no such directory'));
    const asked = await undo();
    const closed = await until(engine, asked.ok ? asked.value.id : '', inPhase('closed'));
    expect(closed.outcome).toBe('refused');
    expect(remote.steps).toHaveLength(3);
  });

  it('is for people who may ask for runs', async () => {
    const { undo } = await succeeded();
    expect(await undo(GUEST)).toMatchObject(refused('person.guest'));
    expect(await undo('U0WANG5')).toMatchObject(refused('request.not-allowed'));
    expect(await undo(OPS, '20991231-nowhr')).toMatchObject(refused('run.unknown'));
  });

  it('is refused while the run is open', async () => {
    const run = await changing();
    const input = { runId: run.id, by: OPS, reason: 'x', channel: 'C0INCIDENT' };
    expect(await run.engine.requestUndo(input)).toMatchObject(refused('undo.open'));
  });

  it('is refused when the plan takes nothing back, or keeps nothing to take back from', async () => {
    const { undo: _, ...forGood } = change('copy');
    const unkept = { ...RESTORE, kept: [] };
    const nothing = await succeeded({ steps: [forGood] });
    expect(await nothing.undo()).toMatchObject(refused('undo.nothing'));
    const kept = await succeeded({ restore: unkept });
    expect(await kept.undo()).toMatchObject(refused('undo.not-kept'));
  });

  it('is refused when the run has put things back itself', async () => {
    const answers = { ...ALL_WELL, ...ALL_UNDONE, warm: exit(1) };
    const run = await approve(restorableDeps({ restore: { ...RESTORE, automatic: ['step'] } }), answers);
    await run.reach('closed');
    const input = { runId: run.id, by: OPS, reason: 'x', channel: 'C0INCIDENT' };
    expect(await run.engine.requestUndo(input)).toMatchObject(refused('undo.nothing'));
  });

  it('is carried out once, and an undo is not undone', async () => {
    const { undo, carryOut } = await succeeded();
    const closed = await carryOut(await undo());
    expect(await undo()).toMatchObject(refused('undo.later-run', { facts: { run: closed.id } }));
    expect(await undo(OPS, closed.id)).toMatchObject(refused('undo.nothing'));
  });

  it('is asked for once at a time, and again when it was rejected', async () => {
    const { undo, carryOut } = await succeeded();
    const both = await Promise.all([undo(), undo(CTO)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    const [first = both[1]] = both.filter(({ ok }) => ok);
    if (!first) throw new Error('one of the two');
    await carryOut(first, 'rejected');
    expect(await undo()).toMatchObject({ ok: true });
  });

  it('is refused when a later run may have changed something, be it over or not', async () => {
    const { engine, undo, carryOut } = await succeeded();
    const later = await engine.request({ ...ask, by: OPS });
    const { id } = later.ok ? later.value : { id: '' };
    expect(await undo(CTO)).toMatchObject(refused('run.busy', { facts: { run: id } }));
    await carryOut(later);
    expect(await undo(CTO)).toMatchObject(refused('undo.later-run', { facts: { run: id } }));
  });

  it('is refused however many runs that touched nothing came after the one that did', async () => {
    const { engine, undo, carryOut } = await succeeded();
    const later = await engine.request({ ...ask, by: OPS });
    await carryOut(later);
    for (let more = 0; more < 50; more += 1) await carryOut(await engine.request({ ...ask, by: OPS }), 'rejected');
    const facts = { run: later.ok ? later.value.id : '' };
    expect(await undo(CTO)).toMatchObject(refused('undo.later-run', { facts }));
  });

  it('is not in the way of a later run that touched nothing', async () => {
    const { engine, undo, carryOut } = await succeeded();
    await carryOut(await engine.request({ ...ask, by: OPS }), 'rejected');
    expect(await undo(DIRECTOR)).toMatchObject({ ok: true });
  });
});
