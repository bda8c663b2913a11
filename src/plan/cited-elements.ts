import type { Cites, Plan } from '../domain/plan.js';
import type { Scheme, Step } from '../domain/scheme.js';
import type { Template } from '../domain/template.js';
import type { Text } from '../domain/text.js';

/**
 * The types of items in a source document: trigger, decision, pre-check, execute, verify, human check, record field, contact,
 * notice, undo, meta, best practice.
 */
export type ItemType = 'T' | 'D' | 'P' | 'X' | 'V' | 'H' | 'R' | 'C' | 'N' | 'U' | 'M' | 'B';

/** Something in a plan that says what it carries out, and the types of items that such a thing can carry out. */
export type CitedElement = {
  readonly path: string;
  readonly title: Text;
  readonly carries: readonly ItemType[];
  readonly cites: Cites;
};

type Cited = { readonly title: Text; readonly cites: Cites };

/** Every element of a plan that cites something. What several schemes share comes once for each of them. */
export function citedElements(plan: Plan): readonly CitedElement[] {
  return [
    one('plan', plan, 'M'),
    ...ofDecision(plan),
    ...plan.backups.map((source) => one(`backups.${source.name}`, source, 'P', 'B')),
    ...plan.schemes.flatMap(ofScheme),
    ...ofPapers(plan),
    ...ofSurroundings(plan),
  ].filter(({ cites }) => cites.length > 0);
}

function one(path: string, { title, cites }: Cited, ...carries: readonly ItemType[]): CitedElement {
  return { path, title, carries, cites };
}

function each(path: string, items: readonly Cited[], ...carries: readonly ItemType[]): readonly CitedElement[] {
  return items.map((item, index) => one(`${path}[${index}]`, item, ...carries));
}

function ofDecision({ severities, triggers, principles, checklist, signOff, roles }: Plan): readonly CitedElement[] {
  const signatures = signOff.map(({ role, cites }) => ({ title: roles[role] ?? role, cites }));
  return [
    ...severities.map((severity) =>
      one(`severities.${severity.key}`, severity, 'D', ...(severity.instructions.length > 0 ? (['N'] as const) : [])),
    ),
    ...each('triggers', triggers, 'T'),
    ...each('principles', principles, 'D', 'B'),
    ...each('checklist', checklist, 'H', 'P'),
    ...each('signOff', signatures, 'D'),
  ];
}

function ofPapers({ notice, record, review, followUps }: Plan): readonly CitedElement[] {
  return [
    ...(notice ? [one('notice', notice, 'N'), ...each('notice.fields', notice.fields, 'N')] : []),
    ...fields('record', record),
    ...each('followUps', followUps, 'R'),
    ...(review ? [one('review', { title: review.report.title, cites: review.cites }, 'D')] : []),
    ...each('review.checklist', review?.checklist ?? [], 'H'),
    ...fields('review.report', review?.report),
  ];
}

function ofSurroundings({ contacts, emergency, practices, history, ...plan }: Plan): readonly CitedElement[] {
  const changes = history.map(({ change, cites }) => ({ title: change, cites }));
  return [
    ...each('contacts', contacts, 'C'),
    ...each('emergency.information', emergency.information, 'N'),
    ...each('emergency.instructions', emergency.instructions, 'D'),
    ...each('practices', practices, 'B'),
    ...each('documents', plan.documents, 'M'),
    ...each('locations', plan.locations, 'M'),
    ...each('commands', plan.commands, 'M'),
    ...each('history', changes, 'M'),
  ];
}

function ofScheme(scheme: Scheme): readonly CitedElement[] {
  const at = `schemes.${scheme.key}`;
  const { title, backup } = scheme;
  return [
    one(at, scheme, 'M', 'D'),
    // Choosing a backup is what the document's step of finding one is for.
    ...(backup ? [one(`${at}.backup`, { title, cites: backup.cites }, 'X', 'D')] : []),
    ...scheme.prechecks.map((check) => one(`${at}.prechecks.${check.id}`, check, 'P')),
    ...scheme.steps.flatMap((step) => ofStep(`${at}.steps.${step.id}`, step)),
    ...scheme.checks.map((check) => one(`${at}.checks.${check.id}`, check, 'V', 'H')),
    ...ofRestore(`${at}.restore`, scheme),
  ];
}

function ofRestore(path: string, { title, restore }: Scheme): readonly CitedElement[] {
  if (!restore) return [];
  const { cites, checks, kept } = restore;
  return [
    one(path, { title, cites }, 'U', 'D'),
    ...checks.map((check) => one(`${path}.checks.${check.id}`, check, 'U', 'V')),
    ...kept.map((check) => one(`${path}.${check.id}`, check, 'U', 'P')),
  ];
}

function ofStep(path: string, step: Step): readonly CitedElement[] {
  const { snapshot, undo } = step;
  return [
    ...(snapshot ? [one(`${path}.snapshot`, snapshot, 'X')] : []),
    one(path, step, 'X'),
    ...(undo ? [one(`${path}.undo`, undo, 'U')] : []),
  ];
}

function fields(path: string, template: Template | undefined): readonly CitedElement[] {
  return (template?.sections ?? []).flatMap((section, index) =>
    each(`${path}.sections[${index}].fields`, section.fields, 'R'),
  );
}
