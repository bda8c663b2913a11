import { describe, expect, it, vi } from 'vitest';
import type { Check, HttpCheck } from '../../src/domain/check.js';
import type { RunState } from '../../src/run/state.js';
import { engineOf, inPhase, openRun, until } from '../helpers/engine-run.js';
import { fakeDeps, s2System } from '../helpers/fake-ports.js';
import { exit } from '../helpers/fake-remote.js';
import { s2Plan } from '../helpers/plan.js';
import { DIRECTOR, STEPS } from '../helpers/story.js';

const POST = 'POST /api/perform-brand-test';
const STATUS = 'GET /api/diagnostic/tasks/x1/status';

/** S2's scheme A with this diagnosis in place of its own. */
function withDiagnosis(change: (check: HttpCheck) => HttpCheck) {
  const replace = (check: Check) => (check.id === 'diagnosis' && check.kind === 'http' ? change(check) : check);
  const schemes = s2Plan().schemes.map((scheme) => ({ ...scheme, checks: scheme.checks.map(replace) }));
  return fakeDeps(s2System({ schemes }));
}

/** The bot dies when the check has asked `request`, and starts again. */
async function dieAt(request: string, deps = fakeDeps()) {
  const { engine, id, decide } = await openRun(deps);
  for (const step of STEPS) deps.remote.answers.set(step, exit(0));
  await decide(DIRECTOR);
  await vi.waitUntil(() => deps.probe.requests.includes(request), { interval: 1 });
  await engine.stop();
  const asked = deps.probe.requests.length;
  const again = engineOf(deps);
  await again.start();
  return { deps, id, again, since: () => deps.probe.requests.slice(asked) };
}

const diagnosis = ({ checks }: RunState) => checks.find(({ id }) => id === 'diagnosis');
const posts = ({ probe }: ReturnType<typeof fakeDeps>) => probe.requests.filter((request) => request === POST);

describe('a check that starts something, when the bot dies in the middle of it', () => {
  it('is not started again; once its start was answered, only the reads that follow go on', async () => {
    const deps = fakeDeps();
    deps.probe.answers[STATUS] = { status: 'processing' };
    const { again, id, since } = await dieAt(STATUS, deps);
    deps.probe.answers[STATUS] = { status: 'completed' };
    const closed = await until(again, id, inPhase('closed'));
    expect(closed.outcome).toBe('succeeded');
    expect(posts(deps)).toHaveLength(1);
    expect(since()).toContain('GET /api/diagnostic/tasks/x1/report');
    expect(diagnosis(closed)?.answer?.evidence).toMatch(/^POST .*EXECUTION_ID = x1\nGET .*completed"\nGET .*report/);
  });

  it('is unknown when nobody heard how the start was answered', async () => {
    const deps = fakeDeps();
    deps.probe.answers[POST] = () => new Promise(() => {});
    const { again, id } = await dieAt(POST, deps);
    const stopped = await until(again, id, inPhase('stopped'));
    expect(diagnosis(stopped)?.answer).toMatchObject({ verdict: 'unknown', failure: { code: 'check.asked-before' } });
    expect(posts(deps)).toHaveLength(1);
  });

  it('writes no token down to go on with: it is unknown instead', async () => {
    const deps = withDiagnosis((check) => ({
      ...check,
      requests: check.requests.map((request) => ({ ...request, headers: { Authorization: 'Bearer {EXECUTION_ID}' } })),
    }));
    deps.probe.answers[STATUS] = { status: 'processing' };
    const { again, id } = await dieAt(STATUS, deps);
    const stopped = await until(again, id, inPhase('stopped'));
    expect(diagnosis(stopped)?.answer?.verdict).toBe('unknown');
    expect(deps.journal.types(id)).not.toContain('check.saved');
  });

  it('is unknown when something else was still to be sent', async () => {
    const deps = withDiagnosis((check) => ({
      ...check,
      requests: [...check.requests, ...check.requests.filter(({ method }) => method === 'POST')],
    }));
    deps.probe.answers[STATUS] = { status: 'processing' };
    const { again, id } = await dieAt(STATUS, deps);
    expect(diagnosis(await until(again, id, inPhase('stopped')))?.answer?.verdict).toBe('unknown');
    expect(posts(deps)).toHaveLength(1);
  });
});

it('a check that writes is asked once, whatever its plan says about asking again', async () => {
  const deps = withDiagnosis((check) => ({
    ...check,
    retry: { times: 3, every: 1 },
    soak: { lasts: 50, every: 1 },
  }));
  deps.probe.answers['GET /api/diagnostic/tasks/x1/report'] = { report: {} };
  const { engine, id, decide } = await openRun(deps);
  for (const step of STEPS) deps.remote.answers.set(step, exit(0));
  await decide(DIRECTOR);
  await until(engine, id, inPhase('stopped'));
  expect(posts(deps)).toHaveLength(1);
});
