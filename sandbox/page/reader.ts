import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { Language } from '../text.js';
import { firstLanguage, LanguageContext } from './words.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The zones somebody can put on; the empty one is the browser's own. */
export const ZONES = ['', 'Asia/Shanghai', 'UTC', 'America/New_York', 'Europe/Berlin'] as const;
export type Zone = (typeof ZONES)[number];

/** The reader's time zone. */
export const ZoneContext = createContext<Zone>('');

/** How dates are told to whoever reads: in which language, and in which zone (an IANA name, or the browser's). */
export interface Reader {
  language: Language;
  zone: string | undefined;
}

export function useReader(): Reader {
  const language = useContext(LanguageContext);
  const zone = useContext(ZoneContext);
  return { language, zone: zone === '' ? undefined : zone };
}

/** What this browser remembers of its reader. */
export interface Preferences {
  language: Language;
  theme: Theme;
  zone: Zone;
  prefer: (change: Partial<Omit<Preferences, 'prefer'>>) => void;
}

export function usePreferences(): Preferences {
  const [preferences, setPreferences] = useState(() => ({
    language: firstLanguage(),
    theme: THEMES.find((theme) => theme === localStorage.getItem('theme')) ?? 'system',
    zone: ZONES.find((zone) => zone === localStorage.getItem('zone')) ?? '',
  }));
  const { language, theme, zone } = preferences;
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.theme = theme;
    for (const [name, value] of Object.entries({ language, theme, zone })) localStorage.setItem(name, value);
  }, [language, theme, zone]);
  return { ...preferences, prefer: (change) => setPreferences((old) => ({ ...old, ...change })) };
}
