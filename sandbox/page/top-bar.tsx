import { Icon } from './icons.js';
import { type Preferences, THEMES, ZONES } from './reader.js';
import { useWords } from './words.js';

interface Props {
  preferences: Preferences;
  jump: () => void;
  menu: () => void;
}

/** The bar over everything: jumping elsewhere, and how the page looks to its reader. */
export function TopBar({ preferences, jump, menu }: Props) {
  const words = useWords();
  const { language, theme, zone, prefer } = preferences;
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <header class="top-bar" data-region="top">
      <button type="button" class="menu-button" aria-label={words.menu} onClick={menu}>
        <Icon name="menu" />
      </button>
      <button type="button" class="jump" aria-keyshortcuts="Control+K Meta+K" onClick={jump}>
        <Icon name="search" />
        <span>{words.jump}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <fieldset class="preferences" aria-label={words.preferences}>
        <select
          aria-label={words.theme}
          title={words.theme}
          value={theme}
          onChange={({ currentTarget: { value } }) =>
            prefer({ theme: THEMES.find((each) => each === value) ?? 'system' })
          }
        >
          {THEMES.map((each) => (
            <option key={each} value={each}>
              {words.themes[each]}
            </option>
          ))}
        </select>
        <select
          aria-label={words.zone}
          title={words.zone}
          value={zone}
          onChange={({ currentTarget: { value } }) => prefer({ zone: ZONES.find((each) => each === value) ?? '' })}
        >
          {ZONES.map((each) => (
            <option key={each} value={each}>
              {words.zones[each]}
            </option>
          ))}
        </select>
        <button type="button" lang={other} onClick={() => prefer({ language: other })}>
          {words.language}
        </button>
      </fieldset>
    </header>
  );
}
