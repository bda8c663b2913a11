import type { System } from './system.js';
import type { Language } from './text.js';

/** What is spoken where, as the inventory says. */
export type Languages = {
  readonly workspace: Language;
  /** Channels with a language of their own. */
  readonly channels: Readonly<Record<string, Language>>;
};

/** What is spoken in a channel: its own language, else that of its systems when they agree, else the workspace's. */
export function languageIn(channel: string, { workspace, channels }: Languages, systems: readonly System[]): Language {
  const own = Object.hasOwn(channels, channel) ? channels[channel] : undefined;
  const [first, ...others] = systems.filter((system) => system.channels.includes(channel));
  const agreed = others.every(({ language }) => language === first?.language) ? first?.language : undefined;
  return own ?? agreed ?? workspace;
}
