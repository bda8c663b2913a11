import { failed, ok, type Result } from '../domain/result.js';
import { mayTell } from '../run/authorize.js';
import type { RunState } from '../run/state.js';
import { MAX_REASON } from './choose.js';
import { cleanText } from './clean-text.js';
import { unlock } from './close-run.js';
import type { Inside } from './deps.js';
import type { Engine } from './engine.js';
import { meet } from './meet.js';
import { type Intervention, tell } from './tell.js';

type Input = Parameters<Engine['breakLock']>[0];

/** Takes the lock of an ended run off the hosts that kept it, and writes down who had it done and why. */
export async function breakLock({ runId, by, reason }: Input, inside: Inside): Promise<Result<RunState>> {
  const met = await meet(runId, by, inside);
  if (!met.ok) return met;
  const { before, person, fill, say } = met.value;
  // Asked before a host is: whoever may not tell the run anything may not change its hosts either.
  const permission = mayTell(before, person, await fill(say));
  if (!permission.allowed) return failed(permission.failure);
  const { request, locked, phase } = before;
  if (phase !== 'closed' || locked.length === 0) return failed({ code: 'request.stale', at: runId });
  const said = cleanText(reason, MAX_REASON);
  if (said === '') return failed({ code: 'input.invalid', at: runId, detail: 'a reason is missing' });
  const left = await unlock(
    before,
    locked.flatMap((name) => request.targets[name] ?? []),
    inside,
  );
  const targets = locked.filter((name) => !left.includes(name));
  if (targets.length === 0) return failed({ code: 'ssh.unreachable', at: left.join(', ') });
  const event: Intervention = (_, actor, at) => ok({ type: 'lock.broken', at, ...actor, targets, reason: said });
  return tell(runId, by, [{ event }], inside);
}
