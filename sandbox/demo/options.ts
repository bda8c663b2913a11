import { LANGUAGES, type Language } from '../text.js';
import { CannotStart } from './preflight.js';

/** `boxes` stand in this process's own folders; `real` ones are Debian hosts with systemd. */
export const HOSTS = ['boxes', 'real'] as const;
export type Hosts = (typeof HOSTS)[number];

export type Options = { readonly language: Language; readonly hosts: Hosts };

const known = [...LANGUAGES.map((each) => `--language=${each}`), ...HOSTS.map((each) => `--hosts=${each}`)];

/** Reads `npm run demo -- --language=en --hosts=real`; the bot speaks Chinese and hosts are boxes when not said. */
export function readOptions(args: readonly string[]): Options {
  const unknown = args.filter((arg) => !known.includes(arg));
  if (unknown.length > 0) {
    throw new CannotStart(`demo: unknown option ${unknown.join(' ')}. Known: ${known.join(', ')}`);
  }
  return {
    language: LANGUAGES.find((each) => args.includes(`--language=${each}`)) ?? 'zh-CN',
    hosts: HOSTS.find((each) => args.includes(`--hosts=${each}`)) ?? 'boxes',
  };
}
