import type { Plan } from '../domain/plan.js';
import { nearest } from '../plan/schema-problems.js';
import type { ConfigProblem } from './config-problem.js';
import { groupExample, groupMismatches } from './group-mismatches.js';
import { type Outline, SECTIONS, type Section, type SystemOutline } from './outline.js';

/** What of the inventory's systems does not fit the plans: names that a plan does not know, and names that are not filled in. */
export function mismatches(outline: Outline, plans: readonly Plan[]): readonly ConfigProblem[] {
  return outline.systems.flatMap((system) => {
    const [plan, second] = plans.filter(({ name }) => name === system.name);
    if (!plan) return [noPlan(outline, system, plans)];
    const message = `two plan files are named ${system.name}; keep one`;
    const twice = second ? [outline.problemAt(['systems', system.name], message)] : [];
    return [...twice, ...mismatchesOf(outline, system, plan)];
  });
}

function noPlan({ problemAt, plansFolder }: Outline, { name }: SystemOutline, plans: readonly Plan[]): ConfigProblem {
  const names = plans.map((plan) => plan.name);
  return problemAt(['systems', name], `no plan is named ${name} in ${plansFolder}; ${advice(name, names)}`);
}

function mismatchesOf({ problemAt }: Outline, system: SystemOutline, plan: Plan): readonly ConfigProblem[] {
  const wanted = namesIn(plan);
  const sections = SECTIONS.flatMap((section) => {
    const given = system.names[section];
    const at = ['systems', system.name, section];
    const unknown = (given ?? []).filter((name) => !wanted[section].includes(name));
    const missing = given ? wanted[section].filter((name) => !given.includes(name)) : [];
    const { word } = SECTION_WORDS[section];
    return [
      ...unknown.map((name) => problemAt([...at, name], unknownName(word, name, wanted[section], plan.name))),
      ...missing.map((name) => problemAt(at, missingName(section, name, plan))),
    ];
  });
  const requesters = system.requesters.flatMap((role, index) => {
    const at = ['systems', system.name, 'requesters', index];
    return wanted.roles.includes(role) ? [] : [problemAt(at, unknownName('role', role, wanted.roles, plan.name))];
  });
  return [...sections, ...requesters, ...groupMismatches(problemAt, system, plan)];
}

const SECTION_WORDS: Readonly<Record<Section, { readonly word: string; example(name: string): string }>> = {
  roles: { word: 'role', example: (name) => `${name}: [U0123ABCD], with the Slack users or groups who fill it` },
  targets: {
    word: 'target',
    example: (name) => `${name}: { host: 10.0.0.5, user: deploy, key: ./keys/id_ed25519, knownHosts: ./known_hosts }`,
  },
  variables: { word: 'variable', example: (name) => `${name}: and its value, a text` },
  secrets: { word: 'secret', example: (name) => `${name}: { file: ./secrets/${fileNameOf(name)} }` },
};

function namesIn(plan: Plan): Readonly<Record<Section, readonly string[]>> {
  return {
    roles: Object.keys(plan.roles),
    targets: plan.targets.map(({ name }) => name),
    variables: Object.keys(plan.variables),
    secrets: plan.secrets.map(({ name }) => name),
  };
}

function missingName(section: Section, name: string, { name: plan, targets }: Plan): string {
  const { word, example } = SECTION_WORDS[section];
  const isGroup = section === 'targets' && targets.some((target) => target.name === name && target.group);
  return `${word} ${name} is missing; the plan ${plan} needs it: write ${(isGroup ? groupExample : example)(name)}`;
}

function fileNameOf(secret: string): string {
  return secret.toLowerCase().replaceAll('_', '-');
}

function unknownName(word: string, name: string, known: readonly string[], plan: string): string {
  return `the plan ${plan} has no ${word} ${name}; ${advice(name, known)}`;
}

function advice(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near) return `write ${near}`;
  return known.length > 0 ? `known there: ${known.join(', ')}` : 'there is none; remove it';
}
