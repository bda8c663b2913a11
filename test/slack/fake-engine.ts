import type { Incident } from '../../src/domain/incident.js';
import { failed, ok } from '../../src/domain/result.js';
import type { System } from '../../src/domain/system.js';
import type { Engine } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { s2Plan } from '../helpers/plan.js';
import { DIRECTOR, OPS, s2Request } from '../helpers/story.js';

/** The WeChat backend bound to the incident channel. */
export function s2System(changes: Partial<System> = {}): System {
  const { targets, variables } = s2Request();
  return {
    plan: s2Plan(),
    environment: 'sandbox',
    language: 'zh-CN',
    channels: ['C0INCIDENT'],
    targets,
    variables,
    roles: { 'tech-director': { users: [DIRECTOR], groups: [] } },
    requesters: [],
    ...changes,
  };
}

/** An engine that answers what a test tells it to, and remembers what it was asked. */
export type FakeEngine = {
  readonly engine: Engine;
  readonly asked: { readonly call: string; readonly input: unknown }[];
  /** A run is in this state now; everybody who follows hears of it. */
  show(state: RunState): void;
};

export function fakeEngine(answers: Partial<Engine> = {}): FakeEngine {
  const runs = new Map<string, RunState>();
  const listeners = new Set<(state: RunState) => void>();
  const asked: { call: string; input: unknown }[] = [];
  let incident: Incident | undefined;
  const unknown = async () => failed({ code: 'run.unknown', at: OPS });
  const ask =
    <T>(call: string, answer: (input: T) => ReturnType<Engine['decide']>) =>
    (input: T) => {
      asked.push({ call, input });
      return answer(input);
    };
  const engine: Engine = {
    systems: () => [s2System()],
    planProblems: () => [],
    tick: ask('tick', answers.tick ?? unknown),
    answer: ask('answer', answers.answer ?? unknown),
    complete: ask('complete', answers.complete ?? unknown),
    dryRun: async () => unknown(),
    request: ask('request', answers.request ?? unknown),
    decide: ask('decide', answers.decide ?? unknown),
    choose: ask('choose', answers.choose ?? unknown),
    requestUndo: ask('requestUndo', answers.requestUndo ?? unknown),
    breakLock: ask('breakLock', answers.breakLock ?? unknown),
    abort: async () => unknown(),
    askAgain: async () => unknown(),
    handOver: async () => unknown(),
    linkIncident: async (linked) => {
      asked.push({ call: 'linkIncident', input: linked });
      incident = linked;
      return [];
    },
    incidentOf: async () => incident,
    backups: async () => failed({ code: 'ssh.unreachable', at: 'app' }),
    duties: async () => ok([]),
    run: async (id) => runs.get(id),
    active: () => [...runs.values()].filter(({ phase }) => phase !== 'closed'),
    recent: async () => [...runs.values()],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ...others(answers),
  };
  return {
    engine,
    asked,
    show(state) {
      runs.set(state.id, state);
      for (const listener of listeners) listener(state);
    },
  };
}

/** Everything but what is remembered. */
function others({
  request,
  decide,
  choose,
  requestUndo,
  breakLock,
  tick,
  answer,
  complete,
  ...rest
}: Partial<Engine>): Partial<Engine> {
  return rest;
}
