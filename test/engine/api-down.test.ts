import { expect, it } from 'vitest';
import { ask, inPhase, openRun, until } from '../helpers/engine-run.js';
import { FakeProbe } from '../helpers/fake-ports.js';
import { smallSystem, stamp } from '../helpers/small-system.js';
import { CTO, DIRECTOR } from '../helpers/story.js';
import { thisMachine } from '../helpers/this-machine.js';
import { wholePlan } from '../helpers/whole-plans.js';

/** S2's own scheme B on this machine: a real repository, with stand-ins for sudo and systemctl; its API is down until the restart. */
function brokenBackend() {
  const machine = thisMachine('app');
  const small = smallSystem(machine);
  const { git, variables } = small;
  const probe = new FakeProbe();
  const healthy = {
    ...probe.answers,
    'GET /api/version': { version: 'v1.0.0' },
    'GET /api/monitoring/metrics': {
      ...{ error_rate: 0, response_time_ms: 120, cpu_percent: 20, memory_percent: 40 },
      ...{ db: 'connected', redis: 'connected', status: 'healthy' },
    },
    'GET /api/monitoring/dashboard': { status: 'healthy' },
  };
  for (const path of Object.keys(probe.answers)) delete probe.answers[path];
  git('init', '-q', '-b', 'main');
  for (const version of ['v1.0.0', 'v2.0.0-phase1']) {
    machine.file('repository/version', version);
    git('add', '-A');
    git('commit', '-q', '-m', version);
    git('tag', version);
  }
  machine.file('repository/version', 'edited on the host');
  machine.file(`databases/diagnosis_${stamp(2)}.db`, 'rows');
  const log = machine.file('service.log', '');
  machine.standIn('sudo', 'while [ "$1" = -n ] || [ "$1" = -l ]; do [ "$1" != -l ] || exit 0; shift; done; exec "$@"');
  machine.standIn('systemctl', 'case $1 in is-active) echo active ;; *) echo "$*" >>"$ERROR_LOG.calls" ;; esac');
  const plan = wholePlan('wechat-backend');
  const names = Object.keys(plan.variables).map((name) => [name, machine.root] as const);
  const system = {
    ...small.system,
    plan,
    targets: { app: machine.target },
    variables: {
      ...Object.fromEntries(names),
      ...{ API: 'http://api.test', ADMIN_API: 'http://api.test', SERVICE: 'wechat-backend' },
      ...{ APP_DIR: variables.REPOSITORY, BACKUP_DIR: variables.RELEASES, ERROR_LOG: log },
    },
    roles: { cto: { users: [CTO], groups: [] }, 'tech-director': { users: [DIRECTOR], groups: [] } },
    requesters: ['cto'],
  };
  const catalog = { systems: () => [system], problems: () => [] };
  return { git, deps: { ...small.deps, catalog, probe }, recover: () => Object.assign(probe.answers, healthy) };
}

it('scheme B of S2 is asked for, approved and run while the API is down, by what was pinned then (S2.4, S2.41)', async () => {
  const { git, deps, recover } = brokenBackend();
  const { engine, id, decide, state } = await openRun(deps, { ...ask, scheme: 'b', by: CTO });
  const unanswered = state.prechecks.filter(({ answer }) => answer?.failure?.code === 'http.unreachable');
  expect(unanswered.map(({ id: check }) => check)).toEqual(expect.arrayContaining(['version', 'health']));
  expect(state.request.backup).toMatchObject({ name: 'v1.0.0', digest: git('rev-parse', 'v1.0.0') });
  const running = until(engine, id, inPhase('verifying'));
  expect((await decide(DIRECTOR)).ok).toBe(true);
  await running;
  expect(git('describe', '--tags')).toBe('v1.0.0');
  expect(git('status', '--porcelain')).toBe('');
  recover();
  const questions = state.checks.filter(({ isManual }) => isManual);
  const answers = questions.map(({ id: check }) => ({ check, verdict: 'pass', note: '' }) as const);
  expect((await engine.answer({ runId: id, by: CTO, answers })).ok).toBe(true);
  const closed = await until(engine, id, inPhase('closed'));
  const failed = closed.checks.filter(({ answer }) => answer?.verdict !== 'pass');
  expect(failed.map(({ id: check, answer }) => [check, answer?.evidence])).toEqual([]);
  expect(closed.outcome).toBe('succeeded');
});
