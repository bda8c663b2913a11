import type { Check } from '../domain/check.js';
import type { Broken } from './broken.js';
import type { WrittenPlan } from './plan-schema.js';

type Lists = { readonly prechecks: readonly Check[]; readonly checks: readonly Check[] };
type Kind = keyof Lists;

/** A scheme's own checks, then the plan's that it neither replaces by the same id nor leaves out. */
export function withShared(plan: WrittenPlan, key: string): Lists {
  const own = plan.schemes[key];
  if (!own) return { prechecks: [], checks: [] };
  const list = (kind: Kind) => [...own[kind], ...sharedBy(plan, key, kind).map(({ check }) => check)];
  return { prechecks: list('prechecks'), checks: list('checks') };
}

/** Where in the file a path of a joined plan stands: a shared check stands at the plan's own list. */
export function placeOf(plan: WrittenPlan, path: readonly PropertyKey[]): readonly PropertyKey[] {
  const [root, key, kind, index, ...rest] = path;
  if (root !== 'schemes' || (kind !== 'prechecks' && kind !== 'checks') || typeof index !== 'number') return path;
  const own = plan.schemes[String(key)]?.[kind].length ?? 0;
  const shared = sharedBy(plan, String(key), kind)[index - own];
  return shared ? [kind, shared.index, ...rest] : path;
}

/** Schemes that nothing checks, and names in `without` that leave out nothing. */
export function brokenSharing(plan: WrittenPlan): readonly Broken[] {
  const ids = [...plan.prechecks, ...plan.checks].map(({ id }) => id);
  return Object.entries(plan.schemes).flatMap(([key, { without }]) => {
    const unknown = without.flatMap((id, index) => {
      if (ids.includes(id)) return [];
      const instead = `known: ${ids.join(', ') || 'none'}`;
      const path = ['schemes', key, 'without', index];
      return [{ path, message: `the plan has no prechecks or checks of its own named ${id}; ${instead}` }];
    });
    if (withShared(plan, key).checks.length > 0) return unknown;
    const message = 'a scheme needs at least one check, or nobody knows whether it worked; add checks:';
    return [...unknown, { path: ['schemes', key, 'checks'], message }];
  });
}

function sharedBy(plan: WrittenPlan, key: string, kind: Kind) {
  const own = plan.schemes[key];
  const taken = [...(own?.[kind].map(({ id }) => id) ?? []), ...(own?.without ?? [])];
  return plan[kind].map((check, index) => ({ check, index })).filter(({ check }) => !taken.includes(check.id));
}
