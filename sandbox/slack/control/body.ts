import type { Context } from 'hono';
import { Refusal } from '../acts/act.js';
import type { Json } from '../model.js';

/** The JSON object that was sent. */
export async function body(context: Context): Promise<Json> {
  // A web page of another origin cannot send this type without asking first.
  const isJson = (context.req.header('content-type') ?? '').includes('application/json');
  const sent = isJson ? await context.req.json().catch(() => undefined) : undefined;
  if (sent && typeof sent === 'object') return sent as Json;
  throw new Refusal('no_json', 'Send a JSON object with content-type application/json.', 400);
}
