import { describe, expect, it } from 'vitest';
import { failed } from '../../src/domain/result.js';
import { ask, engineOf, inPhase, until } from '../helpers/engine-run.js';
import { fakeDeps } from '../helpers/fake-ports.js';

describe('pre-checks', () => {
  it('refuse the run when no backup is usable, and change nothing', async () => {
    const deps = fakeDeps();
    deps.remote.entries = [{ name: 'diagnosis_20200101_000000.db', kind: 'file', bytes: 1, modifiedAt: 0 }];
    const engine = engineOf(deps);
    const opened = await engine.request(ask);
    const closed = await until(engine, opened.ok ? opened.value.id : '', inPhase('closed'));
    expect(closed.outcome).toBe('refused');
    expect(closed.prechecks.find(({ id }) => id === 'backup')?.answer).toEqual({
      verdict: 'fail',
      evidence: '/data/backups: 0 / 1\ndiagnosis_20200101_000000.db: stale',
    });
    expect(deps.remote.began).toEqual([]);
  });
});

it('a secret that cannot be read refuses the request, before a decider is asked', async () => {
  const deps = { ...fakeDeps(), secrets: { read: async () => failed({ code: 'secret.missing', at: 'ADMIN_KEY' }) } };
  const refused = await engineOf(deps as unknown as ReturnType<typeof fakeDeps>).request(ask);
  expect(refused).toMatchObject({ ok: false, failure: { code: 'secret.missing' } });
  expect(deps.journal.streams.size).toBe(0);
});
