import { parseArgs } from 'node:util';
import { readInventory } from '../config/read-inventory.js';
import { environmentHere } from '../config.js';
import { examine } from '../doctor/examine.js';
import { isReady, report } from '../doctor/report.js';
import { INVENTORY_OPTIONS, readOptions } from './options.js';
import type { CliRun } from './usage.js';

/** `npx backout doctor`: exit 0 when nothing is wrong, 1 when something is, 2 when used wrongly. It changes nothing. */
export const run: CliRun = async (args, print) => {
  const options = parse(args);
  if (typeof options === 'string') {
    print(`backout doctor: ${options}`);
    return 2;
  }
  const { file, json } = options;
  const inventory = await readInventory(file);
  const language = options.language ?? (inventory.ok ? inventory.value.language : 'zh-CN');
  const sections = await examine({ env: environmentHere(), file, language });
  if (json) print(JSON.stringify({ ready: isReady(sections), sections }, null, 2));
  else for (const line of report(sections, language)) print(line);
  return isReady(sections) ? 0 : 1;
};

function parse(
  args: readonly string[],
): (Exclude<ReturnType<typeof readOptions>, string> & { json: boolean }) | string {
  try {
    const options = { ...INVENTORY_OPTIONS, json: { type: 'boolean', default: false } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const read = readOptions(values);
    return typeof read === 'string' ? read : { ...read, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
