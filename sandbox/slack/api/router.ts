import type { Context, Hono } from 'hono';
import { checkBlocks, checkView } from '../blocks/check.js';
import { takeCallFault, takeFault } from '../faults/faults.js';
import type { Block, Json } from '../model.js';
import type { Hub } from '../socket/hub.js';
import { announce, isoNow, type State } from '../state.js';
import { type Answer, fail, type Method } from './answer.js';
import { readArgs, tokenOf } from './args.js';
import { addReaction, chatMethods, refusedPlan } from './chat.js';
import { directoryMethods } from './directory.js';
import { fileMethods, storeUpload } from './files.js';
import { cutOff, insteadOfCall, slowDown } from './go-wrong.js';
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
    const fault = takeCallFault(state, method);
    const instead = insteadOfCall(context, fault);
    if (instead) {
      record(state, method, args, fail(fault?.kind === '429' ? 'ratelimited' : (fault?.error ?? 'internal_error')));
      return instead;
    }
    const answer = await answerCall({ state, hub, tokens, rates }, method, args, tokenOf(context, args));
    record(state, method, args, answer);
    await slowDown(fault);
    if (fault?.kind === 'drop-reply') return cutOff(context);
    const { retryAfter, ...body } = answer;
    const scopes = { 'x-oauth-scopes': state.bot.scopes.join(',') };
    const wait: Record<string, string> = retryAfter ? { 'retry-after': String(retryAfter) } : {};
    return context.json(body, retryAfter ? 429 : 200, { ...scopes, ...wait });
  });
  app.post('/upload/:id', async (context) => {
    if (takeFault(state, 'upload-fails')) return context.text('Internal Server Error', 500);
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
  const revoked = takeFault(state, 'token-revoked');
  if (revoked) return fail(revoked.error ?? 'token_revoked');
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

function validateBlocks(state: State, args: Json): Answer {
  const message = args.message as { blocks?: unknown } | undefined;
  const blocks = args.blocks ?? message?.blocks ?? [];
  const problems = args.view ? checkView(args.view) : checkBlocks(blocks as unknown[], 'message').problems;
  const error = args.view ? 'invalid_view' : message ? 'invalid_message' : 'invalid_blocks';
  if (problems.length > 0) return fail(error, { errors: problems });
  return (args.view ? undefined : refusedPlan(state, blocks as Block[])) ?? { ok: true };
}

async function uploadedBytes(context: Context): Promise<Uint8Array> {
  const type = context.req.header('content-type') ?? '';
  if (!type.startsWith('multipart/form-data')) return new Uint8Array(await context.req.arrayBuffer());
  const parts = Object.values(await context.req.parseBody());
  const file = parts.find((part) => typeof part !== 'string');
  return new Uint8Array(file ? await (file as File).arrayBuffer() : []);
}

function record(state: State, method: string, args: Json, answer: Answer): void {
  const { token: _token, ...shown } = args;
  const outcome = answer.ok ? { ok: true } : { ok: false, error: answer.error ?? 'unknown' };
  // The log is for looking at, not for keeping.
  if (state.calls.length >= mostCalls) state.calls.shift();
  state.calls.push({ at: isoNow(state), method, ...outcome, args: shown });
  announce(state, 'call');
}
