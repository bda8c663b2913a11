import { type Bilingual, both } from '../domain/text.js';

/** A Chinese keyboard writes these where YAML wants its own, and both look alike. */
const WIDE: readonly (readonly [line: RegExp, advice: Bilingual])[] = [
  [
    /(?:^\s*(?:- +)?|[{,，]\s*)[A-Za-z][\w-]*\s*：/,
    both('write : and a blank in place of ：', '请把全角的 ： 改成半角的 : 加一个空格'),
  ],
  [/[{[].*，/, both('write , and a blank in place of ，', '请把全角的 ， 改成半角的 , 加一个空格')],
];

/** What to write in place of a full-width sign that the text has on the line at an offset, if it has one. */
export function wideSignAdvice(text: string, offset: number): Bilingual | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const [line = ''] = text.slice(start).split('\n', 1);
  return WIDE.find(([sign]) => sign.test(line))?.[1];
}
