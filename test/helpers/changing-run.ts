import { vi } from 'vitest';
import type { Scheme } from '../../src/domain/scheme.js';
import type { StepEnd } from '../../src/domain/step-end.js';
import { createEngine } from '../../src/engine/create-engine.js';
import type { Choice } from '../../src/engine/engine.js';
import type { RunState } from '../../src/run/state.js';
import { ask, engineOf, inPhase, openRun, until } from './engine-run.js';
import type { fakeDeps, s2System } from './fake-ports.js';
import { exit } from './fake-remote.js';
import { restorableDeps } from './restorable.js';
import { CTO, DIRECTOR, OPS } from './story.js';

type Answers = Readonly<Record<string, StepEnd>>;
type Deps = ReturnType<typeof fakeDeps>;

/** Every step of the three changes, and every one that takes them back, goes well. */
export const ALL_WELL: Answers = Object.fromEntries(['copy', 'switch', 'warm'].map((step) => [step, exit(0)]));
export const ALL_UNDONE: Answers = Object.fromEntries(
  ['warm-undo', 'switch-undo', 'copy-undo'].map((step) => [step, exit(0)]),
);

/** An approved run of three changes. Steps end as `answers` say; the others go on until somebody ends them. */
export async function changing(
  answers: Answers = {},
  scheme: Partial<Scheme> = {},
  plan: Parameters<typeof s2System>[0] = {},
) {
  const deps = restorableDeps(scheme, plan);
  return approve(deps, answers);
}

/** The same over ports that the test has prepared. */
export async function approve(deps: Deps, answers: Answers = {}) {
  for (const [step, end] of Object.entries(answers)) deps.remote.answers.set(step, end);
  const run = await openRun(deps);
  await run.decide(DIRECTOR);
  return withChoices(run.engine, deps, run.id);
}

/** What people do about a run, and what can be seen of it. */
export function withChoices(engine: ReturnType<typeof engineOf>, deps: Deps, id: string) {
  const { remote, journal } = deps;
  return {
    ...{ engine, deps, id, remote, journal },
    reach: (phase: RunState['phase']) => until(engine, id, inPhase(phase)),
    /** Chooses a way on, with a reason where one is wanted. */
    choose: (kind: Choice['kind'], by = OPS) =>
      engine.choose({ runId: id, by, choice: { kind, reason: '看过日志了' } as Choice }),
    /** Waits until this step has begun on the host. */
    begun: (step: string) => vi.waitUntil(() => remote.steps.includes(step), { interval: 1 }),
    /** The steps of the run as `copy succeeded`. */
    steps: async () => stepsOf(await engine.run(id)),
    events: (...types: readonly string[]) =>
      (journal.streams.get(id) ?? []).map(({ event }) => event).filter(({ type }) => types.includes(type)),
  };
}

export function stepsOf(state: RunState | undefined): readonly string[] {
  return [...(state?.steps ?? []), ...(state?.restore?.steps ?? [])].map(({ id, status }) => `${id} ${status}`);
}

/** A bot that can be killed: from then on nothing that it asked for is answered, and nothing that it does reaches anybody. */
export function mortal(deps: Deps) {
  let isDead = false;
  const never = new Promise<never>(() => {});
  const wrap = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...input: readonly unknown[]) => {
          if (isDead) return never;
          const answer = value.apply(target, input);
          return answer instanceof Promise ? answer.finally(() => isDead && never) : answer;
        };
      },
    });
  const engine = createEngine({ ...deps, journal: wrap(deps.journal), remote: wrap(deps.remote) });
  return {
    engine,
    kill: () => {
      isDead = true;
    },
  };
}

/** The bot is killed when `moment` comes in an approved run of three changes; `restart` starts another one. */
export async function killedAt(moment: (run: ReturnType<typeof withChoices>) => Promise<unknown>, deps: Deps) {
  const { engine, kill } = mortal(deps);
  const opened = await engine.request(ask);
  if (!opened.ok) throw new Error(opened.failure.code);
  const { id, request } = opened.value;
  await until(engine, id, inPhase('awaiting-approval'));
  await engine.decide({ runId: id, verdict: 'approved', by: CTO, digest: request.digest });
  await moment(withChoices(engine, deps, id));
  kill();
  return {
    id,
    /** `meanwhile` happens on the host while there is no bot. */
    restart: async (meanwhile: (remote: Deps['remote']) => void = () => {}) => {
      meanwhile(deps.remote);
      await settle();
      const again = engineOf(deps);
      await again.start();
      return withChoices(again, deps, id);
    },
  };
}

/** Lets everything that is on its way arrive. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 10));
