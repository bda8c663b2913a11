import { readFile } from 'node:fs/promises';
import { LANGUAGES, type Language } from '../domain/text.js';

const WRITTEN = /^language:[ \t]*["']?([A-Za-z-]+)/m;

/**
 * The language that an inventory names; zh-CN when it names none. It is read from its line alone: what else is wrong with
 * the file must be said in it, too.
 */
export async function spokenIn(inventoryFile: string): Promise<Language> {
  const text = await readFile(inventoryFile, 'utf8').catch(() => '');
  const written = WRITTEN.exec(text)?.[1];
  return LANGUAGES.find((language) => language === written) ?? 'zh-CN';
}
