import type { System } from '../../domain/system.js';
import type { Engine } from '../../engine/engine.js';
import type { RunState } from '../../run/state.js';

/** Closed runs that Home lists. */
const SHOWN = 10;

/** The newest closed runs, read once for all readers and again after a change. */
export type EndedRuns = {
  /** Of these systems, newest first. */
  of(systems: readonly System[]): Promise<readonly RunState[]>;
  /** A run changed. */
  changed(run: RunState): void;
};

export function createEndedRuns(engine: Pick<Engine, 'recent' | 'active'>): EndedRuns {
  const known = new Map<string, Promise<readonly RunState[]>>();

  function read(system: string): Promise<readonly RunState[]> {
    const asked = newestClosed(engine, system);
    known.set(system, asked);
    asked.catch(() => {
      if (known.get(system) === asked) known.delete(system);
    });
    return asked;
  }

  return {
    async of(systems) {
      const each = await Promise.all(systems.map(({ plan }) => known.get(plan.name) ?? read(plan.name)));
      return each
        .flat()
        .toSorted((a, b) => b.requestedAt - a.requestedAt)
        .slice(0, SHOWN);
    },
    changed({ phase, request }) {
      if (phase === 'closed') known.delete(request.plan.name);
    },
  };
}

async function newestClosed(engine: Pick<Engine, 'recent' | 'active'>, system: string): Promise<readonly RunState[]> {
  const newest = await engine.recent(SHOWN + engine.active().length, system);
  return newest.filter(({ phase }) => phase === 'closed').slice(0, SHOWN);
}
