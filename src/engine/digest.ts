import { createHash } from 'node:crypto';
import type { RunRequest } from '../domain/request.js';

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a decider approves, as one digest: the same content gives the same digest, any other another one. */
export function requestDigest(request: Omit<RunRequest, 'digest'>): string {
  return sha256(canonical(request));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
