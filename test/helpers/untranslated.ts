/** Words that make an English sentence and are no key, command or value. */
const ENGLISH = /(?<![-\w./$<[{"'])(?:an|are|cannot|here|is|must|the|there|this|which)(?![-\w./$>\]}"'=])/i;

/** Whether a Chinese sentence is none: without Chinese, or with an English one in it. */
export function isUntranslated(sentence: string): boolean {
  return !/\p{Script=Han}/u.test(sentence) || ENGLISH.test(sentence);
}
