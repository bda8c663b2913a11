import type { z } from 'zod';
import { sourceOf } from '../domain/backup-set.js';
import { BACKUP_NAMES, namesOfSet } from '../domain/backup-values.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import type { Path } from './broken.js';
import type { checkSchema, precheckSchema } from './check-schema.js';
import type { ScriptPlace } from './script-rules.js';

/** A check as somebody wrote it, before it became a script or requests. */
export type WrittenCheck = Partial<z.input<typeof precheckSchema> & z.input<typeof checkSchema>>;

/** What rules across fields look at: the plan, and the file that it was read from. */
export type Ground = {
  readonly plan: Plan;
  /** What stands at a path of the plan; a check that schemes share stands at the plan's own list. */
  writtenAt(path: Path): unknown;
};

/** How a check of a scheme is written. */
export function writtenCheck({ writtenAt }: Ground, path: Path): WrittenCheck {
  return (writtenAt(path) ?? {}) as WrittenCheck;
}

/** Names that scripts and paths of a scheme may use as variables. */
export function variablesIn(plan: Plan, scheme: Scheme | undefined): readonly string[] {
  if (!scheme?.backup) return Object.keys(plan.variables);
  const source = sourceOf(scheme, plan.backups);
  return [...Object.keys(plan.variables), ...(source?.kind === 'set' ? namesOfSet(source.parts) : BACKUP_NAMES)];
}

/** What a script may use that has no step: a check's, or a person's command. */
export function placeIn(plan: Plan, scheme: Scheme | undefined): ScriptPlace {
  return {
    kind: scheme ? 'check' : 'command',
    variables: variablesIn(plan, scheme),
    secrets: plan.secrets.map(({ name }) => name),
    listed: [],
    ...(scheme ? { scheme: scheme.key } : {}),
  };
}

/** The same for what is asked about a restore: it must find what the run kept. */
export function placeInRestore(plan: Plan, scheme: Scheme): ScriptPlace {
  const place = placeIn(plan, scheme);
  return { ...place, variables: [...place.variables, 'BACKOUT_RUN'] };
}
