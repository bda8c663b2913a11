import { sourcesFor } from '../domain/backup-set.js';
import type { Check, CheckAnswer, Retry } from '../domain/check.js';
import { expandScheme } from '../domain/expand-scheme.js';
import { failed, ok, type Result } from '../domain/result.js';
import { type Asking, answerCheck, writes } from './answer-check.js';
import { chooseBackup } from './choose-backup.js';
import type { Inside } from './deps.js';
import { readSecrets } from './dispatch-step.js';
import type { DryRun, Engine } from './engine.js';
import { versionAfter } from './pin-request.js';
import { requesterOf } from './requester-of.js';

/** Asks a scheme's read-only pre-checks and tells what would run; nothing is written, sent to run, or locked (S1.70). */
export async function dryRun(input: Parameters<Engine['dryRun']>[0], inside: Inside): Promise<Result<DryRun>> {
  const { catalog, clock, secrets, stopping } = inside;
  const system = catalog.systems().find(({ plan }) => plan.name === input.system);
  if (!system) return failed({ code: 'plan.unknown', at: input.system });
  const requester = await requesterOf(inside, system, input.by);
  if (!requester.ok) return requester;
  const { plan } = system;
  const scheme = plan.schemes.find(({ key }) => key === input.scheme);
  if (!scheme) return failed({ code: 'scheme.unknown', at: input.scheme, facts: { system: plan.name } });
  const chosen = await chooseBackup(system, scheme, input.backup, inside);
  if (!chosen.ok) return chosen;
  const backup = chosen.value;
  const names = plan.secrets.map(({ name }) => name);
  const { known } = await readSecrets({ plan, secrets: plan.secrets }, names, secrets);
  const ground = { ...system, backups: sourcesFor(scheme, plan.backups), ...(backup ? { backup } : {}) };
  const asking: Asking = { ground, marks: {}, secrets: known, signal: stopping };
  const prechecks = await Promise.all(scheme.prechecks.map((check) => ask(check, asking, inside)));
  const version = versionAfter(scheme, backup);
  return ok({
    system,
    scheme: expandScheme(scheme, plan.backups, system.targets),
    ...(backup ? { backup } : {}),
    ...(version === undefined ? {} : { version }),
    prechecks,
    at: clock.now(),
  });
}

const ONCE: Retry = { times: 1, every: 0 };

/** One look, as it is now. A check that changes something is not asked at all: a dry run changes nothing. */
async function ask(check: Check, asking: Asking, inside: Inside): Promise<{ check: Check; answer: CheckAnswer }> {
  const failure = { code: 'check.not-asked', at: check.id } as const;
  if (writes(check)) return { check, answer: { verdict: 'unknown', evidence: '', failure } };
  return { check, answer: await answerCheck(inOneLook(check), asking, inside) };
}

function inOneLook({ soak: _, ...check }: Check): Check {
  if (check.kind !== 'http') return { ...check, retry: ONCE };
  return { ...check, retry: ONCE, requests: check.requests.map((request) => ({ ...request, retry: ONCE })) };
}
