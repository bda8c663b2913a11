import type { UserId } from '../domain/person.js';
import { failed, ok, type Result } from '../domain/result.js';
import type { System } from '../domain/system.js';
import { type Duty, dutiesOf, type Filled } from '../run/duties.js';
import { openQuestions } from '../run/questions.js';
import type { RunState } from '../run/state.js';
import type { Inside } from './deps.js';
import { fillRoles, rolesWithASay } from './roles.js';

/** What these runs wait for from a person, with the rights looked up now. Fails for anybody but a full member. */
export async function duties(by: UserId, runs: readonly RunState[], inside: Inside): Promise<Result<readonly Duty[]>> {
  const { people, catalog, clock } = inside;
  const person = await people.lookUp(by);
  if (!person.ok) return person;
  if (person.value.kind !== 'member') return failed({ code: 'person.guest', at: by });
  const found: Duty[] = [];
  for (const run of runs) {
    const system = catalog.systems().find(({ plan }) => plan.name === run.request.plan.name);
    if (!system) continue;
    const filled = await fill(system, run, inside);
    found.push(...dutiesOf(run, person.value, filled, clock.now()).map((kind) => ({ kind, run })));
  }
  return ok(found);
}

async function fill(system: System, run: RunState, { people }: Inside): Promise<Filled> {
  const deciding = run.request.deciders.map(({ role }) => role);
  const asking = openQuestions(run).flatMap(({ role }) => role ?? []);
  const [deciders, say, asked] = await Promise.all(
    [deciding, [...rolesWithASay(system), ...deciding], asking].map((roles) => fillRoles(system, roles, people)),
  );
  const byRole = Object.fromEntries((asked ?? []).map((each) => [each.role, each]));
  return { deciders: deciders ?? [], say: say ?? [], asked: byRole };
}
