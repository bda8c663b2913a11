import type { Check, CommandCheck } from '../domain/check.js';
import type { Restore, Step } from '../domain/scheme.js';
import type { Path } from './broken.js';
import type { WrittenPlan } from './plan-schema.js';

/** Something of a scheme, and where in the file it is written. */
export type Placed<T> = { readonly it: T; readonly at: Path };

/** The lists of checks that a plan and its schemes have. */
export type Kind = 'prechecks' | 'checks';
type Written = WrittenPlan['schemes'][string];
type Piece = { readonly key: string; readonly scheme: Written };

/** What a scheme is made of: itself, or the schemes that it composes, in order. */
export function piecesOf(plan: WrittenPlan, key: string): readonly Piece[] {
  const own = plan.schemes[key];
  if (!own) return [];
  const parts = own.compose?.flatMap((part) => {
    const scheme = plan.schemes[part];
    return scheme && !scheme.compose ? [{ key: part, scheme }] : [];
  });
  return parts ?? [{ key, scheme: own }];
}

/** A scheme's steps: its own, or those of its parts that it does not leave out. */
export function stepsIn(plan: WrittenPlan, key: string): readonly Placed<Step>[] {
  return piecesOf(plan, key).flatMap(({ key: part, scheme }) =>
    (scheme.steps ?? []).flatMap((it, index) =>
      part !== key && leavesOut(plan, key, it.id) ? [] : [{ it, at: ['schemes', part, 'steps', index] }],
    ),
  );
}

/** A scheme's own checks, then those of its parts, each id once, then the plan's that none of them replaces or leaves out. */
export function checksIn(plan: WrittenPlan, key: string, kind: Kind): readonly Placed<Check>[] {
  const own = placed(plan.schemes[key]?.[kind] ?? [], ['schemes', key, kind]);
  const added = firstOfEach(ofParts(plan, key, kind)).filter(({ it }) => !has(own, it) && !leavesOut(plan, key, it.id));
  const shared = placed(plan[kind], [kind]).filter(
    ({ it }) => !has([...own, ...added], it) && !leavesOut(plan, key, it.id) && isAskedByAny(plan, key, it.id),
  );
  return [...own, ...added, ...shared];
}

/** What the parts of a composed scheme ask, each in its own list; nothing for one that is not composed. */
export function ofParts(plan: WrittenPlan, key: string, kind: Kind | 'restore'): readonly Placed<Check>[] {
  return partsOf(plan, key).flatMap(({ key: part, scheme }) =>
    kind === 'restore'
      ? placed(scheme.restore?.checks ?? [], ['schemes', part, 'restore', 'checks'])
      : placed(scheme[kind], ['schemes', part, kind]),
  );
}

/** What tells that things are as they were after a scheme's undos. */
export function restoreChecksIn(plan: WrittenPlan, key: string): readonly Placed<Check>[] {
  const own = placed(plan.schemes[key]?.restore?.checks ?? [], ['schemes', key, 'restore', 'checks']);
  const added = firstOfEach(ofParts(plan, key, 'restore')).filter(({ it }) => !has(own, it));
  return [...own, ...added.filter(({ it }) => !leavesOut(plan, key, it.id))];
}

/** What must still be kept before a scheme is undone after its end; nothing when a part that has an undo keeps nothing. */
export function keptIn(plan: WrittenPlan, key: string): readonly Placed<CommandCheck>[] {
  const undone = piecesOf(plan, key).filter(({ scheme }) => scheme.steps?.some(({ undo }) => undo) || scheme.restore);
  const found = undone.map(({ key: part, scheme }) => {
    const it = scheme.restore?.kept;
    return it && { it: part === key ? it : { ...it, id: `kept-${part}` }, at: ['schemes', part, 'restore', 'kept'] };
  });
  return found.every((each) => each !== undefined) ? found : [];
}

/** How a scheme's changes are taken back; a composed one does so by itself only where it says so. */
export function restoreOf(plan: WrittenPlan, key: string): Restore | undefined {
  const pieces = piecesOf(plan, key);
  if (!pieces.some(({ scheme }) => scheme.restore) && !plan.schemes[key]?.restore) return undefined;
  const { automatic = [], cites = [] } = plan.schemes[key]?.restore ?? {};
  const checks = restoreChecksIn(plan, key).map(({ it }) => it);
  return { automatic, checks, kept: keptIn(plan, key).map(({ it }) => it), cites };
}

/** Where in the file a path of a joined plan stands: a shared check at the plan's own list, a part's step in that part. */
export function placeOf(plan: WrittenPlan, path: Path): Path {
  const [root, key, kind, inner] = path;
  if (root !== 'schemes' || typeof key !== 'string') return path;
  const depth = kind === 'restore' ? 4 : 3;
  const index = path[depth];
  const found = typeof index === 'number' ? listAt(plan, key, kind, inner)?.[index] : undefined;
  return found ? [...found.at, ...path.slice(depth + 1)] : path;
}

function listAt(plan: WrittenPlan, key: string, kind?: PropertyKey, inner?: PropertyKey) {
  if (kind === 'steps') return stepsIn(plan, key);
  if (kind === 'prechecks' || kind === 'checks') return checksIn(plan, key, kind);
  if (kind !== 'restore') return undefined;
  return inner === 'kept' ? keptIn(plan, key) : restoreChecksIn(plan, key);
}

function partsOf(plan: WrittenPlan, key: string): readonly Piece[] {
  return plan.schemes[key]?.compose ? piecesOf(plan, key) : [];
}

function placed<T>(items: readonly T[], at: Path): readonly Placed<T>[] {
  return items.map((it, index) => ({ it, at: [...at, index] }));
}

function leavesOut(plan: WrittenPlan, key: string, id: string): boolean {
  return plan.schemes[key]?.without.includes(id) ?? false;
}

/** A shared check that every part leaves out is not asked for the whole either. */
function isAskedByAny(plan: WrittenPlan, key: string, id: string): boolean {
  const parts = partsOf(plan, key);
  return parts.length === 0 || parts.some(({ scheme }) => !scheme.without.includes(id));
}

function has(placedChecks: readonly Placed<Check>[], { id }: Check): boolean {
  return placedChecks.some(({ it }) => it.id === id);
}

function firstOfEach(checks: readonly Placed<Check>[]): readonly Placed<Check>[] {
  return checks.filter(({ it }, index) => checks.findIndex((other) => other.it.id === it.id) === index);
}
