import { mkdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { System } from '../../src/domain/system.js';
import type { EngineDeps } from '../../src/engine/deps.js';
import { ask, engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { smallSystem } from '../helpers/small-system.js';
import { CTO } from '../helpers/story.js';

const wish = { ...ask, system: 'meiyueart', scheme: 'release', severity: 'NOW' };
const request = (deps: EngineDeps, changes: Partial<typeof ask> = {}) =>
  engineOf(deps).request({ ...wish, ...changes });
const refused = (code: string, more = {}) => ({ ok: false, failure: { code, ...more } });

describe('a tag', () => {
  const tagged = (plan: Partial<System['plan']> = {}) => {
    const small = smallSystem();
    const { git } = small;
    git('init', '-q', '-b', 'main');
    for (const [day, tag] of ['v1.0.0', 'v1.1.0', 'v2.0.0-phase1'].entries()) {
      vi.stubEnv('GIT_COMMITTER_DATE', `2026-11-0${day + 1}T00:00:00Z`);
      git('commit', '-q', '--allow-empty', '-m', tag);
      git('tag', tag);
    }
    vi.unstubAllEnvs();
    git('tag', 'nightly');
    const system = { ...small.system, plan: { ...small.system.plan, ...plan } };
    return { ...small, deps: { ...small.deps, catalog: { systems: () => [system], problems: () => [] } } };
  };

  it('is the one that the plan returns to, by its commit', async () => {
    const small = tagged({ deployedVersion: 'v2.0.0-phase1', rollbackVersion: 'v1.0.0' });
    const { engine, id, decide, state } = await openRun(small.deps, wish);
    const digest = small.git('rev-parse', 'v1.0.0');
    expect(state.request.backup).toMatchObject({ kind: 'git-tag', name: 'v1.0.0', path: 'v1.0.0', digest, bytes: 0 });
    await decide(CTO);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed).toMatchObject({ outcome: 'succeeded', steps: [{ id: 'confirm-backup' }, { id: 'look' }] });
    expect(closed.steps[1]?.output?.text).toBe('v1.0.0\nv1.0.0\n');
  });

  it('can be another one, and the one that is deployed, but no branch and nothing that is no version', async () => {
    const small = tagged({ deployedVersion: 'v2.0.0-phase1' });
    small.git('branch', 'v9.9.9');
    const asked = (name: string) => request(small.deps, { backup: name });
    const deployed = { value: { request: { backup: { isDeployed: true } } } };
    expect(await asked('v2.0.0-phase1')).toMatchObject(deployed);
    // Rolled back meanwhile, whatever the plan says: a rollback that was cut short is asked for again.
    small.git('checkout', '-q', 'v1.0.0');
    expect(await asked('v1.0.0')).toMatchObject(deployed);
    expect(await asked('v2.0.0-phase1')).not.toMatchObject(deployed);
    for (const name of ['v9.9.9', 'nightly', 'HEAD', '--upload-pack=x'])
      expect(await asked(name)).toMatchObject(refused('backup.unknown'));
    expect(await asked('v1.1.0')).toMatchObject({ ok: true });
  });

  it('is by default one from before what is deployed, under whatever name', async () => {
    const small = tagged();
    small.git('tag', '-a', '-m', 'the same, annotated', 'v2.0.0');
    const { backup } = (await openRun(small.deps, wish)).state.request;
    expect(backup).toMatchObject({ name: 'v1.1.0' });
    expect(backup).not.toHaveProperty('isDeployed');
  });

  it('that is deployed and that the plan leads to is taken, and the deciders are told', async () => {
    const small = tagged({ deployedVersion: 'v2.0.0-phase1', rollbackVersion: 'v1.0.0' });
    small.git('checkout', '-q', 'v1.0.0');
    const { engine, id, decide, state } = await openRun(small.deps, wish);
    expect(state.request.backup).toMatchObject({ name: 'v1.0.0', isDeployed: true });
    await decide(CTO);
    expect(await until(engine, id, inPhase('closed'))).toMatchObject({ outcome: 'succeeded' });
  });

  it('still counts as the chosen backup once the run has returned to it', async () => {
    const small = tagged();
    const { plan, ...system } = small.system;
    const run = 'git -C "$REPOSITORY" checkout -q "$BACKUP"';
    const asked = { id: 'tag', title: 'Tag', weight: 'required', area: 'service', cites: [] } as const;
    const check = { ...asked, kind: 'backup', source: 'release', retry: { times: 1, every: 0 } } as const;
    const schemes = plan.schemes.map((scheme) => ({
      ...scheme,
      steps: scheme.steps.map((step) => ({ ...step, run })),
      checks: [check],
    }));
    const changed = { systems: () => [{ ...system, plan: { ...plan, schemes } }], problems: () => [] };
    const { engine, id, decide } = await openRun({ ...small.deps, catalog: changed }, { ...wish, backup: 'v1.0.0' });
    await decide(CTO);
    expect(await until(engine, id, inPhase('closed'))).toMatchObject({ outcome: 'succeeded' });
    expect(small.git('describe', '--tags')).toBe('v1.0.0');
  });

  it('is the newest while what is deployed has none, or nothing is checked out', async () => {
    const small = tagged();
    const proposed = async () => (await openRun(small.deps, wish)).state.request.backup?.name;
    small.git('commit', '-q', '--allow-empty', '-m', 'not a release');
    expect(await proposed()).toBe('v2.0.0-phase1');
    small.git('symbolic-ref', 'HEAD', 'refs/heads/of-nothing');
    expect(await proposed()).toBe('v2.0.0-phase1');
  });

  it('that was moved since the request fails the run at once', async () => {
    const small = tagged();
    const { engine, id, decide } = await openRun(small.deps, { ...wish, backup: 'v1.0.0' });
    small.git('tag', '-f', 'v1.0.0');
    await decide(CTO);
    const closed = await until(engine, id, inPhase('closed'));
    expect(closed).toMatchObject({ outcome: 'failed', steps: [{ status: 'failed' }, { status: 'pending' }] });
  });

  it("of what is no repository is a failure in git's own words", async () => {
    const small = smallSystem();
    mkdirSync(small.variables.REPOSITORY, { recursive: true });
    expect(await request(small.deps)).toMatchObject(
      refused('host.command-failed', { detail: expect.stringContaining('not a git repository') }),
    );
  });
});
