import { backupsOf } from '../../../commands/list-backups.js';
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
  /** Forgets what is known of these, so that the next look asks. */
  forget(systems: readonly System[]): void;
};

const KEPT: Milliseconds = 60_000;

export function createHomeBackups(
  { engine, clock }: { readonly engine: Pick<Engine, 'backups'>; readonly clock: Clock },
  told: (error?: unknown) => void,
): HomeBackups {
  const found = new Map<string, { readonly listed: readonly Listed[]; readonly at: Instant }>();
  const asking = new Set<string>();

  async function ask({ plan }: System): Promise<void> {
    const listed = await Promise.all(plan.backups.map((source) => backupsOf(plan.name, source, engine)));
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
    forget: (systems) => {
      for (const { plan } of systems) found.delete(plan.name);
    },
  };
}
