import type { BackupSource } from '../../domain/plan.js';
import type { System } from '../../domain/system.js';
import type { Instant, Milliseconds } from '../../domain/time.js';
import type { Engine } from '../../engine/engine.js';
import type { Clock } from '../../engine/ports.js';
import type { Listed } from '../../view/backup-list.js';

/** Backups as the last look found them, by system. */
export type HomeBackups = {
  known(system: System): { readonly listed: readonly Listed[]; readonly at: Instant } | undefined;
  /** Asks the hosts of whatever was not looked at for a minute; each system's answer is told as soon as it is there. */
  look(systems: readonly System[]): void;
  /** Forgets what is known, so that the next look asks. */
  forget(): void;
};

const KEPT: Milliseconds = 60_000;

export function createHomeBackups(
  { engine, clock }: { readonly engine: Pick<Engine, 'backups'>; readonly clock: Clock },
  told: (error?: unknown) => void,
): HomeBackups {
  const found = new Map<string, { readonly listed: readonly Listed[]; readonly at: Instant }>();
  const asking = new Set<string>();

  async function ask({ plan }: System): Promise<void> {
    const listed = await Promise.all(plan.backups.map((source) => listSource(engine, plan.name, source)));
    found.set(plan.name, { listed, at: clock.now() });
  }

  function lookAt(system: System): void {
    const { name } = system.plan;
    const known = found.get(name);
    if (asking.has(name) || (known && clock.now() - known.at < KEPT)) return;
    asking.add(name);
    ask(system)
      .finally(() => asking.delete(name))
      .then(() => told(), told);
  }

  return {
    known: ({ plan }) => found.get(plan.name),
    look: (systems) => systems.forEach(lookAt),
    forget: () => found.clear(),
  };
}

/** Each source is asked by itself: one host that is silent hides no other one. */
async function listSource(engine: Pick<Engine, 'backups'>, system: string, source: BackupSource): Promise<Listed> {
  const listed = await engine.backups(system, source.name);
  if (!listed.ok) return { source, failure: listed.failure };
  const list = listed.value.find((each) => each.source.name === source.name);
  return list ? { source, list } : { source, failure: { code: 'backup.unknown', at: source.name } };
}
