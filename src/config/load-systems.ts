import { fileFault } from '../domain/file-fault.js';
import type { Plan } from '../domain/plan.js';
import type { System } from '../domain/system.js';
import { type Bilingual, both, joined, perLanguage } from '../domain/text.js';
import { type PlanFile, readPlanFolder } from '../plan-folder.js';
import { bindSystems } from './bind-systems.js';
import type { ConfigProblem, Reading } from './config-problem.js';
import type { Inventory } from './inventory.js';
import { mismatches } from './mismatches.js';
import { type Outline, outlineOf, type SystemOutline } from './outline.js';

/** Reads the plans folder and binds each plan to its inventory entry; every problem of every file is reported. */
export async function loadSystems(inventory: Inventory): Promise<Reading<readonly System[]>> {
  const { plans, problems } = await readPlans(outlineOf(inventory));
  return problems.length > 0 ? { ok: false, problems } : bindSystems(inventory, plans);
}

/** What is wrong with the plans, and with an inventory as far as it can be read, so that people are told all in one round. */
export async function planProblemsOf(outline: Outline): Promise<readonly ConfigProblem[]> {
  return (await readPlans(outline)).problems;
}

type Read = { readonly plans: readonly Plan[]; readonly problems: readonly ConfigProblem[] };

async function readPlans(outline: Outline): Promise<Read> {
  try {
    const files = await readPlanFolder(outline.plansFolder);
    const plans = files.flatMap(({ plan }) => (plan ? [plan] : []));
    const broken = files.flatMap(planProblems);
    // A system without a plan may have it in one of the broken files.
    const isComparable = ({ name }: SystemOutline) => broken.length === 0 || plans.some((plan) => plan.name === name);
    const systems = outline.systems.filter(isComparable);
    return { plans, problems: [...broken, ...mismatches({ ...outline, systems }, plans)] };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { plans: [], problems: [outline.problemAt(['plans'], noPlans(outline.plansFolder, error))] };
  }
}

/** What is wrong with a plan file, each at its place in it. */
export function planProblems({ file, problems }: PlanFile): readonly ConfigProblem[] {
  return problems.map(({ line, column, path, message }) => ({
    place: `${file}:${line}:${column}`,
    message: perLanguage((language) => (path ? `${path}: ${message[language]}` : message[language])),
  }));
}

/** Why the folder of the plans cannot be read. */
export function noPlans(folder: string, error: Error): Bilingual {
  return joined(fileFault(error, folder), both('name the folder of the plan files', '请写回滚方案文件所在的目录'));
}
