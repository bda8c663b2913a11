import type { Context } from 'hono';
import type { Json } from '../model.js';

// The SDKs send these as JSON text inside a form.
const jsonFields = ['blocks', 'view', 'files', 'metadata', 'message', 'attachments'];

/** The arguments of a call, whether sent as a form, as JSON or in the query. */
export async function readArgs(context: Context): Promise<Json> {
  const query = context.req.query();
  if (context.req.method === 'GET') return parseFields(query);
  const type = context.req.header('content-type') ?? '';
  const raw = await context.req.text();
  if (type.includes('application/json')) return { ...query, ...(parse(raw || '{}') as Json | undefined) };
  return parseFields({ ...query, ...Object.fromEntries(new URLSearchParams(raw)) });
}

/** The token of a call: the Authorization header first, then the `token` argument. */
export function tokenOf(context: Context, args: Json): string {
  const header = context.req.header('authorization') ?? '';
  return header.startsWith('Bearer ') ? header.slice(7) : String(args.token ?? '');
}

function parseFields(form: Record<string, string>): Json {
  const args: Json = { ...form };
  for (const name of jsonFields) {
    if (form[name] === undefined || form[name] === '') continue;
    args[name] = parse(form[name]);
    if (args[name] === undefined) args.malformed = name;
  }
  return args;
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
