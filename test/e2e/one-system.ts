import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** One plan and the system it is bound to, as an inventory says it. */
export type OneSystem = { readonly name: string; readonly plan: string; readonly system: object };

/** Writes the plan and the inventory that binds it into a folder; returns where the inventory is. */
export async function writeOneSystem(directory: string, { name, plan, system }: OneSystem): Promise<string> {
  await mkdir(join(directory, 'plans'));
  await writeFile(join(directory, `plans/${name}.yaml`), plan);
  const systems = { [name]: system };
  const inventory = { environment: 'test', journal: './backout.db', plans: './plans', systems };
  const file = join(directory, 'backout.yaml');
  await writeFile(file, stringify(inventory));
  return file;
}
