import { createHash } from 'node:crypto';
import { constants, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileFault } from './domain/file-fault.js';
import type { Plan } from './domain/plan.js';
import { type Bilingual, both, joined } from './domain/text.js';
import type { Problem } from './plan/problem.js';
import { readPlan } from './plan/read-plan.js';

/** A plan file as it was read: the plan, or everything that is wrong with it. */
export type PlanFile = {
  readonly file: string;
  readonly plan?: Plan;
  readonly problems: readonly Problem[];
};

/** A file's text with the SHA-256 of its bytes, or why it cannot be read. */
export type PlanText =
  | { readonly file: string; readonly text: string; readonly digest: string }
  | { readonly file: string; readonly unreadable: Bilingual };

/** Reads one plan file; a file that cannot be read is a problem like any other. */
export async function readPlanFile(file: string): Promise<PlanFile> {
  return planFileOf(await readText(file));
}

/** Reads every `.yaml` and `.yml` file of a folder, in the order of their names. Throws when there is no such folder. */
export async function readPlanFolder(folder: string): Promise<readonly PlanFile[]> {
  return planFilesOf(await readPlanTexts(folder));
}

/** The texts of the same files, not yet understood. Throws when there is no such folder. */
export async function readPlanTexts(folder: string): Promise<readonly PlanText[]> {
  const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  return Promise.all(names.map((name) => readText(join(folder, name))));
}

/** What the texts of one folder say. */
export function planFilesOf(texts: readonly PlanText[]): readonly PlanFile[] {
  return twice(texts.map(planFileOf));
}

async function readText(file: string): Promise<PlanText> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      // A pipe would keep its reader waiting for ever.
      if (!(await handle.stat()).isFile()) return { file, unreadable: both('this is no file', '这不是文件') };
      const bytes = await handle.readFile();
      return { file, text: bytes.toString('utf8'), digest: createHash('sha256').update(bytes).digest('hex') };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { file, unreadable: fileFault(error) };
  }
}

function planFileOf(read: PlanText): PlanFile {
  const { file } = read;
  if ('unreadable' in read) {
    const message = joined(read.unreadable, both('name another, or put it there', '请改写路径，或把文件放到该处'));
    return { file, problems: [{ line: 1, column: 1, path: '', message }] };
  }
  const reading = readPlan(read.text, read.digest);
  return reading.ok ? { file, plan: reading.plan, problems: [] } : { file, problems: reading.problems };
}

/** Two files for one system would leave it to chance which of them runs. */
function twice(files: readonly PlanFile[]): readonly PlanFile[] {
  return files.map((each, index) => {
    const first = files.findIndex(({ plan }) => plan !== undefined && plan.name === each.plan?.name);
    if (each.plan === undefined || first === index) return each;
    const message = both(
      `the plan ${each.plan.name} is already in ${files[first]?.file}; remove one of the two files`,
      `回滚方案 ${each.plan.name} 已经写在 ${files[first]?.file} 里；请删去其中一个文件`,
    );
    return { file: each.file, problems: [{ line: 1, column: 1, path: 'plan', message }] };
  });
}
