import { describe, expect, it, vi } from 'vitest';
import type { RunningEngine } from '../../src/engine/create-engine.js';
import { inPhase, openRun, runAsking, until } from '../helpers/engine-run.js';
import { fakeDeps, GUEST, PRODUCT, s2System } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { QUESTIONS } from '../helpers/manual.js';
import { s2Plan } from '../helpers/plan.js';
import { CTO, DIRECTOR, OPS, STEPS } from '../helpers/story.js';

const bound = { system: s2System() };

/** What waits for a person, in words. */
async function waiting(engine: RunningEngine, by: string): Promise<readonly string[] | string> {
  const found = await engine.duties(by);
  return found.ok ? found.value.map(({ kind }) => kind) : found.failure.code;
}

describe('what waits for a person', () => {
  it('is a decision for those who may decide, and not for who asked', async () => {
    const { engine } = await openRun();
    expect(await waiting(engine, DIRECTOR)).toEqual(['decide']);
    expect(await waiting(engine, CTO)).toEqual(['decide']);
    expect(await waiting(engine, OPS)).toEqual([]);
  });

  it('is an answer for whom the plan asks, besides those with a say', async () => {
    const schemes = s2Plan().schemes.map((scheme) => ({ ...scheme, checks: [...scheme.checks, ...QUESTIONS] }));
    const { engine, id } = await runAsking(fakeDeps(s2System({ schemes })));
    await until(engine, id, inPhase('verifying'));
    expect(await waiting(engine, PRODUCT)).toEqual(['answer']);
    expect(await waiting(engine, OPS)).toEqual(['answer']);
  });

  it('is the record of a run for who asked and who approved, until one of them told something', async () => {
    const { engine, id, deps, decide } = await openRun();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    await decide(DIRECTOR);
    await until(engine, id, inPhase('closed'));
    expect([await waiting(engine, OPS), await waiting(engine, DIRECTOR), await waiting(engine, CTO)]).toEqual([
      ['complete'],
      ['complete'],
      [],
    ]);
    await engine.complete({ runId: id, by: OPS, answers: { remarks: '发布前没有演练' } });
    expect(await waiting(engine, DIRECTOR)).toEqual([]);
  });

  it('is found without reading closed runs again for each person, until one of them changes', async () => {
    const { engine, id, deps, decide } = await openRun();
    for (const step of STEPS) deps.remote.answers.set(step, exit(0));
    await decide(DIRECTOR);
    await until(engine, id, inPhase('closed'));
    expect(await waiting(engine, OPS)).toEqual(['complete']);
    const read = vi.spyOn(deps.journal, 'read');
    expect(await waiting(engine, DIRECTOR)).toEqual(['complete']);
    expect(read).not.toHaveBeenCalled();
    await engine.complete({ runId: id, by: OPS, answers: { remarks: '发布前没有演练' } });
    expect(await waiting(engine, DIRECTOR)).toEqual([]);
    expect(read).toHaveBeenCalled();
  });

  it('is nothing that a guest is told, nor somebody whom Slack does not know', async () => {
    const { engine } = await openRun();
    expect(await waiting(engine, GUEST)).toBe('person.guest');
    expect(await waiting(engine, 'U0NOBODY')).toBe('person.unverified');
  });

  it('is looked up anew: who lost the role has no duty left', async () => {
    const system = s2System();
    const { engine } = await openRun({ ...fakeDeps(), catalog: { systems: () => [bound.system], problems: () => [] } });
    expect(await waiting(engine, CTO)).toEqual(['decide']);
    bound.system = { ...system, roles: { ...system.roles, cto: { users: [], groups: [] } } };
    expect(await waiting(engine, CTO)).toEqual([]);
  });
});
