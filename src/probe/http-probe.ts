import { rootCertificates } from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import { failed, ok, type Result } from '../domain/result.js';
import type { HttpAnswer, Probe } from '../engine/ports.js';
import { reasonOf } from './http-reason.js';

type ProbeRequest = Parameters<Probe['request']>[0];

/** Bytes of a body that are kept; the rest of a longer one is not even read. */
const MAX_BODY = 1024 * 1024;

/**
 * HTTP from where the bot runs. Any status is an answer, redirects included; `http.unreachable` means that there was none
 * within the deadline. `ca` holds PEM certificates that are trusted beside the public ones.
 */
export function createHttpProbe(options: { readonly ca?: string } = {}): Probe {
  const connect = options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] };
  // Without pipelining every request connects anew: a kept connection to a restarted service would answer for the dead one.
  const agent = new Agent({ pipelining: 0, connect });
  return { request: (input) => ask(agent, input) };
}

async function ask(
  agent: Agent,
  { method, url, body, headers = {}, deadline }: ProbeRequest,
): Promise<Result<HttpAnswer>> {
  const started = performance.now();
  try {
    const answer = await request(url, {
      method,
      headers: {
        'user-agent': 'backout',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(deadline),
      dispatcher: agent,
    });
    const read = await readCapped(answer.body);
    const text = textOf(read.bytes, answer.headers['content-type']);
    const cut = read.isCut ? { cutAfter: MAX_BODY } : {};
    const durationMs = Math.round(performance.now() - started);
    return ok({ status: answer.statusCode, body: text, ...cut, durationMs });
  } catch (error) {
    return failed({
      code: 'http.unreachable',
      at: `${method} ${withoutQuery(url)}`,
      detail: reasonOf(error, deadline),
    });
  }
}

async function readCapped(body: Dispatcher.ResponseData['body']): Promise<{ bytes: Buffer; isCut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    // Leaving the loop destroys the stream, and with it the connection.
    if (bytes > MAX_BODY) break;
  }
  return { bytes: Buffer.concat(chunks).subarray(0, MAX_BODY), isCut: bytes > MAX_BODY };
}

/** In the encoding that the service names, e.g. GBK; in UTF-8 when it names none that is known. */
function textOf(bytes: Buffer, type: string | readonly string[] = ''): string {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([\w-]+)/i.exec(String(type)) ?? [];
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
