import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'hono';
import type { Fault } from '../faults/kinds.js';
import { fail } from './answer.js';

/** The answer that comes instead of the work; undefined when the work is to be done. */
export function insteadOfCall(context: Context, fault: Fault | undefined): Response | undefined {
  if (fault?.kind === 'http-500') return context.text('Internal Server Error', 500);
  if (fault?.kind === 'error') return context.json(fail(fault.error ?? 'internal_error'));
  if (fault?.kind !== '429') return undefined;
  return context.json(fail('ratelimited'), 429, { 'retry-after': String(fault.retryAfter ?? 1) });
}

/** The work was done; the answer takes its time. */
export async function slowDown(fault: Fault | undefined): Promise<void> {
  if (fault?.kind === 'slow') await sleep((fault.seconds ?? 0) * 1000, undefined, { ref: false });
}

/** The work was done, but the answer never arrives: the caller cannot know. */
export function cutOff(context: Context): Response {
  (context.env as { outgoing: ServerResponse }).outgoing.destroy();
  return context.body(null);
}
