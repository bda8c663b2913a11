import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type PlanFile, readPlanFile, readPlanFolder } from '../plan-folder.js';
import type { CliRun } from './usage.js';

const DEFAULT_FOLDER = 'plans';

/** `npx backout check [--json] [path…]`: exit 0 when every plan is valid, 1 when one is not, 2 when there is nothing to check. */
export const run: CliRun = async (args, print) => {
  const options = parse(args);
  if (typeof options === 'string') {
    print(`backout check: ${options}`);
    return 2;
  }
  const files = await read(options.files);
  if (files.length === 0) {
    print(`backout check: no plan files in ./${DEFAULT_FOLDER}. Name the files: npx backout check path/to/plan.yaml`);
    return 2;
  }
  if (options.json) print(JSON.stringify(files.map(summaryOf), null, 2));
  else for (const file of files) for (const line of linesOf(file)) print(line);
  return files.every(({ plan }) => plan) ? 0 : 1;
};

function parse(args: readonly string[]): { json: boolean; files: readonly string[] } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    return { json: values.json, files: positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function read(files: readonly string[]): Promise<readonly PlanFile[]> {
  if (files.length > 0) return (await Promise.all(files.map(readNamed))).flat();
  return readPlanFolder(DEFAULT_FOLDER).catch(() => []);
}

async function readNamed(path: string): Promise<readonly PlanFile[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [await readPlanFile(path)];
  const found = await readPlanFolder(path);
  const none = { line: 1, column: 1, path: '', message: 'no plan files in this folder' };
  return found.length > 0 ? found : [{ file: path, problems: [none] }];
}

function linesOf({ file, plan, problems }: PlanFile): readonly string[] {
  if (plan)
    return [`${file}: ok, ${plan.name} ${plan.version}, schemes ${plan.schemes.map(({ key }) => key).join(', ')}`];
  return problems.map(
    ({ line, column, path, message }) => `${file}:${line}:${column}: ${path ? `${path}: ` : ''}${message}`,
  );
}

function summaryOf({ file, plan, problems }: PlanFile): object {
  const found = plan && {
    name: plan.name,
    version: plan.version,
    digest: plan.digest,
    schemes: plan.schemes.map(({ key }) => key),
  };
  return { file, valid: plan !== undefined, ...(found ? { plan: found } : {}), problems };
}
