import { stat } from 'node:fs/promises';
import { problemLine as configLine } from '../config/config-problem.js';
import { both, type Language } from '../domain/text.js';
import { problemLine } from '../plan/problem.js';
import { type PlanFile, readPlanFile, readPlanFolder } from '../plan-folder.js';
import { words } from '../view/words/words.js';
import { parseArguments } from './arguments.js';
import { DEFAULT_FOLDER, inventoryHere } from './inventory-here.js';
import type { CliRun } from './usage.js';

/** `npx backout check [--json] [path…]`: exit 0 when every plan is valid, 1 when one is not, 2 when there is nothing to check. */
export const run: CliRun = async (args, print, language) => {
  const parsed = parseArguments(args, { json: { type: 'boolean', default: false } }, language);
  const files = typeof parsed === 'string' ? parsed : await filesOf(parsed, language);
  if (typeof files === 'string') {
    print(`backout check: ${files}`);
    return 2;
  }
  if (typeof parsed !== 'string' && parsed.values.json) print(JSON.stringify(files.map(summaryOf), null, 2));
  else for (const file of files) for (const line of linesOf(file, language)) print(line);
  return files.every(({ plan }) => plan) ? 0 : 1;
};

type Asked = Parameters<typeof inventoryHere>[0] & { readonly names: readonly string[] };

/** What is named, else all of the folder of plans; or why there is nothing. */
async function filesOf({ names, ...asked }: Asked, language: Language): Promise<readonly PlanFile[] | string> {
  if (names.length > 0) return (await Promise.all(names.map(readNamed))).flat();
  const reading = await inventoryHere(asked);
  // Where the inventory is wrong elsewhere, its plans can be checked all the same.
  const outline = reading && (reading.ok ? reading.value : reading.outline);
  if (reading && !reading.ok && !outline) return reading.problems.map((each) => configLine(each, language)).join('\n');
  const folder = outline?.plansFolder ?? DEFAULT_FOLDER;
  const files = await readPlanFolder(folder).catch(() => []);
  return files.length > 0 ? files : words(language).terminal.check.none(folder);
}

async function readNamed(path: string): Promise<readonly PlanFile[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return [await readPlanFile(path)];
  const found = await readPlanFolder(path);
  const none = { line: 1, column: 1, path: '', message: NO_FILES };
  return found.length > 0 ? found : [{ file: path, problems: [none] }];
}

const NO_FILES = both('no plan files in this folder', '这个目录里没有回滚方案文件');

function linesOf({ file, plan, problems }: PlanFile, language: Language): readonly string[] {
  if (plan) {
    const schemes = plan.schemes.map(({ key }) => key).join(', ');
    return [`${file}: ${words(language).terminal.check.valid(plan.name, plan.version, schemes)}`];
  }
  return problems.map((problem) => problemLine(file, problem, language));
}

/** `message` stays English for scripts that look for words in it; `messages` has it in every language. */
function summaryOf({ file, plan, problems }: PlanFile): object {
  const found = plan && {
    name: plan.name,
    version: plan.version,
    digest: plan.digest,
    schemes: plan.schemes.map(({ key }) => key),
  };
  const said = problems.map(({ message, ...place }) => ({ ...place, message: message.en, messages: message }));
  return { file, valid: plan !== undefined, ...(found ? { plan: found } : {}), problems: said };
}
