import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import type { Path } from './broken.js';
import { brokenJoining } from './compose-rules.js';
import { composedNotes } from './composed-notes.js';
import { checksIn, placeOf, restoreOf, stepsIn } from './joined-scheme.js';
import { planSchema, type WrittenPlan } from './plan-schema.js';
import type { Problem } from './problem.js';
import { brokenReferences } from './references.js';
import { schemaProblems } from './schema-problems.js';
import { readYaml } from './yaml-source.js';

export type PlanReading =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads a plan file's text. `digest` is the SHA-256 of its bytes. All problems are reported at once, in file order. */
export function readPlan(yaml: string, digest: string): PlanReading {
  const source = readYaml(yaml);
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const parsed = planSchema.safeParse(source.value ?? {}, { reportInput: true });
  if (!parsed.success) return { ok: false, problems: inOrder(schemaProblems(planSchema, parsed.error, source)) };
  const plan = toPlan(parsed.data, digest);
  const writtenAt = (path: Path) => valueAt(source.value, placeOf(parsed.data, path));
  const found = [...brokenJoining(parsed.data), ...brokenReferences({ plan, writtenAt })];
  const broken = found.map(({ path, message, offset }) =>
    source.problemAt(placeOf(parsed.data, path), message, offset),
  );
  return broken.length > 0 ? { ok: false, problems: inOrder(once(broken)) } : { ok: true, plan };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

/** What is wrong with a shared check is found in every scheme that asks it. */
function once(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ line, column, message }) => {
    const key = `${line}:${column} ${message.en}`;
    return !seen.has(key) && seen.add(key);
  });
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

function toPlan(written: WrittenPlan, digest: string): Plan {
  const { plan: name, approval, targets, secrets, severities, backups, schemes, ...others } = written;
  const { prechecks: _asked, checks: _verified, ...rest } = others;
  return {
    ...rest,
    name,
    digest,
    approvalValidFor: approval.validFor,
    targets: Object.entries(targets).map(([target, written]) => ({ name: target, ...written })),
    secrets: Object.entries(secrets).map(([secret, { title, header }]) => ({
      name: secret,
      title,
      ...(header === undefined ? {} : { header }),
    })),
    severities: Object.entries(severities).map(([key, severity]) => ({ key, ...severity })),
    backups: Object.entries(backups).map(([source, backup]) => ({ name: source, ...backup })),
    schemes: Object.keys(schemes).flatMap((key) => toScheme(written, key) ?? []),
  };
}

function toScheme(written: WrittenPlan, key: string): Scheme | undefined {
  const own = written.schemes[key];
  if (!own) return undefined;
  const { without: _, compose: __, restore: ___, ...scheme } = own;
  const restore = restoreOf(written, key);
  const only = <T>(list: readonly { readonly it: T }[]) => list.map(({ it }) => it);
  return {
    key,
    ...scheme,
    ...composedNotes(written, key),
    steps: only(stepsIn(written, key)),
    prechecks: only(checksIn(written, key, 'prechecks')),
    checks: only(checksIn(written, key, 'checks')),
    ...(restore ? { restore } : {}),
  };
}
