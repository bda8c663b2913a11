import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Language } from '../domain/text.js';
import { INVENTORY_OPTIONS, readOptions } from './options.js';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;
type Parsed<Options extends OptionsConfig> = {
  readonly inventory: { readonly file: string; readonly language?: Language };
  readonly values: ReturnType<typeof parseArgs<{ options: Options }>>['values'];
  readonly names: readonly string[];
};

/** The arguments of a command that reads the inventory; or what was said wrongly. */
export function parseWithInventory<const Options extends OptionsConfig>(
  args: readonly string[],
  options: Options,
): Parsed<Options> | string {
  try {
    const common = parseArgs({
      args: [...args],
      options: { ...options, ...INVENTORY_OPTIONS },
      allowPositionals: true,
    });
    const inventory = readOptions(common.values as Parameters<typeof readOptions>[0]);
    if (typeof inventory === 'string') return inventory;
    return { inventory, values: common.values as Parsed<Options>['values'], names: common.positionals };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
