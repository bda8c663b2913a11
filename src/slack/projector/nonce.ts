import { createHash } from 'node:crypto';

/**
 * Names a post towards Slack: the same on every try, also after a restart. Slack tells of `client_msg_id` only in its errors
 * (`duplicate_message_not_found`); where it honours it, a post whose answer was lost stays the only one. Nothing relies on it.
 */
export function nonceOf(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  // In the form of a UUID, as Slack's own clients send it.
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
