import type { Plan } from '../domain/plan.js';
import type { System } from '../domain/system.js';
import { nearest } from '../plan/schema-problems.js';
import type { ConfigProblem, Reading } from './config-problem.js';
import type { Inventory, SystemEntry } from './inventory.js';

/**
 * Joins every system of the inventory with its plan. A plan that the inventory does not name is left out: it is just not
 * active here. Problems: no such plan, a name that the plan does not know, a name of the plan that is not filled in.
 */
export function bindSystems(inventory: Inventory, plans: readonly Plan[]): Reading<readonly System[]> {
  const bound = inventory.systems.map((entry) => {
    const [plan, second] = plans.filter(({ name }) => name === entry.name);
    if (!plan) return { problems: [noPlan(inventory, entry, plans)] };
    const twice = inventory.problemAt(['systems', entry.name], `two plan files are named ${entry.name}; keep one`);
    return { plan, entry, problems: [...(second ? [twice] : []), ...mismatches(inventory, entry, plan)] };
  });
  const problems = bound.flatMap((each) => each.problems);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: bound.flatMap(({ plan, entry }) => (plan ? [toSystem(inventory, entry, plan)] : [])) };
}

function noPlan(inventory: Inventory, { name }: SystemEntry, plans: readonly Plan[]): ConfigProblem {
  const names = plans.map((plan) => plan.name);
  const message = `no plan is named ${name} in ${inventory.plansFolder}; ${advice(name, names)}`;
  return inventory.problemAt(['systems', name], message);
}

function mismatches(inventory: Inventory, entry: SystemEntry, plan: Plan): readonly ConfigProblem[] {
  const variables = Object.keys(plan.variables);
  const compare = (section: 'roles' | 'targets' | 'variables' | 'secrets', word: string, wanted: readonly string[]) => {
    const given = Object.keys(entry[section]);
    const at = ['systems', entry.name, section];
    const unknown = given.filter((name) => !wanted.includes(name));
    const missing = wanted.filter((name) => !given.includes(name));
    return [
      ...unknown.map((name) => inventory.problemAt([...at, name], unknownName(word, name, wanted, entry.name))),
      ...missing.map((name) => inventory.problemAt(at, `${word} ${name} is missing; the plan ${entry.name} needs it`)),
    ];
  };
  return [
    ...compare('roles', 'role', Object.keys(plan.roles)),
    ...unknownRequesters(inventory, entry, plan),
    ...compare(
      'targets',
      'target',
      plan.targets.map(({ name }) => name),
    ),
    ...compare('variables', 'variable', variables),
    ...compare(
      'secrets',
      'secret',
      plan.secrets.map(({ name }) => name),
    ),
  ];
}

function unknownRequesters(inventory: Inventory, entry: SystemEntry, plan: Plan): readonly ConfigProblem[] {
  const roles = Object.keys(plan.roles);
  return entry.requesters.flatMap((role, index) => {
    const at = ['systems', entry.name, 'requesters', index];
    return roles.includes(role) ? [] : [inventory.problemAt(at, unknownName('role', role, roles, entry.name))];
  });
}

function unknownName(word: string, name: string, known: readonly string[], plan: string): string {
  return `the plan ${plan} has no ${word} ${name}; ${advice(name, known)}`;
}

function advice(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  if (near) return `write ${near}`;
  return known.length > 0 ? `known there: ${known.join(', ')}` : 'there is none; remove it';
}

function toSystem(inventory: Inventory, entry: SystemEntry, plan: Plan): System {
  const { channels, language, variables, roles, requesters } = entry;
  // Keys stay with the SSH adapter: a run pins its targets in the journal.
  const targets = Object.entries(entry.targets).map(([key, { name, host, port, user, local }]) => {
    return [key, { name, host, port, user, ...(local && { local }) }] as const;
  });
  const { environment } = inventory;
  return { plan, environment, language, channels, targets: Object.fromEntries(targets), variables, roles, requesters };
}
