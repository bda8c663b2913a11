import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';
import type { RunRequest } from '../domain/request.js';

/** SHA-256 of a text's UTF-8 bytes, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** What a decider approves, as one digest: the same content gives the same digest, any other another one. */
export function requestDigest(request: Omit<RunRequest, 'digest'>): string {
  return sha256(canonicalJson(request));
}
