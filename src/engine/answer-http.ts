import type { ChainProgress, CheckAnswer, HttpCheck, HttpRequest } from '../domain/check.js';
import { redact } from '../domain/redact.js';
import type { Secret } from '../domain/secret.js';
import { clean } from './clean.js';
import { type Asked, judge, type Saved } from './judge-http.js';
import { judgeSeries } from './judge-series.js';
import { pause } from './pause.js';
import type { Probe } from './ports.js';

/** How a chain of requests is asked. */
export type Chain = {
  readonly variables: Readonly<Record<string, string>>;
  /** Taken out of whatever an answer is quoted with. */
  readonly secrets: readonly Secret[];
  /** Where it goes on: what came before was answered and is not sent again. */
  readonly from?: ChainProgress;
  /** Told when all that must not be sent twice was answered and only reads follow. */
  readonly keep?: (progress: ChainProgress) => Promise<void>;
};

const BEGINNING: ChainProgress = { answered: 0, saved: {}, evidence: [] };

/** Asks a chain of HTTP requests in order; the first that is not answered as expected decides. */
export async function answerHttp(
  check: HttpCheck,
  { variables, secrets, from = BEGINNING, keep }: Chain,
  probe: Probe,
  signal: AbortSignal,
): Promise<CheckAnswer> {
  let progress = from;
  const base = variables[check.base] ?? '';
  for (const request of check.requests.slice(from.answered)) {
    const hide = (text: string, known: Saved) => redact(hideSent(text, known, check), secrets);
    const setting = { base, saved: progress.saved, variables, hide, deadline: check.deadline };
    const { answer, saved } = await askWithRetry(request, setting, probe, signal);
    progress = { answered: progress.answered + 1, saved, evidence: [...progress.evidence, answer.evidence] };
    if (answer.verdict !== 'pass') return { ...answer, evidence: shown(progress, check) };
    if (request.method === 'POST' && canGoOn(progress, check)) await keep?.(progress);
  }
  return { verdict: 'pass', evidence: shown(progress, check) };
}

/** Only reads are left, and nothing that they need is a secret that nobody may write down. */
function canGoOn(progress: ChainProgress, check: HttpCheck): boolean {
  const rest = check.requests.slice(progress.answered);
  const onlyReads = rest.every(({ method }) => method === 'GET');
  return rest.length > 0 && onlyReads && hiddenOf(progress.saved, check).length === 0;
}

function shown(progress: ChainProgress, check: HttpCheck): string {
  return hideSent(progress.evidence.join('\n'), progress.saved, check);
}

function hideSent(text: string, saved: Saved, check: HttpCheck): string {
  return hiddenOf(saved, check).reduce((rest, value) => rest.replaceAll(value, '[hidden]'), text);
}

/** What is sent in headers, such as a session's token, is nobody else's business. */
function hiddenOf(saved: Saved, { requests }: HttpCheck): readonly string[] {
  const templates = requests.flatMap(({ headers }) => Object.values(headers));
  const hidden = Object.entries(saved).filter(([name]) => templates.some((text) => text.includes(`{${name}}`)));
  return hidden.map(([, value]) => value);
}

type Setting = {
  readonly base: string;
  readonly saved: Saved;
  readonly variables: Readonly<Record<string, string>>;
  readonly hide: (text: string, saved: Saved) => string;
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
  const query = request.series ? `?query=${encodeURIComponent(request.series.query)}` : '';
  const url = `${base.replace(/\/+$/, '')}${path}${query}`;
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
  if (request.series) return { saved, answer: judgeSeries(request.series, said, answer.value) };
  return judge(request, said, answer.value, setting);
}

function fill(template: string, saved: Saved, encode: (value: string) => string): string {
  return template.replaceAll(/\{([^}]*)\}/g, (_match, name: string) => encode(saved[name] ?? ''));
}
