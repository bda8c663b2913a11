import type { CheckAnswer, Expectation, HttpRequest } from '../domain/check.js';
import { clean } from './clean.js';
import { judgePassages } from './judge-passages.js';
import type { HttpAnswer } from './ports.js';

/** What requests of a chain saved for later ones, by name. */
export type Saved = Readonly<Record<string, string>>;
/** One request's answer with everything saved so far. */
export type Asked = { readonly answer: CheckAnswer; readonly saved: Saved };

/** What judging takes. `hide` takes secrets, and what was saved to be sent, out of what is quoted, before it is cut. */
export type Judging = {
  readonly saved: Saved;
  readonly variables: Saved;
  readonly hide: (text: string, saved: Saved) => string;
};

/** Whether an HTTP answer is the expected one, and what it saves. `said` is the request in words. */
export function judge(
  request: HttpRequest,
  said: string,
  answer: HttpAnswer,
  { saved, variables, hide }: Judging,
): Asked {
  const { status, body } = answer;
  const quoted = (text: string, known = saved) => clean(hide(text, known));
  const head = `${said} → ${status}`;
  const not = (verdict: 'fail' | 'unknown', why: string): Asked => ({
    saved,
    answer: { verdict, evidence: `${head} ${why}`.trim() },
  });
  const no = (why: string) => not('fail', why);
  if (status !== request.status) return no(`≠ ${request.status} ${quoted(body)}`);
  const passages = judgePassages(request, answer, (text) => hide(text, saved));
  if (passages.verdict !== 'pass') return not(passages.verdict, passages.words);
  const expected = Object.entries(request.json);
  const wanted = Object.entries(request.save);
  if (expected.length + wanted.length === 0)
    return { saved, answer: { verdict: 'pass', evidence: `${head} ${passages.words}`.trim() } };
  const json = parse(body);
  if (json === undefined) return no(`not JSON: ${quoted(body)}`);
  const seen = expected.map(([path, wish]) => compare(path, plain(wish, variables), valueAt(json, path)));
  const wrong = seen.filter(({ right }) => !right);
  if (wrong.length > 0) return no(wrong.map(({ words }) => words).join(', '));
  const found = wanted.map(([name, paths]) => [name, firstOf(json, paths)] as const);
  const missing = found.find(([, value]) => value === undefined);
  if (missing) return no(`no ${missing[0]} in ${quoted(body)}`);
  const kept = { ...saved, ...Object.fromEntries(found.map(([name, value]) => [name, String(value)])) };
  const facts = [
    ...(passages.words === '' ? [] : [passages.words]),
    ...seen.map(({ words }) => words),
    ...found.map(([name, value]) => `${name} = ${quoted(String(value), kept)}`),
  ];
  return { saved: kept, answer: { verdict: 'pass', evidence: `${head} ${facts.join(', ')}` } };
}

type PlainWish = Exclude<Expectation, { readonly variable: string }>;

/** A variable stands for what it holds at the run; one that holds nothing is never met. */
function plain(wish: Expectation, variables: Readonly<Record<string, string>>): PlainWish {
  return 'variable' in wish ? { equals: variables[wish.variable] ?? `$${wish.variable}` } : wish;
}

function compare(path: string, wish: PlainWish, value: unknown): { right: boolean; words: string } {
  const is = `${path} = ${clean(JSON.stringify(value) ?? 'missing')}`;
  if ('present' in wish) return { right: !isEmpty(value), words: is };
  if ('equals' in wish) {
    const right = value === wish.equals;
    return { right, words: right ? is : `${is} ≠ ${JSON.stringify(wish.equals)}` };
  }
  const [bound, wished, opposite] = 'below' in wish ? [wish.below, '<', '≥'] : [wish.above, '>', '≤'];
  if (typeof value !== 'number') return { right: false, words: `${is} (${wished} ${bound})` };
  const right = 'below' in wish ? value < bound : value > bound;
  return { right, words: `${is} ${right ? wished : opposite} ${bound}` };
}

/** An empty object or list proves as little as no value. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '';
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null;
}

function firstOf(json: unknown, paths: readonly string[]): string | number | undefined {
  const values = paths.map((path) => valueAt(json, path));
  return values.find((value) => (typeof value === 'string' && value !== '') || typeof value === 'number') as
    | string
    | number
    | undefined;
}

function valueAt(json: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((part, key) => {
    const inside = part !== null && typeof part === 'object' && Object.hasOwn(part, key);
    return inside ? (part as Readonly<Record<string, unknown>>)[key] : undefined;
  }, json);
}

/** An answer's JSON; undefined when it is none. */
export function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
