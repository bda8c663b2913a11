import { type ParseArgsConfig, parseArgs } from 'node:util';
import { inventoryFile } from '../config/environment.js';
import { LANGUAGES, type Language } from '../domain/text.js';
import { words } from '../view/words/words.js';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;
type Parsed<Options extends OptionsConfig> = {
  /** Path of the inventory, and the same as it was named, if it was. */
  readonly file: string;
  readonly config?: string;
  readonly values: ReturnType<typeof parseArgs<{ options: Options }>>['values'];
  readonly names: readonly string[];
};

/** What every command may be told. */
const COMMON = { config: { type: 'string' }, language: { type: 'string' } } as const;

/** The arguments of a command; or what was said wrongly. */
export function parseArguments<const Options extends OptionsConfig>(
  args: readonly string[],
  options: Options,
  language: Language,
): Parsed<Options> | string {
  const { misused } = words(language).terminal;
  try {
    const all = { ...options, ...COMMON };
    const { values, positionals } = parseArgs({ args: [...args], options: all, allowPositionals: true });
    const { config, language: wanted } = values as { readonly config?: string; readonly language?: string };
    if (wanted !== undefined && !LANGUAGES.some((each) => each === wanted))
      return misused.language(LANGUAGES.join(', '));
    return {
      file: config ?? inventoryFile(),
      ...(config === undefined ? {} : { config }),
      values: values as Parsed<Options>['values'],
      names: positionals,
    };
  } catch (error) {
    return faultOf(error, language);
  }
}

/** What Node says of wrong options, in the reader's language. */
function faultOf(error: unknown, language: Language): string {
  if (!(error instanceof Error && 'code' in error)) throw error;
  const { misused } = words(language).terminal;
  const option = /'(?:-\w, )?(-[^' ]*)/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return misused.unknownOption(option);
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take') ? misused.tooMuch(option) : misused.noValue(option);
    default:
      return error.message;
  }
}

/** What is said of words where a command takes none. */
export function unexpected([first = '']: readonly string[], language: Language): string {
  return words(language).terminal.misused.unexpected(first);
}
