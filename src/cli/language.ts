import { inventoryFile } from '../config/environment.js';
import { spokenIn } from '../config/spoken.js';
import { LANGUAGES, type Language } from '../domain/text.js';

/**
 * What a command speaks: `--language`, else the inventory's, else Chinese. Nothing else of its arguments has to be right:
 * what is wrong with them is said in it, too.
 */
export async function languageOf(args: readonly string[]): Promise<Language> {
  const wanted = LANGUAGES.find((language) => language === given('language', args));
  return wanted ?? spokenIn(given('config', args) ?? inventoryFile());
}

/** `--name value` and `--name=value`. */
function given(name: string, args: readonly string[]): string | undefined {
  const at = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  const arg = args[at];
  return arg?.includes('=') ? arg.slice(arg.indexOf('=') + 1) : arg && args[at + 1];
}
