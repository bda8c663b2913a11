import { describe, expect, it } from 'vitest';
import { ALL_WELL, changing, killedAt } from '../helpers/changing-run.js';
import { GUEST } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { CHANGES, change, restorableDeps } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

/** The second of three steps failed; at a further attempt all goes well. */
async function failSwitch(scheme: Parameters<typeof changing>[1] = {}) {
  const run = await changing({ ...ALL_WELL, switch: exit(9), 'switch.2': exit(0) }, scheme);
  await run.reach('stopped');
  return run;
}

const switchAs = (changes: Parameters<typeof change>[1]) => ({
  steps: CHANGES.map((id) => change(id, id === 'switch' ? changes : {})),
});

describe('retrying a step that failed', () => {
  it.each(['observe', 'converge'] as const)('of class %s takes one person, at once', async (repeat) => {
    const run = await failSwitch(switchAs({ repeat }));
    expect(await run.choose('rerun')).toMatchObject({ ok: true, value: { phase: 'running' } });
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.remote.steps).toEqual(['copy', 'switch', 'switch.2', 'warm']);
    expect(run.events('rerun.asked', 'rerun.granted')).toMatchObject([{ by: OPS }, { by: OPS, voided: [] }]);
  });

  it('of any other class takes two', async () => {
    const run = await failSwitch();
    expect(await run.choose('rerun')).toMatchObject({ ok: true, value: { phase: 'stopped' } });
    expect(await run.choose('grant-rerun', OPS)).toMatchObject({ ok: false });
    expect(await run.choose('grant-rerun', DIRECTOR)).toMatchObject({ ok: true });
    const closed = await run.reach('closed');
    expect(closed.outcome).toBe('succeeded');
    expect(closed.steps[1]).toMatchObject({ attempt: 2, earlier: [{ result: { kind: 'exited', code: 9 } }] });
  });

  it('is never offered for one that nothing can guard', async () => {
    const run = await failSwitch(switchAs({ repeat: 'once' }));
    expect(await run.choose('rerun')).toMatchObject({ failure: { code: 'rerun.not-allowed' } });
    expect(run.events('rerun.asked')).toEqual([]);
  });

  it('may fail again, and people choose again', async () => {
    const run = await failSwitch(switchAs({ repeat: 'converge' }));
    run.remote.answers.set('switch.2', exit(9));
    await run.choose('rerun');
    await run.reach('stopped');
    run.remote.answers.set('switch.3', exit(0));
    await run.choose('rerun');
    expect((await run.reach('closed')).steps[1]?.earlier).toHaveLength(2);
    expect(run.remote.steps).toEqual(['copy', 'switch', 'switch.2', 'switch.3', 'warm']);
  });
});

describe('the other ways on from a step that failed', () => {
  it('skip: the run goes on behind it and is partial at best', async () => {
    const run = await failSwitch();
    expect(await run.choose('skip', DIRECTOR)).toMatchObject({ ok: true });
    const closed = await run.reach('closed');
    expect(closed).toMatchObject({ outcome: 'partial', steps: [{}, { skipped: { by: DIRECTOR } }, {}] });
    expect(run.remote.steps).toEqual(CHANGES);
  });

  it('give up: it ends as failed, with who said so and why', async () => {
    const run = await failSwitch();
    await run.choose('give-up');
    expect(await run.reach('closed')).toMatchObject({ outcome: 'failed', givenUp: { by: OPS, reason: '看过日志了' } });
  });

  it('hold: nothing runs, also not after a restart, until somebody gives it up', async () => {
    const deps = restorableDeps();
    for (const [step, end] of Object.entries({ ...ALL_WELL, switch: exit(9) })) deps.remote.answers.set(step, end);
    const { restart } = await killedAt(async ({ reach, choose }) => {
      await reach('stopped');
      await choose('hold', DIRECTOR);
    }, deps);
    const run = await restart();
    expect((await run.reach('held')).held).toMatchObject({ cause: 'person', by: DIRECTOR });
    expect(await run.choose('skip')).toMatchObject({ ok: false });
    expect(run.remote.steps).toEqual(['copy', 'switch']);
    await run.choose('give-up');
    expect((await run.reach('closed')).outcome).toBe('failed');
  });

  it('are for people with a say alone, and need a reason', async () => {
    const run = await failSwitch();
    for (const by of [GUEST, 'U0WANG5', 'U0UNKNOWN'])
      for (const kind of ['rerun', 'skip', 'restore', 'hold', 'give-up', 'claim'] as const)
        expect(await run.choose(kind, by)).toMatchObject({ ok: false });
    for (const kind of ['rerun', 'skip', 'restore', 'hold', 'give-up'] as const)
      expect(await run.engine.choose({ runId: run.id, by: OPS, choice: { kind, reason: ' \n' } })).toMatchObject({
        failure: { code: 'input.invalid' },
      });
    expect((await run.engine.run(run.id))?.phase).toBe('stopped');
  });
});

describe('a verification that failed', () => {
  it('is asked again by one person, only as far as it did not pass', async () => {
    const deps = restorableDeps();
    deps.remote.looks.set('look service', exit(1));
    for (const [step, end] of Object.entries(ALL_WELL)) deps.remote.answers.set(step, end);
    const { restart } = await killedAt(({ reach }) => reach('stopped'), deps);
    const run = await restart();
    expect((await run.reach('stopped')).stopped?.cause).toBe('verification');
    const looked = run.remote.looked.length;
    run.remote.looks.delete('look service');
    expect(await run.choose('skip')).toMatchObject({ ok: false });
    expect(await run.choose('verify-again')).toMatchObject({ ok: true, value: { phase: 'verifying' } });
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.remote.looked.slice(looked).map(({ text }) => text)).toEqual(['look service']);
  });
});

describe('one person at a time', () => {
  it('who took the choice upon themselves chooses, and nobody else', async () => {
    const run = await failSwitch();
    await run.choose('claim', DIRECTOR);
    for (const kind of ['skip', 'give-up', 'rerun', 'hold'] as const)
      expect(await run.choose(kind)).toMatchObject({ failure: { code: 'run.claimed', facts: { by: DIRECTOR } } });
    expect(await run.choose('skip', DIRECTOR)).toMatchObject({ ok: true });
  });

  it('until another one takes it over from them, knowingly', async () => {
    const run = await failSwitch();
    await run.choose('claim', DIRECTOR);
    expect(await run.choose('claim')).toMatchObject({ failure: { code: 'run.claimed', facts: { by: DIRECTOR } } });
    const takeOver = { kind: 'claim', from: DIRECTOR } as const;
    expect(await run.engine.choose({ runId: run.id, by: OPS, choice: takeOver })).toMatchObject({ ok: true });
    expect(await run.choose('skip', DIRECTOR)).toMatchObject({ failure: { code: 'run.claimed' } });
    expect(await run.choose('skip')).toMatchObject({ ok: true });
  });

  it('does not keep others from stopping the run once it goes on', async () => {
    const run = await changing({ copy: exit(9) }, switchAs({}));
    await run.reach('stopped');
    await run.choose('claim', DIRECTOR);
    await run.choose('skip', DIRECTOR);
    await run.begun('switch');
    expect(await run.engine.abort(run.id, CTO)).toMatchObject({ ok: true });
  });

  it.each([
    ['skip', 'give-up'],
    ['restore', 'skip'],
    ['hold', 'restore'],
    ['claim', 'claim'],
  ] as const)('of two who choose %s and %s at the same moment one wins and the other is told', async (one, other) => {
    const run = await failSwitch();
    const both = await Promise.all([run.choose(one, OPS), run.choose(other, CTO)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const lost = both.find(({ ok }) => !ok);
    expect(lost && !lost.ok && lost.failure.code).toMatch(/^(request\.stale|run\.closed|run\.claimed)$/);
  });

  it('is told that things moved on when what they saw is another stand', async () => {
    const run = await failSwitch(switchAs({ repeat: 'converge' }));
    const seen = (await run.engine.run(run.id))?.waitingSince ?? 0;
    run.remote.answers.set('switch.2', exit(9));
    await new Promise((resolve) => setTimeout(resolve, 2));
    await run.choose('rerun');
    await run.reach('stopped');
    const late = { kind: 'skip', reason: '看过日志了' } as const;
    expect(await run.engine.choose({ runId: run.id, by: OPS, choice: late, seen })).toMatchObject({
      failure: { code: 'request.stale' },
    });
  });
});
