import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from './domain/plan.js';
import type { Problem } from './plan/problem.js';
import { readPlan } from './plan/read-plan.js';

/** A plan file as it was read: the plan, or everything that is wrong with it. */
export type PlanFile = {
  readonly file: string;
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
};

/** Reads one plan file; a file that cannot be read is a problem like any other. */
export async function readPlanFile(file: string): Promise<PlanFile> {
  try {
    const bytes = await readFile(file);
    const reading = readPlan(bytes.toString('utf8'), createHash('sha256').update(bytes).digest('hex'));
    return reading.ok ? { file, plan: reading.plan, problems: [] } : { file, problems: reading.problems };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { file, problems: [{ line: 1, column: 1, path: '', message: `cannot be read: ${reason}` }] };
  }
}

/** Reads every `.yaml` and `.yml` file of a folder, in the order of their names. Throws when there is no such folder. */
export async function readPlanFolder(folder: string): Promise<readonly PlanFile[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const files = await Promise.all(names.map((name) => readPlanFile(join(folder, name))));
  return twice(files);
}

/** Two files for one system would leave it to chance which of them runs. */
function twice(files: readonly PlanFile[]): readonly PlanFile[] {
  return files.map((each, index) => {
    const first = files.findIndex(({ plan }) => plan !== undefined && plan.name === each.plan?.name);
    if (each.plan === undefined || first === index) return each;
    const message = `the plan ${each.plan.name} is already in ${files[first]?.file}; remove one of the two files`;
    return { file: each.file, problems: [{ line: 1, column: 1, path: 'plan', message }] };
  });
}
