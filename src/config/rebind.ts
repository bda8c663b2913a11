import { basename } from 'node:path';
import type { System } from '../domain/system.js';
import { both } from '../domain/text.js';
import type { PlanProblem } from '../engine/ports.js';
import type { PlanFile } from '../plan-folder.js';
import { bindSystems } from './bind-systems.js';
import { type ConfigProblem, problemLines } from './config-problem.js';
import type { Inventory, SystemEntry } from './inventory.js';
import { noPlans, planProblems } from './load-systems.js';

/** The systems in force, in the order of the inventory, and why some plan files are not. */
export type Rebound = { readonly systems: readonly System[]; readonly problems: readonly PlanProblem[] };

/** Binds what the plan files say now; a system with any problem keeps the plan it has. An Error: the folder is unreadable. */
export type Rebind = (current: readonly System[], files: readonly PlanFile[] | Error) => Rebound;

/** A rebinder that remembers which file a plan stood in, so that it can tell whose a broken or vanished file is. */
export function createRebinder(inventory: Inventory): Rebind {
  const owners = new Map<string, string>();
  const ownerOf = ({ file, plan }: PlanFile) =>
    plan?.name ?? owners.get(file) ?? basename(file).replace(/\.ya?ml$/, '');
  return (current, files) => {
    if (files instanceof Error) {
      const problem = inventory.problemAt(['plans'], noPlans(inventory.plansFolder, files));
      return { systems: current, problems: current.map(({ plan }) => told(plan.name, [problem])) };
    }
    const bound = current.map((system) => {
      const own = files.filter((file) => ownerOf(file) === system.plan.name);
      const gone = [...owners].find(([, name]) => name === system.plan.name)?.[0];
      return { system, ...rebindOne(inventory, system, own, gone) };
    });
    const known = current.map(({ plan }) => plan.name);
    // They concern no system of this inventory, but nothing would start with them.
    const strays = files.filter((file) => file.problems.length > 0 && !known.includes(ownerOf(file)));
    for (const { file, plan } of files) if (plan) owners.set(file, plan.name);
    return {
      systems: bound.map(({ system, next }) => next ?? system),
      problems: [
        ...bound.flatMap(({ system, problems }) => (problems.length > 0 ? [told(system.plan.name, problems)] : [])),
        ...strays.map((file) => told(ownerOf(file), planProblems(file))),
      ],
    };
  };
}

function rebindOne(
  inventory: Inventory,
  { plan }: System,
  own: readonly PlanFile[],
  gone: string | undefined,
): { readonly next?: System; readonly problems: readonly ConfigProblem[] } {
  const broken = own.flatMap(planProblems);
  if (broken.length > 0) return { problems: broken };
  const place = `${gone ?? inventory.plansFolder}:1:1`;
  const isGone = both(
    `the plan ${plan.name} is gone; put its file back`,
    `回滚方案 ${plan.name} 的文件不见了；请把文件放回原处`,
  );
  if (own.length === 0) return { problems: [{ place, message: isGone }] };
  const systems = inventory.systems.filter(({ name }: SystemEntry) => name === plan.name);
  const reading = bindSystems(
    { ...inventory, systems },
    own.flatMap((file) => file.plan ?? []),
  );
  if (!reading.ok) return { problems: reading.problems };
  const next = reading.value.find((system) => system.plan.digest !== plan.digest);
  return { problems: [], ...(next && { next }) };
}

function told(system: string, problems: readonly ConfigProblem[]): PlanProblem {
  return { system, lines: problems.map(problemLines) };
}
