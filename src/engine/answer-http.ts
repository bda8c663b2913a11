import type { CheckAnswer, Expectation, HttpCheck, HttpRequest } from '../domain/check.js';
import { printable, shorten } from '../domain/printable.js';
import { pause } from './pause.js';
import type { HttpAnswer, Probe } from './ports.js';

type Saved = Readonly<Record<string, string>>;
type Asked = { readonly answer: CheckAnswer; readonly saved: Saved };

/** Characters of an answer's body that evidence quotes. */
const QUOTED = 300;

/** Asks a chain of HTTP requests in order; the first that is not answered as expected decides. */
export async function answerHttp(
  check: HttpCheck,
  variables: Readonly<Record<string, string>>,
  probe: Probe,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  let saved: Saved = {};
  const base = variables[check.base] ?? '';
  const evidence: string[] = [];
  for (const request of check.requests) {
    const asked = await askWithRetry(request, { base, saved, variables, deadline: check.deadline }, probe, signal);
    evidence.push(asked.answer.evidence);
    saved = asked.saved;
    if (asked.answer.verdict !== 'pass') return { ...asked.answer, evidence: shown(evidence, check, saved) };
  }
  return { verdict: 'pass', evidence: shown(evidence, check, saved) };
}

/** What is sent in headers, such as a session's token, is nobody else's business. */
function shown(evidence: readonly string[], { requests }: HttpCheck, saved: Saved): string {
  const templates = requests.flatMap(({ headers }) => Object.values(headers));
  const hidden = Object.entries(saved).filter(([name]) => templates.some((text) => text.includes(`{${name}}`)));
  return hidden.reduce((text, [, value]) => text.replaceAll(value, '[hidden]'), evidence.join('\n'));
}

type Setting = {
  readonly base: string;
  readonly saved: Saved;
  readonly variables: Readonly<Record<string, string>>;
  readonly deadline: number;
};

async function askWithRetry(request: HttpRequest, setting: Setting, probe: Probe, signal: AbortSignal): Promise<Asked> {
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return notAsked(request, setting);
    const asked = await ask(request, setting, probe);
    if (asked.answer.verdict === 'pass' || tries >= request.retry.times) return asked;
    if (!(await pause(request.retry.every, signal))) return asked;
  }
}

/** The run ended or the bot stops: nothing more is sent. */
function notAsked({ method, path }: HttpRequest, { saved }: Setting): Asked {
  return { saved, answer: { verdict: 'unknown', evidence: `${method} ${path}` } };
}

async function ask(request: HttpRequest, setting: Setting, probe: Probe): Promise<Asked> {
  const { base, saved, deadline } = setting;
  const path = fill(request.path, saved, encodeURIComponent);
  const headers = Object.entries(request.headers).map(([name, text]) => [name, fill(text, saved, String)] as const);
  const url = `${base.replace(/\/+$/, '')}${path}`;
  const said = `${request.method} ${path}`;
  const body = request.method === 'POST' ? { body: request.body } : {};
  const answer = await probe.request({
    method: request.method,
    url,
    deadline,
    headers: Object.fromEntries(headers),
    ...body,
  });
  if (!answer.ok) {
    const { code, detail = code } = answer.failure;
    const failure = { code, at: clean(base) };
    return { saved, answer: { verdict: 'unknown', evidence: `${said} → ${clean(detail)}`, failure } };
  }
  return judge(request, said, answer.value, setting);
}

function fill(template: string, saved: Saved, encode: (value: string) => string): string {
  return template.replaceAll(/\{([^}]*)\}/g, (_match, name: string) => encode(saved[name] ?? ''));
}

function judge(request: HttpRequest, said: string, { status, body }: HttpAnswer, { saved, variables }: Setting): Asked {
  const head = `${said} → ${status}`;
  const no = (why: string): Asked => ({ saved, answer: { verdict: 'fail', evidence: `${head} ${why}`.trim() } });
  if (status !== request.status) return no(`(expected ${request.status}) ${clean(body)}`);
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
  if ('present' in wish) return { right: value !== undefined && value !== null && value !== '', words: is };
  if ('equals' in wish) {
    const right = value === wish.equals;
    return { right, words: right ? is : `${is} (expected ${JSON.stringify(wish.equals)})` };
  }
  const bound = 'below' in wish ? `< ${wish.below}` : `> ${wish.above}`;
  const right = typeof value === 'number' && ('below' in wish ? value < wish.below : value > wish.above);
  return { right, words: `${is} (${bound})` };
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

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function clean(text: string): string {
  return shorten(printable(text).replaceAll(/\s+/g, ' ').trim(), QUOTED);
}
