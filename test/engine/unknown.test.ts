import { describe, expect, it } from 'vitest';
import { changing, settle } from '../helpers/changing-run.js';
import { GUEST } from '../helpers/fake-ports.js';
import { exit, GONE, UNREACHABLE } from '../helpers/fake-remote.js';
import { CHANGES, change } from '../helpers/restorable.js';
import { CTO, DIRECTOR, OPS } from '../helpers/story.js';

const [copy] = CHANGES;

/** The bot lost sight of the first of three steps; the host carries it on. */
async function loseCopy(scheme: Parameters<typeof changing>[1] = {}) {
  const run = await changing({ copy: GONE }, scheme);
  await run.reach('needs-human');
  return run;
}

/** The same, and the step died on the host: nothing there goes on. */
async function loseDead(scheme: Parameters<typeof changing>[1] = {}) {
  const run = await loseCopy(scheme);
  run.remote.forget();
  return run;
}

describe('a step whose end is unknown', () => {
  it('keeps everything behind it from being shown as run, and says what its own look at its work says', async () => {
    const steps = CHANGES.map((id) => change(id, { verify: { run: `verify ${id}`, deadline: 1_000 } }));
    const run = await changing({}, { steps });
    run.remote.looks.set('verify copy', exit(1, 'the copy is not there'));
    await run.begun('copy');
    run.remote.answers.set('copy', GONE);
    const state = await run.reach('needs-human');
    expect(await run.steps()).toEqual(['copy lost', 'switch sent', 'warm sent']);
    expect(state.steps[0]?.evidence?.verified).toMatchObject({ passed: false, output: 'the copy is not there' });
  });

  it('is seen again when somebody asks and it still runs: its end is heard', async () => {
    const run = await loseCopy();
    const asked = run.engine.askAgain(run.id, OPS);
    await settle();
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    await asked;
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.remote.steps).toEqual(CHANGES);
  });
});

describe('"it ran, go on"', () => {
  it('is refused while the host says that the step goes on', async () => {
    const run = await loseCopy();
    expect(await run.choose('settle')).toMatchObject({ failure: { code: 'step.running', at: copy } });
    expect((await run.engine.run(run.id))?.phase).toBe('needs-human');
  });

  it('counts with its reason, beside what the machine saw, and the run goes on behind the step', async () => {
    const run = await loseDead();
    for (const step of CHANGES.slice(1)) run.remote.answers.set(step, exit(0));
    expect(await run.choose('settle', DIRECTOR)).toMatchObject({ ok: true });
    const closed = await run.reach('closed');
    expect(closed.steps[0]).toMatchObject({
      ...{ status: 'succeeded', evidence: { reason: 'connection-lost' } },
      settled: { by: DIRECTOR, reason: '看过日志了' },
    });
    expect(run.remote.steps).toEqual(['switch', 'warm']);
  });

  it('counts less than what the host knows by now', async () => {
    const run = await loseCopy();
    run.remote.answers.set('copy', exit(3));
    expect(await run.choose('settle')).toMatchObject({ failure: { code: 'request.stale' } });
    expect(await run.reach('stopped')).toMatchObject({ steps: [{ status: 'failed', result: { code: 3 } }, {}, {}] });
    expect(run.remote.steps).toEqual([copy]);
  });

  it('needs a reason and somebody with a say; nobody else has the host asked', async () => {
    const run = await loseDead();
    const calls = run.remote.calls.length;
    expect(await run.choose('settle', GUEST)).toMatchObject({ failure: { code: 'person.guest' } });
    expect(await run.choose('settle', 'U0WANG5')).toMatchObject({ ok: false });
    const choice = { kind: 'settle', reason: ' ' } as const;
    expect(await run.engine.choose({ runId: run.id, by: OPS, choice })).toMatchObject({
      failure: { code: 'input.invalid' },
    });
    expect(run.remote.calls).toHaveLength(calls);
  });

  it('is a way on also when the host says nothing', async () => {
    const run = await loseCopy();
    run.remote.network = () => UNREACHABLE;
    expect(await run.choose('settle')).toMatchObject({ ok: true });
  });
});

describe('"run it again"', () => {
  it('takes a second person: not who asked, no guest, nobody without the role', async () => {
    const run = await loseDead();
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ failure: { code: 'rerun.not-asked' } });
    expect(await run.choose('rerun', DIRECTOR)).toMatchObject({ ok: true, value: { rerun: { by: DIRECTOR } } });
    expect(await run.choose('grant-rerun', DIRECTOR)).toMatchObject({ failure: { code: 'rerun.own' } });
    expect(await run.choose('grant-rerun', GUEST)).toMatchObject({ failure: { code: 'person.guest' } });
    expect(await run.choose('grant-rerun', OPS)).toMatchObject({ failure: { code: 'approval.not-decider' } });
    expect(run.remote.calls).not.toContain('cancel copy switch warm');
    expect(run.remote.steps).toEqual([]);
  });

  it('runs under the next tokens once the host has cleared the old ones', async () => {
    const run = await loseDead();
    run.remote.answers.set('copy.2', exit(0));
    for (const step of CHANGES.slice(1)) run.remote.answers.set(step, exit(0));
    await run.choose('rerun');
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ ok: true });
    const closed = await run.reach('closed');
    expect(closed).toMatchObject({
      outcome: 'succeeded',
      steps: [{ attempt: 2, earlier: [{ evidence: {} }] }, {}, {}],
    });
    expect(run.remote.calls).toContain('cancel copy switch warm');
    expect(run.remote.steps).toEqual(['copy.2', 'switch.2', 'warm.2']);
    const tokens = run.events('steps.sent').flatMap((event) => ('steps' in event ? event.steps : []));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(tokens.length);
  });

  it('does not when the host cannot be asked to clear them', async () => {
    const run = await loseDead();
    run.remote.network = (call) => (call === 'cancel' ? UNREACHABLE : undefined);
    await run.choose('rerun');
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ failure: { code: 'ssh.unreachable' } });
    expect((await run.engine.run(run.id))?.rerun).toMatchObject({ by: OPS, step: copy });
  });

  it('does not while nobody can end the step that goes on there', async () => {
    const run = await loseCopy();
    run.remote.stubborn.add(copy);
    await run.choose('rerun');
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ failure: { code: 'step.running' } });
    expect(run.remote.steps).toEqual([copy]);
  });

  it('does not when the step had ended after all: its end counts, and what the host went on with is left alone', async () => {
    const run = await loseCopy();
    run.remote.answers.set('copy', exit(0));
    await run.begun('switch');
    await run.choose('rerun');
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ failure: { code: 'request.stale' } });
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.remote.steps).toEqual(CHANGES);
  });

  it('does not when it ends just when it is cancelled: what became void behind it goes under new tokens', async () => {
    const run = await loseCopy();
    run.remote.stubborn.add(copy);
    run.remote.network = (call) => {
      // From now on the host holds everything behind the step as void.
      if (call !== 'cancel') return undefined;
      queueMicrotask(() => run.remote.answers.set('copy', exit(0)));
      return undefined;
    };
    await run.choose('rerun');
    const granted = await run.choose('grant-rerun', CTO);
    expect(granted.ok).toBe(false);
    run.remote.network = () => undefined;
    for (const step of CHANGES.slice(1)) run.remote.answers.set(step, exit(0));
    await run.engine.askAgain(run.id, OPS);
    const closed = await run.reach('closed');
    expect(closed.outcome).toBe('succeeded');
    expect(run.remote.steps).toEqual(['copy', 'switch.2', 'warm.2']);
  });

  it('takes no late end of the first attempt for that of the second', async () => {
    const run = await loseCopy();
    const late: (() => void)[] = [];
    const ensure = run.remote.ensure.bind(run.remote);
    // Whoever asks again listens to the step that goes on; what it hears is late.
    run.remote.ensure = (target, segment, { signal, onEnd }) =>
      ensure(target, segment, { signal, onEnd: (token, end) => void late.push(() => onEnd(token, end)) });
    const asked = run.engine.askAgain(run.id, CTO);
    await settle();
    run.remote.ensure = ensure;
    run.remote.answers.delete('copy');
    await run.choose('rerun');
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ ok: true });
    await run.begun('copy.2');
    for (const tell of late) tell();
    await asked;
    await settle();
    expect(await run.steps()).toEqual(['copy running', 'switch sent', 'warm sent']);
  });

  it('can be declined, also by who asked; then nothing has changed', async () => {
    const run = await loseDead();
    await run.choose('rerun');
    expect(await run.choose('decline-rerun')).toMatchObject({ ok: true, value: { phase: 'needs-human' } });
    expect(await run.choose('grant-rerun', CTO)).toMatchObject({ failure: { code: 'rerun.not-asked' } });
  });

  it('is granted once: of two at the same moment one wins', async () => {
    const run = await loseDead();
    await run.choose('rerun');
    const both = await Promise.all([run.choose('grant-rerun', CTO), run.choose('grant-rerun', DIRECTOR)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await run.begun('copy.2');
    expect(run.remote.steps).toEqual(['copy.2']);
  });

  it('is no way on for a step that nothing can guard, nor once somebody said stop', async () => {
    const once = await loseDead({ steps: [change('copy', { repeat: 'once' })] });
    expect(await once.choose('rerun')).toMatchObject({ failure: { code: 'rerun.not-allowed' } });
    const run = await changing();
    await run.begun('copy');
    run.remote.network = (call) => (call === 'cancel' ? UNREACHABLE : undefined);
    await run.engine.abort(run.id, OPS);
    run.remote.answers.set('copy', GONE);
    await run.reach('needs-human');
    expect(await run.choose('rerun')).toMatchObject({ failure: { code: 'rerun.not-allowed' } });
  });
});

describe('"hand over"', () => {
  it('ends the run; what has not begun is forbidden on its host, which keeps the lock while the unknown step goes on', async () => {
    const run = await loseCopy();
    await run.engine.handOver(run.id, OPS);
    expect(await run.reach('closed')).toMatchObject({ outcome: 'handed-over', locked: ['app'] });
    expect(run.remote.calls.slice(-2)).toEqual(['forbid copy switch warm', 'ask copy']);
    run.remote.answers.set('copy', exit(0));
    await settle();
    expect(run.remote.steps).toEqual([copy]);
  });

  it('does nothing about another stand than the one that was seen', async () => {
    const run = await loseCopy();
    const stand = (await run.reach('needs-human')).waitingSince ?? 0;
    expect(await run.engine.handOver(run.id, OPS, stand - 1)).toMatchObject({ failure: { code: 'request.stale' } });
    expect(await run.engine.askAgain(run.id, OPS, stand - 1)).toMatchObject({ failure: { code: 'request.stale' } });
    expect(await run.engine.handOver(run.id, OPS, stand)).toMatchObject({ ok: true });
  });

  it('ends it also when the host is away, and says that the lock is still there', async () => {
    const run = await loseCopy();
    run.remote.network = () => UNREACHABLE;
    await run.engine.handOver(run.id, OPS);
    expect(await run.reach('closed')).toMatchObject({ outcome: 'handed-over', locked: ['app'] });
  });
});
