import type { ServerResponse } from 'node:http';
import type { Context, Hono } from 'hono';
import { checkBlocks, checkView } from '../blocks/check.js';
import { takeFault } from '../faults.js';
import type { Fault, Json } from '../model.js';
import type { Hub } from '../socket/hub.js';
import { announce, isoNow, type State } from '../state.js';
import { type Answer, fail, type Method } from './answer.js';
import { readArgs, tokenOf } from './args.js';
import { addReaction, chatMethods } from './chat.js';
import { directoryMethods } from './directory.js';
import { fileMethods, storeUpload } from './files.js';
import { createRates, type Rates } from './rates.js';
import { viewMethods } from './views.js';

export interface Tokens {
  bot: string;
  app: string;
}

const mostCalls = 5000;

const methods: Record<string, Method> = {
  ...chatMethods,
  ...viewMethods,
  ...fileMethods,
  ...directoryMethods,
  'api.test': { run: (_state, args) => ({ ok: true, args }) },
  'reactions.add': { scope: 'reactions:write', run: addReaction },
  'blocks.validate': { run: validateBlocks },
};

/** Mounts `/api/*` and `/upload/*`. */
export function mountApi(app: Hono, state: State, hub: Hub, tokens: Tokens): void {
  const rates = createRates(state);
  app.all('/api/:method', async (context) => {
    const method = context.req.param('method');
    const args = await readArgs(context);
    const fault = takeFault(state, method);
    if (fault && fault.kind !== 'drop-reply') return applyFault(context, state, method, args, fault);
    const answer = await answerCall({ state, hub, tokens, rates }, method, args, tokenOf(context, args));
    record(state, method, args, answer);
    if (fault) return dropReply(context);
    const headers: Record<string, string> = answer.retryAfter ? { 'retry-after': String(answer.retryAfter) } : {};
    const { retryAfter, ...body } = answer;
    return context.json(body, retryAfter ? 429 : 200, headers);
  });
  app.post('/upload/:id', async (context) => {
    const refusal = storeUpload(state, context.req.param('id'), await uploadedBytes(context));
    return refusal ? context.text(refusal, 404) : context.text('OK');
  });
}

interface Office {
  state: State;
  hub: Hub;
  tokens: Tokens;
  rates: Rates;
}

async function answerCall(office: Office, name: string, args: Json, token: string): Promise<Answer> {
  const { state, hub, tokens, rates } = office;
  if (!token) return fail('not_authed');
  if (name === 'apps.connections.open') return openConnection(state, hub, token === tokens.app);
  if (token !== tokens.bot) return fail(token === tokens.app ? 'not_allowed_token_type' : 'invalid_auth');
  const method = methods[name];
  if (!method) return fail('unknown_method', { req_method: name });
  if (method.scope && !state.bot.scopes.includes(method.scope)) {
    return fail('missing_scope', { needed: method.scope, provided: state.bot.scopes.join(',') });
  }
  if (args.malformed) return fail(`invalid_${String(args.malformed)}_format`);
  const { refuseAfter } = rates.admit(name, args);
  return refuseAfter ? fail('ratelimited', { retryAfter: refuseAfter }) : method.run(state, args);
}

function openConnection(state: State, hub: Hub, isAllowed: boolean): Answer {
  if (!isAllowed) return fail('invalid_auth');
  return {
    ok: true,
    url: `${state.url.replace('http', 'ws')}/link/?ticket=${hub.issueTicket()}&app_id=${state.bot.appId}`,
  };
}

function validateBlocks(_state: State, args: Json): Answer {
  const message = args.message as { blocks?: unknown } | undefined;
  const blocks = args.blocks ?? message?.blocks ?? [];
  const problems = args.view ? checkView(args.view) : checkBlocks(blocks as unknown[], 'message').problems;
  const error = args.view ? 'invalid_view' : message ? 'invalid_message' : 'invalid_blocks';
  return problems.length > 0 ? fail(error, { errors: problems }) : { ok: true };
}

async function uploadedBytes(context: Context): Promise<Uint8Array> {
  const type = context.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return new Uint8Array(await context.req.arrayBuffer());
  const parts = Object.values(await context.req.parseBody());
  const file = parts.find((part) => typeof part !== 'string');
  return new Uint8Array(file ? await (file as File).arrayBuffer() : []);
}

function applyFault(context: Context, state: State, method: string, args: Json, fault: Fault) {
  const error = fault.kind === '429' ? 'ratelimited' : (fault.error ?? 'internal_error');
  record(state, method, args, fail(error));
  if (fault.kind === 'http-500') return context.text('Internal Server Error', 500);
  if (fault.kind === '429') return context.json(fail(error), 429, { 'retry-after': String(fault.retryAfter ?? 1) });
  return context.json(fail(error));
}

// The work was done, but the answer never arrives: the caller cannot know.
function dropReply(context: Context) {
  (context.env as { outgoing: ServerResponse }).outgoing.destroy();
  return context.body(null);
}

function record(state: State, method: string, args: Json, answer: Answer): void {
  const { token: _token, ...shown } = args;
  const outcome = answer.ok ? { ok: true } : { ok: false, error: answer.error ?? 'unknown' };
  // The log is for looking at, not for keeping.
  if (state.calls.length >= mostCalls) state.calls.shift();
  state.calls.push({ at: isoNow(state), method, ...outcome, args: shown });
  announce(state, 'call');
}
