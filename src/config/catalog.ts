import { createHash } from 'node:crypto';
import type { System } from '../domain/system.js';
import type { Milliseconds } from '../domain/time.js';
import type { Catalog } from '../engine/ports.js';
import { type PlanFile, type PlanText, planFilesOf, readPlanTexts } from '../plan-folder.js';
import type { Inventory } from './inventory.js';
import { createRebinder, type Rebound } from './rebind.js';

/** Names of the systems whose plan is another one now; none when only the problems changed. */
export type CatalogChange = { readonly systems: readonly string[] };

export type PlanCatalog = Catalog & {
  /** Calls back after every change of the systems or of the problems, until the returned function is called. */
  subscribe(listener: (change: CatalogChange) => void): () => void;
  stop(): void;
};

/**
 * Looks at the plan files every `pause` and takes edits into force without a restart. An edit counts when two looks in a
 * row find the same bytes in all files, so that a half-written file never does. What is invalid leaves the last valid plan.
 * `failed` is told of a look that broke; the next one comes all the same.
 */
export function createCatalog(
  inventory: Inventory,
  initial: readonly System[],
  {
    pause = 2_000,
    failed = () => {},
  }: { readonly pause?: Milliseconds; readonly failed?: (error: unknown) => void } = {},
): PlanCatalog {
  const listeners = new Set<(change: CatalogChange) => void>();
  const rebind = createRebinder(inventory);
  let now: Rebound = { systems: initial, problems: [] };
  let [judged, seen] = ['', ''];
  let isStopped = false;

  const look = async () => {
    const texts = await textsOf(inventory.plansFolder);
    if (isStopped) return;
    const last = seen;
    seen = signatureOf(texts);
    if (seen === judged || seen !== last) return;
    judged = seen;
    const before = now;
    now = rebind(before.systems, filesOf(texts));
    const systems = now.systems.filter((system) => !before.systems.includes(system)).map(({ plan }) => plan.name);
    if (systems.length === 0 && JSON.stringify(now.problems) === JSON.stringify(before.problems)) return;
    for (const listener of listeners) listener({ systems });
  };
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    // Waiting for the next look keeps no process alive.
    if (!isStopped) timer = setTimeout(() => void look().catch(failed).finally(wait), pause).unref();
  };
  wait();
  return {
    systems: () => now.systems,
    problems: () => now.problems,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

async function textsOf(folder: string): Promise<readonly PlanText[] | Error> {
  try {
    return await readPlanTexts(folder);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** No edit may end the bot while it rolls something back, not even one that our reader of plans stumbles over. */
function filesOf(texts: readonly PlanText[] | Error): readonly PlanFile[] | Error {
  try {
    return texts instanceof Error ? texts : planFilesOf(texts);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function signatureOf(texts: readonly PlanText[] | Error): string {
  const parts =
    texts instanceof Error
      ? [texts.message]
      : texts.map((each) => [each.file, 'unreadable' in each ? each.unreadable.en : each.digest]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
