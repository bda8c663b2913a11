import type { HttpRequest, Verdict } from '../domain/check.js';
import { clean } from './clean.js';
import type { HttpAnswer } from './ports.js';

/** Characters of the page before and behind a text that should not be there. */
const AROUND = 60;

/**
 * Whether an answer holds what it must and lacks what it must not: `∋ "登录", ∌ "502"`; on a no, with what was found. In an
 * answer that was not read to its end nobody can say what is missing. `hide` takes secrets out of what is quoted.
 */
export function judgePassages(
  { contains, lacks }: Pick<HttpRequest, 'contains' | 'lacks'>,
  { body, cutAfter }: HttpAnswer,
  hide: (text: string) => string,
): { readonly verdict: Verdict; readonly words: string } {
  const missing = (text: string) => `∌ ${JSON.stringify(text)}`;
  const found = (text: string) => `∋ ${JSON.stringify(text)}`;
  if (lacks !== undefined && body.includes(lacks))
    return { verdict: 'fail', words: `${found(lacks)}: ${clean(around(hide(body), lacks))}` };
  const isAbsent = contains !== undefined && !body.includes(contains);
  if (cutAfter !== undefined && (isAbsent || lacks !== undefined))
    return { verdict: 'unknown', words: `${missing((isAbsent ? contains : lacks) ?? '')} in the first ${cutAfter} B` };
  if (isAbsent) return { verdict: 'fail', words: `${missing(contains)}: ${clean(hide(body))}` };
  const said = [...(contains === undefined ? [] : [found(contains)]), ...(lacks === undefined ? [] : [missing(lacks)])];
  return { verdict: 'pass', words: said.join(', ') };
}

function around(body: string, text: string): string {
  // What hides a secret may also have hidden the text: then the beginning tells.
  const at = Math.max(0, body.indexOf(text));
  return body.slice(Math.max(0, at - AROUND), at + text.length + AROUND);
}
