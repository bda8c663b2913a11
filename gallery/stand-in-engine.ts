import type { BackupList } from '../src/domain/backup.js';
import type { Failure } from '../src/domain/failure.js';
import { failed, ok } from '../src/domain/result.js';
import type { System } from '../src/domain/system.js';
import type { Engine } from '../src/engine/engine.js';
import type { PlanProblem } from '../src/engine/ports.js';
import type { RunState } from '../src/run/state.js';
import { backupsOf } from './found-backups.js';

/** What the stand-in for the engine knows. */
export type Known = {
  readonly systems: readonly System[];
  readonly runs?: readonly RunState[];
  readonly planProblems?: readonly PlanProblem[];
  /** What a look at a source's host finds; the documents' folders unless told otherwise. */
  readonly look?: (system: System, source: string) => BackupList | Failure;
};

/** Stands in for the engine where only what commands read of it matters; whatever would change or ask something fails. */
export function standInEngine(known: Known): Engine {
  const { systems, runs = [], planProblems = [], look = backupsOf } = known;
  const reads: Partial<Engine> = {
    systems: () => systems,
    planProblems: () => planProblems,
    backups: async (name, source) => {
      const system = systems.find(({ plan }) => plan.name === name);
      const found = system && source !== undefined ? look(system, source) : undefined;
      if (!found) return ok([]);
      return 'code' in found ? failed(found) : ok([found]);
    },
    run: async (id) => runs.find((run) => run.id === id),
    active: () => runs.filter(({ phase }) => phase !== 'closed'),
    recent: async (limit, name) => runs.filter(({ request }) => !name || request.plan.name === name).slice(0, limit),
    incidentOf: async () => undefined,
    subscribe: () => () => {},
  };
  const refuse = (name: string | symbol) => () => Promise.reject(new Error(`the gallery only looks: ${String(name)}`));
  return new Proxy(reads as Engine, { get: (given, name) => Reflect.get(given, name) ?? refuse(name) });
}
