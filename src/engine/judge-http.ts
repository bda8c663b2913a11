import type { CheckAnswer, Expectation, HttpRequest } from '../domain/check.js';
import { printable, shorten } from '../domain/printable.js';
import type { HttpAnswer } from './ports.js';

/** What requests of a chain saved for later ones, by name. */
export type Saved = Readonly<Record<string, string>>;
/** One request's answer with everything saved so far. */
export type Asked = { readonly answer: CheckAnswer; readonly saved: Saved };

/** Characters of an answer's body that evidence quotes. */
const QUOTED = 300;

/** Whether an HTTP answer is the expected one, and what it saves. `said` is the request in words. */
export function judge(
  request: HttpRequest,
  said: string,
  { status, body }: HttpAnswer,
  { saved, variables }: { readonly saved: Saved; readonly variables: Saved },
): Asked {
  const head = `${said} → ${status}`;
  const no = (why: string): Asked => ({ saved, answer: { verdict: 'fail', evidence: `${head} ${why}`.trim() } });
  if (status !== request.status) return no(`≠ ${request.status} ${clean(body)}`);
  const expected = Object.entries(request.json);
  const wanted = Object.entries(request.save);
  if (expected.length + wanted.length === 0) return { saved, answer: { verdict: 'pass', evidence: head } };
  const json = parse(body);
  if (json === undefined) return no(`not JSON: ${clean(body)}`);
  const seen = expected.map(([path, wish]) => compare(path, plain(wish, variables), valueAt(json, path)));
  const wrong = seen.filter(({ right }) => !right);
  if (wrong.length > 0) return no(wrong.map(({ words }) => words).join(', '));
  const found = wanted.map(([name, paths]) => [name, firstOf(json, paths)] as const);
  const missing = found.find(([, value]) => value === undefined);
  if (missing) return no(`no ${missing[0]} in ${clean(body)}`);
  const facts = [
    ...seen.map(({ words }) => words),
    ...found.map(([name, value]) => `${name} = ${clean(String(value))}`),
  ];
  const kept = Object.fromEntries(found.map(([name, value]) => [name, String(value)]));
  return { saved: { ...saved, ...kept }, answer: { verdict: 'pass', evidence: `${head} ${facts.join(', ')}` } };
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
  const bound = 'below' in wish ? `< ${wish.below}` : `> ${wish.above}`;
  const right = typeof value === 'number' && ('below' in wish ? value < wish.below : value > wish.above);
  return { right, words: `${is} (${bound})` };
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

/** One short line of what a service said, safe to show. */
export function clean(text: string): string {
  return shorten(printable(text).replaceAll(/\s+/g, ' ').trim(), QUOTED);
}
