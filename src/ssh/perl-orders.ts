import type { Fence } from '../domain/fence.js';
import type { HostLock, StepOrder } from '../engine/ports.js';
import { lockText } from './host-lock.js';
import { beatOf, factsOfOrder } from './order-text.js';
import type { RunnerLimits } from './upload.js';

export type PerlOrders = {
  readonly nonce: string;
  readonly orders: readonly StepOrder[];
  readonly lock: HostLock;
  readonly fence: Fence;
  readonly limits: RunnerLimits;
};

/**
 * A segment and its steps for Perl that no shell has started (runner/perl/hear.pl): fields with a NUL between them. None has one
 * within, as they were quoted for a shell before. `today`: days since 1970.
 */
export function perlOrders({ nonce, orders, lock, fence, limits }: PerlOrders, today: string): string {
  const scripts = orders.map(({ script }) => script);
  const isSealed = scripts.some(({ secrets }) => Object.keys(secrets).length > 0);
  return [
    ...[nonce, limits.graceSeconds, beatOf(scripts), limits.outputCap, limits.tailCap, isSealed ? 'yes' : ''],
    ...[fence.journal, fence.epoch, lock.system, lock.run, lockText(lock), today],
    ...orders.flatMap(fieldsOf),
  ].join('\0');
}

function fieldsOf({ token, script }: StepOrder): readonly string[] {
  const { digest = '', deadline = '', silence = '', unneeded = '', unclear = '' } = factsOfOrder(script, token);
  const secrets = Object.entries(script.secrets).flatMap(([name, secret]) => [name, secret.reveal()]);
  const values = Object.entries(script.env).flat();
  // An empty name ends each.
  return [token, digest, deadline, silence, unneeded, unclear, script.text, ...values, '', ...secrets, ''];
}
