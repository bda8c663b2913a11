import type { Plan } from '../domain/plan.js';
import type { System } from '../domain/system.js';
import { type PlanFile, readPlanFolder } from '../plan-folder.js';
import { bindSystems } from './bind-systems.js';
import type { ConfigProblem, Reading } from './config-problem.js';
import type { Inventory } from './inventory.js';

/** Reads the plans folder and binds each plan to its inventory entry; every problem of every file is reported. */
export async function loadSystems(inventory: Inventory): Promise<Reading<readonly System[]>> {
  const plans = await readPlans(inventory);
  return plans.ok ? bindSystems(inventory, plans.value) : plans;
}

async function readPlans(inventory: Inventory): Promise<Reading<readonly Plan[]>> {
  try {
    const files = await readPlanFolder(inventory.plansFolder);
    const problems = files.flatMap(planProblems);
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, value: files.flatMap(({ plan }) => (plan ? [plan] : [])) };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ok: false, problems: [inventory.problemAt(['plans'], `cannot be read: ${why}`)] };
  }
}

/** What is wrong with a plan file, each at its place in it. */
export function planProblems({ file, problems }: PlanFile): readonly ConfigProblem[] {
  return problems.map(({ line, column, path, message }) => ({
    place: `${file}:${line}:${column}`,
    message: path ? `${path}: ${message}` : message,
  }));
}
