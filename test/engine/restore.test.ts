import { describe, expect, it } from 'vitest';
import type { Restore } from '../../src/domain/scheme.js';
import { ALL_UNDONE, ALL_WELL, approve, changing, killedAt, stepsOf } from '../helpers/changing-run.js';
import { exit, GONE } from '../helpers/fake-remote.js';
import { change, RESTORE, restorableDeps, UNDONE } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

const restoring = (changes: Partial<Restore>) => ({ restore: { ...RESTORE, ...changes } });
const failAtWarm = { ...ALL_WELL, ...ALL_UNDONE, warm: exit(1) };

describe('taking back what was done', () => {
  it('by a person: the undos of all that may have run, the last first, then what tells that things are as before', async () => {
    const run = await changing({ ...ALL_WELL, ...ALL_UNDONE, switch: exit(1) });
    await run.reach('stopped');
    const looked = run.remote.looked.length;
    expect(await run.choose('restore', DIRECTOR)).toMatchObject({ ok: true, value: { restore: { by: DIRECTOR } } });
    const closed = await run.reach('closed');
    expect(closed.outcome).toBe('restored');
    expect(run.remote.steps).toEqual(['copy', 'switch', 'switch-undo', 'copy-undo']);
    expect(run.remote.looked.slice(looked).map(({ text }) => text)).toEqual(['look as-before', 'look tidy']);
    expect(run.remote.began.at(-1)?.script).toMatchObject({ text: 'undo copy', env: { BACKOUT_RUN: run.id } });
  });

  it('by itself when a step fails and the plan orders it', async () => {
    const run = await changing(failAtWarm, restoring({ automatic: ['step'] }));
    expect(await run.reach('closed')).toMatchObject({ outcome: 'restored', restore: { cause: 'step' } });
    expect(run.remote.steps.slice(3)).toEqual(UNDONE);
    expect(run.events('restore.started')).toMatchObject([{ cause: 'step' }]);
    expect(run.events('restore.started')[0]).not.toHaveProperty('by');
  });

  it('by itself when the verification fails and the plan orders it', async () => {
    const deps = restorableDeps(restoring({ automatic: ['verification'] }));
    deps.remote.looks.set('look service', exit(1));
    const run = await approve(deps, { ...ALL_WELL, ...ALL_UNDONE });
    expect(await run.reach('closed')).toMatchObject({ outcome: 'restored', restore: { cause: 'verification' } });
  });

  it('never by itself for another cause, nor while a step is unknown', async () => {
    const run = await changing(failAtWarm, restoring({ automatic: ['verification'] }));
    await run.reach('stopped');
    const lost = await changing({ ...ALL_WELL, ...ALL_UNDONE, switch: GONE }, restoring({ automatic: ['step'] }));
    await lost.reach('needs-human');
    expect([...run.events('restore.started'), ...lost.events('restore.started')]).toEqual([]);
  });

  it('is done once, whatever restarts come between', async () => {
    const deps = restorableDeps(restoring({ automatic: ['step'] }));
    for (const [step, end] of Object.entries(failAtWarm)) deps.remote.answers.set(step, end);
    deps.remote.answers.delete('switch-undo');
    const { restart } = await killedAt(({ begun }) => begun('switch-undo'), deps);
    const run = await restart((remote) => void remote.answers.set('switch-undo', exit(0)));
    expect((await run.reach('closed')).outcome).toBe('restored');
    expect(run.remote.steps).toEqual(['copy', 'switch', 'warm', ...UNDONE]);
  });

  it('is no way on where nothing takes anything back', async () => {
    const { undo: _, ...forGood } = change('copy');
    const run = await changing({ copy: exit(1) }, { steps: [forGood] });
    await run.reach('stopped');
    expect(await run.choose('restore')).toMatchObject({ failure: { code: 'request.stale' } });
  });
});

describe('an undo that goes wrong', () => {
  it('is held: no further undo runs, nothing can be chosen but to give up', async () => {
    const run = await changing({ ...failAtWarm, 'switch-undo': exit(1) }, restoring({ automatic: ['step'] }));
    const held = await run.reach('held');
    expect(held.held?.cause).toBe('undo-failed');
    expect(stepsOf(held).slice(3)).toEqual(['warm-undo succeeded', 'switch-undo failed', 'copy-undo pending']);
    for (const kind of ['rerun', 'skip', 'restore', 'settle', 'hold', 'verify-again'] as const)
      expect(await run.choose(kind)).toMatchObject({ ok: false });
    expect(run.remote.steps).not.toContain('copy-undo');
    expect(run.remote.held.size).toBe(1);
    await run.choose('give-up', CTO);
    expect(await run.reach('closed')).toMatchObject({ outcome: 'failed', givenUp: { by: CTO } });
    expect(run.remote.held.size).toBe(0);
  });

  it('is held when a required check after it does not pass, not when an advisory one does not', async () => {
    const outcomes = ['look as-before', 'look tidy'].map(async (text) => {
      const deps = restorableDeps(restoring({ automatic: ['step'] }));
      deps.remote.looks.set(text, exit(1));
      const run = await approve(deps, failAtWarm);
      return (await Promise.race([run.reach('held'), run.reach('closed')])).held?.cause;
    });
    expect(await Promise.all(outcomes)).toEqual(['not-restored', undefined]);
  });

  it('is held when somebody says stop in the middle of it', async () => {
    const answers = { ...failAtWarm, 'switch-undo': GONE };
    const { 'switch-undo': _, ...rest } = answers;
    const run = await changing(rest, restoring({ automatic: ['step'] }));
    await run.begun('switch-undo');
    expect(await run.engine.abort(run.id, OPS)).toMatchObject({ ok: true });
    const held = await run.reach('held');
    expect(held.held?.cause).toBe('aborted');
    expect(stepsOf(held).slice(3)).toEqual(['warm-undo succeeded', 'switch-undo failed', 'copy-undo pending']);
    expect(run.remote.steps).not.toContain('copy-undo');
  });

  it('is unknown when its end is: it goes on only when people say so', async () => {
    const run = await changing({ ...failAtWarm, 'switch-undo': GONE }, restoring({ automatic: ['step'] }));
    await run.reach('needs-human');
    expect(run.remote.steps).not.toContain('copy-undo');
    run.remote.forget();
    await run.choose('settle', DIRECTOR);
    expect((await run.reach('closed')).outcome).toBe('restored');
    expect(run.remote.steps).toEqual(['copy-undo']);
  });
});
