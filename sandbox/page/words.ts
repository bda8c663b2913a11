import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { type Language, say, type Text } from '../text.js';
import { en } from './words/en.js';
import { zhCn } from './words/zh-cn.js';

export type Words = typeof zhCn;

/** What went wrong with an act, by the code of its answer. */
export type Troubles = Words['troubles'];

const tables: Record<Language, Words> = { 'zh-CN': zhCn, en };

/** The language somebody chose earlier, or the one their browser asks for; Chinese otherwise. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem('language');
  if (chosen === 'en' || chosen === 'zh-CN') return chosen;
  return navigator.language.startsWith('en') ? 'en' : 'zh-CN';
}

export const LanguageContext = createContext<Language>('zh-CN');

/** The page's texts in the chosen language. */
export function useWords(): Words {
  return tables[useContext(LanguageContext)];
}

/** Says a text of the workspace or the production in the chosen language. */
export function useSay(): (text: Text) => string {
  const language = useContext(LanguageContext);
  return (text) => say(text, language);
}
