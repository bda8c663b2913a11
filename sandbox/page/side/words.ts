import { useContext } from 'preact/hooks';
import type { Language } from '../../text.js';
import { LanguageContext } from '../words.js';
import { en } from './words/en.js';
import { type SideWords, zhCn } from './words/zh-cn.js';

const tables: Record<Language, SideWords> = { 'zh-CN': zhCn, en };

/** The side panel's texts in the chosen language. */
export function useSideWords(): SideWords {
  return tables[useContext(LanguageContext)];
}
