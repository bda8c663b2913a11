import type { Failure } from '../domain/failure.js';
import type { Person } from '../domain/person.js';
import type { RunRequest } from '../domain/request.js';
import { failed, type Result } from '../domain/result.js';
import type { Instant } from '../domain/time.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { readSecrets } from './dispatch-step.js';

/** Writes down what somebody asked for at a moment, unless it is plain already that its steps could not run. */
export async function openRun(
  request: RunRequest,
  at: Instant,
  { id, name }: Person,
  inside: Inside,
): Promise<Result<RunState>> {
  const { ledger, secrets } = inside;
  // Found out now, before a decider is asked: a secret that no step could read, a host that cannot keep the promise.
  const names = request.scheme.steps.flatMap((step) => step.secrets);
  const { unreadable } = await readSecrets(request, names, secrets);
  const unfit = unreadable ?? (await findUnfit(request, inside));
  if (unfit) return failed(unfit);
  const system = request.plan.name;
  const ahead = ledger.active().filter((run) => run.request.plan.name === system).length;
  const place = ahead > 0 ? { ahead } : {};
  return ledger.open(request.runId, { type: 'run.requested', at, by: id, name, request, ...place });
}

/** The first host that says of itself that it cannot run steps once and for all; one that does not answer says nothing. */
async function findUnfit({ scheme, targets }: RunRequest, { remote }: Inside): Promise<Failure | undefined> {
  const names = [...new Set(scheme.steps.map(({ target }) => target))];
  const inspected = await Promise.all(
    names
      .flatMap((name) => targets[name] ?? [])
      .map((target) => {
        const wantsSecrets = scheme.steps.some((step) => step.target === target.name && step.secrets.length > 0);
        return remote.inspect(target, { secrets: wantsSecrets });
      }),
  );
  return inspected.flatMap((each) => (!each.ok && each.failure.code === 'host.unsuitable' ? [each.failure] : []))[0];
}
