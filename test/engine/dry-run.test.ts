import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/domain/check.js';
import { ask, engineOf, openRun } from '../helpers/engine-run.js';
import { ADMIN_KEY, fakeDeps, GUEST, s2System } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { s2Plan } from '../helpers/plan.js';
import { smallSystem, stamp } from '../helpers/small-system.js';
import { OPS } from '../helpers/story.js';

const wish = { system: 'wechat-backend', scheme: 'a', by: OPS };

/** S2's scheme A with this pre-check beside its own. */
function withPrecheck(check: Check) {
  const schemes = s2Plan().schemes.map((scheme) => ({ ...scheme, prechecks: [...scheme.prechecks, check] }));
  return fakeDeps(s2System({ schemes }));
}

const POSTS: Check = {
  ...{ id: 'posts', title: 'posts', weight: 'required', area: 'service', kind: 'http', base: 'API', writes: true },
  ...{ retry: { times: 1, every: 0 }, deadline: 1_000, cites: [] },
  requests: [
    {
      ...{ method: 'POST', path: '/api/perform-brand-test', headers: {}, status: 200, json: {}, save: {} },
      retry: { times: 1, every: 0 },
    },
  ],
};

describe('a dry run (S1.70)', () => {
  it('asks the pre-checks and tells every step, and leaves nothing behind', async () => {
    const deps = fakeDeps();
    const engine = engineOf(deps);
    const tried = await engine.dryRun(wish);
    const [scheme] = s2Plan().schemes;
    expect(tried).toMatchObject({ ok: true, value: { scheme: { key: 'a' }, version: 'v2.0.0-phase1' } });
    if (!tried.ok || !scheme) return;
    expect(tried.value.prechecks.map(({ check }) => check.id)).toEqual(scheme.prechecks.map(({ id }) => id));
    expect(tried.value.prechecks.every(({ answer }) => answer.verdict === 'pass')).toBe(true);
    expect(tried.value.scheme.steps.map(({ id }) => id)).toEqual(['disable-v2-flags', 'read-flags-back']);
    expect(tried.value.scheme.checks.map(({ id }) => id)).toEqual(scheme.checks.map(({ id }) => id));
    expect(deps.remote.began).toEqual([]);
    expect(deps.journal.streams.size).toBe(0);
    expect((await engine.request(ask)).ok).toBe(true);
  });

  it('is no matter for a run under way, and none for the dry run', async () => {
    const { engine, id, state } = await openRun();
    expect((await engine.dryRun(wish)).ok).toBe(true);
    expect((await engine.run(id))?.revision).toBe(state.revision);
  });

  it('sends no check that writes, and says so', async () => {
    const deps = withPrecheck(POSTS);
    const tried = await engineOf(deps).dryRun(wish);
    const posted = tried.ok ? tried.value.prechecks.find(({ check }) => check.id === 'posts') : undefined;
    expect(posted?.answer).toEqual({
      ...{ verdict: 'unknown', evidence: '' },
      failure: { code: 'check.not-asked', at: 'posts' },
    });
    expect(deps.probe.requests.filter((request) => request.startsWith('POST'))).toEqual([]);
  });

  it('looks once at what a run would ask again and again', async () => {
    const [get] = POSTS.kind === 'http' ? POSTS.requests : [];
    const patient = { times: 50, every: 60_000 };
    const deps = withPrecheck({
      ...(POSTS as Extract<Check, { kind: 'http' }>),
      ...{ id: 'patient', writes: false, retry: patient, soak: { lasts: 60_000, every: 1_000 } },
      requests: get ? [{ ...get, method: 'GET', path: '/nowhere', retry: patient }] : [],
    });
    const tried = await engineOf(deps).dryRun(wish);
    expect(tried.ok && tried.value.prechecks.at(-1)?.answer.verdict).toBe('unknown');
    expect(deps.probe.requests.filter((request) => request === 'GET /nowhere')).toHaveLength(1);
  });

  it('shows no secret', async () => {
    const deps = fakeDeps();
    deps.remote.seen = exit(0, `diagnosis_v2_enabled ${ADMIN_KEY}`);
    const tried = await engineOf(deps).dryRun(wish);
    expect(tried.ok).toBe(true);
    expect(JSON.stringify(tried)).not.toContain(ADMIN_KEY);
  });

  it.each([
    ['guests', { by: GUEST }, 'person.guest'],
    ['colleagues without a role', { by: 'U0WANG5' }, 'request.not-allowed'],
    ['a scheme nobody knows', { scheme: 'z' }, 'scheme.unknown'],
    ['a system nobody knows', { system: 'shop' }, 'plan.unknown'],
  ])('refuses %s', async (_who, change, code) => {
    expect(await engineOf(fakeDeps()).dryRun({ ...wish, ...change })).toMatchObject({ ok: false, failure: { code } });
  });

  it('tells the backup that would be taken, and every step that a run adds', async () => {
    const small = smallSystem();
    const name = stamp(1);
    small.machine.file(`backups of files/${name}/user_system.py`, 'fine');
    const tried = await engineOf(small.deps).dryRun({ system: 'meiyueart', scheme: 'files', by: OPS });
    expect(tried).toMatchObject({ ok: true, value: { backup: { name }, version: name } });
    expect(tried.ok && tried.value.scheme.steps.map(({ id }) => id)).toEqual([
      ...['confirm-backup', 'mark-logs-web', 'restore-snapshot', 'restore'],
    ]);
    expect(tried.ok && tried.value.prechecks).toMatchObject([
      { answer: { verdict: 'pass' } },
      { answer: { verdict: 'pass' } },
    ]);
    const none = await engineOf(small.deps).dryRun({ system: 'meiyueart', scheme: 'database', by: OPS });
    expect(none).toMatchObject({ ok: false, failure: { code: 'backup.missing' } });
  });
});
