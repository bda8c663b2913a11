import { type Bilingual, both } from './text.js';

/** Why a file or folder cannot be used, in words. `error`: what Node threw; without `file` its name stands before already. */
export function fileFault(error: unknown, file?: string): Bilingual {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [en, zh] = [file ?? 'the file', file === undefined ? '文件' : `${file} `];
  const words = WORDS[code];
  if (words) return words(en, zh);
  const said = error instanceof Error ? error.message : String(error);
  return both(`${en} cannot be read (${said})`, `${zh}无法读取（${said}）`);
}

const notAllowed = (en: string, zh: string) => both(`this account may not use ${en}`, `${zh}不允许当前账号使用`);

const WORDS: Readonly<Record<string, (en: string, zh: string) => Bilingual>> = {
  ENOENT: (en, zh) => both(`${en} does not exist`, `${zh}不存在`),
  EACCES: notAllowed,
  EPERM: notAllowed,
  EISDIR: (en, zh) => both(`${en} is a folder`, `${zh}是目录`),
  ENOTDIR: (en, zh) => both(`${en} lies below something that is no folder`, `${zh}的上级路径里有一项不是目录`),
};
