import { inventoryFile } from '../config.js';
import { LANGUAGES, type Language } from '../domain/text.js';

/** What a command that reads the inventory may be told. */
export type InventoryOptions = { readonly config?: string | undefined; readonly language?: string | undefined };

/** The options of `parseArgs` for them. */
export const INVENTORY_OPTIONS = { config: { type: 'string' }, language: { type: 'string' } } as const;

/** The inventory's path, and the language that was asked for; or what was said wrongly. */
export function readOptions({
  config,
  language,
}: InventoryOptions): { readonly file: string; readonly language?: Language } | string {
  const known = LANGUAGES.find((each) => each === language);
  if (language !== undefined && !known) return `--language is one of ${LANGUAGES.join(', ')}`;
  return { file: config ?? inventoryFile(), ...(known ? { language: known } : {}) };
}
