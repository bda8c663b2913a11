import { describe, expect, it, vi } from 'vitest';
import { ALL_WELL, approve, changing, killedAt, settle } from '../helpers/changing-run.js';
import { exit, UNREACHABLE } from '../helpers/fake-remote.js';
import { CHANGES, change, restorableDeps } from '../helpers/restorable.js';
import { OPS } from '../helpers/story.js';

const THREE = 'copy switch warm';

describe('three steps on one host', () => {
  it('travel together, under one intent that was written before', async () => {
    const deps = restorableDeps();
    const intents: string[] = [];
    deps.remote.network = (call) => {
      if (call === 'ensure') intents.push(...[...deps.journal.streams.values()].flat().map(({ event }) => event.type));
      return undefined;
    };
    const run = await approve(deps, ALL_WELL);
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(intents.at(-1)).toBe('steps.sent');
    expect(run.remote.calls.filter((call) => call.startsWith('ensure'))).toEqual([`ensure ${THREE}`]);
    expect(run.remote.steps).toEqual(CHANGES);
    const [intent] = run.events('steps.sent');
    const { token } = (await run.engine.run(run.id))?.request ?? {};
    expect(intent).toMatchObject({
      target: 'app',
      steps: CHANGES.map((step) => ({ step, token: `${token}.${step}` })),
    });
    expect(run.events('steps.sent', 'step.finished')).toHaveLength(4);
  });

  it('show each end as it comes', async () => {
    const run = await changing();
    await run.begun('copy');
    expect(await run.steps()).toEqual(['copy running', 'switch sent', 'warm sent']);
    run.remote.answers.set('copy', exit(0));
    await run.begun('switch');
    await settle();
    expect(await run.steps()).toEqual(['copy succeeded', 'switch running', 'warm sent']);
  });

  it('leave a lock on the host that says who, why and since when, until the run is closed', async () => {
    const run = await changing();
    await run.begun('copy');
    const { decision, request } = (await run.engine.run(run.id)) ?? {};
    expect(await run.remote.locks()).toMatchObject({
      value: [{ system: 'wechat-backend', run: run.id, by: OPS, reason: request?.reason, since: decision?.at }],
    });
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    expect((await run.reach('closed')).locked).toEqual([]);
    expect(await run.remote.locks()).toMatchObject({ value: [] });
  });

  it('end with the one that fails: what was delivered behind it never begins', async () => {
    const run = await changing({ copy: exit(0), switch: exit(9, 'no space left') });
    const stopped = await run.reach('stopped');
    expect(await run.steps()).toEqual(['copy succeeded', 'switch failed', 'warm pending']);
    expect(stopped.steps[1]).toMatchObject({ result: { kind: 'exited', code: 9 }, output: { text: 'no space left' } });
    expect(run.remote.steps).toEqual(['copy', 'switch']);
  });

  it('are each sent apart where another host or an irreversible one comes between', async () => {
    const steps = [change('copy'), change('drop', { effect: 'irreversible' }), change('warm', { target: 'db' })];
    const deps = restorableDeps({ steps });
    const [system] = deps.catalog.systems();
    const app = system?.targets.app;
    if (!system || !app) throw new Error('a system');
    const bound = { ...system, targets: { app, db: { ...app, name: 'db' } } };
    const run = await approve(
      { ...deps, catalog: { systems: () => [bound], problems: () => [] } },
      { copy: exit(0), drop: exit(0), warm: exit(0) },
    );
    await run.reach('closed');
    expect(run.remote.calls.filter((call) => call.startsWith('ensure'))).toEqual([
      ...['ensure copy', 'ensure drop', 'ensure warm'],
    ]);
    expect(run.remote.calls.filter((call) => call === 'unlock')).toHaveLength(2);
  });
});

describe('an abort in the middle', () => {
  it('forbids what has not begun, ends what runs, and nothing more runs', async () => {
    const run = await changing({ copy: exit(0) });
    await run.begun('switch');
    await settle();
    await run.engine.abort(run.id, OPS);
    expect((await run.reach('closed')).outcome).toBe('aborted');
    expect(run.remote.calls).toContain('cancel switch warm');
    expect(await run.steps()).toEqual(['copy succeeded', 'switch failed', 'warm pending']);
    run.remote.answers.set('warm', exit(0));
    await settle();
    expect(run.remote.steps).toEqual(['copy', 'switch']);
    expect(run.remote.held.size).toBe(0);
  });

  it('leaves a step that ended before it was told to stop as it ended', async () => {
    const run = await changing();
    await run.begun('copy');
    run.remote.network = (call) => {
      // The step ends while the order to stop it is on its way.
      if (call === 'cancel') run.remote.answers.set('copy', exit(0));
      return undefined;
    };
    await run.engine.abort(run.id, OPS);
    expect((await run.reach('closed')).outcome).toBe('aborted');
    expect((await run.engine.run(run.id))?.steps[0]?.status).toBe('succeeded');
    expect(run.remote.steps).not.toContain('warm');
  });
});

describe('a bot that is killed in the middle', () => {
  it('asks first when it starts again, writes what ended meanwhile in order, then attaches to the rest', async () => {
    const { restart } = await killedAt(({ begun }) => begun('copy'), restorableDeps());
    const run = await restart((remote) => {
      remote.answers.set('copy', exit(0, 'copied'));
      remote.answers.set('switch', exit(0, 'switched'));
    });
    const { calls } = run.remote;
    const since = calls.findLastIndex((call) => call.startsWith('ensure'));
    expect(calls.slice(1, since)).toEqual(['ask copy', 'ask switch', 'ask warm']);
    expect(calls[since]).toBe('ensure warm');
    run.remote.answers.set('warm', exit(0));
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    const ends = run.events('step.finished', 'run.resumed').map((event) => ('step' in event ? event.step : event.type));
    expect(ends).toEqual(['copy', 'switch', 'run.resumed', 'warm']);
    expect(run.remote.steps).toEqual(CHANGES);
    expect(run.events('steps.sent')).toHaveLength(1);
  });

  it('lets no run go on before every question is answered', async () => {
    const deps = restorableDeps();
    const { restart } = await killedAt(({ begun }) => begun('copy'), deps);
    let answer = () => {};
    const late = new Promise<undefined>((resolve) => {
      answer = () => resolve(undefined);
    });
    deps.remote.network = (call) => (call === 'ask' && deps.remote.calls.at(-1) === 'ask switch' ? late : undefined);
    const starting = restart((remote) => void remote.answers.set('copy', exit(0)));
    await vi.waitUntil(() => deps.remote.calls.includes('ask switch'), { interval: 1 });
    await settle();
    expect(deps.remote.calls).toEqual([`ensure ${THREE}`, 'ask copy', 'ask switch']);
    answer();
    const run = await starting;
    for (const step of CHANGES) run.remote.answers.set(step, exit(0));
    expect((await run.reach('closed')).outcome).toBe('succeeded');
  });

  it('sends what never arrived, under the same token', async () => {
    const deps = restorableDeps();
    deps.remote.network = (call) => (call === 'ensure' ? new Promise(() => {}) : undefined);
    const isSent = () => vi.waitUntil(() => deps.remote.calls.includes(`ensure ${THREE}`), { interval: 1 });
    const { restart } = await killedAt(isSent, deps);
    deps.remote.network = () => undefined;
    for (const step of CHANGES) deps.remote.answers.set(step, exit(0));
    const run = await restart();
    expect((await run.reach('closed')).outcome).toBe('succeeded');
    expect(run.remote.steps).toEqual(CHANGES);
    expect(run.events('steps.sent')).toHaveLength(1);
  });

  it('hears of a failure that the host met while nobody listened', async () => {
    const { restart } = await killedAt(({ begun }) => begun('copy'), restorableDeps());
    const run = await restart((remote) => {
      remote.answers.set('copy', exit(0));
      remote.answers.set('switch', exit(1));
    });
    await run.reach('stopped');
    expect(await run.steps()).toEqual(['copy succeeded', 'switch failed', 'warm pending']);
    expect(run.remote.steps).toEqual(['copy', 'switch']);
  });

  it('leaves nobody in a run that was aborted while its host was away and had begun nothing', async () => {
    const { restart } = await killedAt(({ begun }) => begun('copy'), restorableDeps());
    const run = await restart((remote) => {
      remote.forget();
      remote.network = () => UNREACHABLE;
    });
    await vi.waitUntil(() => run.remote.calls.filter((call) => call.startsWith('ensure')).length > 1, { interval: 1 });
    await run.engine.abort(run.id, OPS);
    run.remote.network = () => undefined;
    expect((await run.reach('closed')).outcome).toBe('aborted');
    expect(run.remote.steps).toEqual([]);
  });
});
