import type { Plan } from '../domain/plan.js';
import type { Scheme, Step } from '../domain/scheme.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { isReserved } from './environment.js';
import { variablesIn } from './ground.js';
import { type ScriptPlace, scriptFaults } from './script-rules.js';

/** What is wrong with one step beyond its single fields. */
export function stepProblems(at: Path, step: Step, scheme: Scheme, plan: Plan): readonly Broken[] {
  const secrets = plan.secrets.map(({ name }) => name);
  const variables = Object.keys(plan.variables);
  const targets = plan.targets.map(({ name }) => name);
  return [
    ...(step.manual ? [] : unknownName([...at, 'target'], 'target', step.target, targets)),
    ...(step.manual?.role === undefined
      ? []
      : unknownName([...at, 'manual', 'role'], 'role', step.manual.role, Object.keys(plan.roles))),
    ...step.secrets.flatMap((secret, n) => unknownName([...at, 'secrets', n], 'secret', secret, secrets)),
    ...(step.directory === undefined ? [] : unknownName([...at, 'directory'], 'variable', step.directory, variables)),
    ...environmentProblems([...at, 'environment'], step, { variables, secrets }),
    ...contradictions(at, step),
    ...stepScripts(at, step, scheme, plan),
  ];
}

function stepScripts(at: Path, step: Step, scheme: Scheme, plan: Plan): readonly Broken[] {
  const place: ScriptPlace = {
    kind: 'step',
    variables: [...variablesIn(plan, scheme), ...Object.keys(step.environment)],
    secrets: plan.secrets.map(({ name }) => name),
    listed: step.secrets,
    scheme: scheme.key,
  };
  const faults = (path: Path, run: string | undefined, where = place) =>
    run === undefined ? [] : scriptFaults(run, where).map((fault) => ({ path: [...at, ...path], ...fault }));
  return [
    ...faults(['run'], step.manual ? undefined : step.run),
    // A condition, a snapshot and a look are scripts of their own, without the secrets of the step.
    ...faults(['when', 'run'], step.when?.run, { ...place, listed: [] }),
    ...faults(['snapshot', 'run'], step.snapshot?.run, { ...place, listed: [] }),
    ...faults(['verify', 'run'], step.verify?.run, { ...place, listed: [] }),
    ...faults(['undo', 'run'], step.undo?.run),
  ];
}

type Names = { readonly variables: readonly string[]; readonly secrets: readonly string[] };

/** One name must not mean two things. */
function environmentProblems(at: Path, { environment }: Step, { variables, secrets }: Names): readonly Broken[] {
  return Object.keys(environment).flatMap((name) => {
    const path = [...at, name];
    if (variables.includes(name))
      return [{ path, message: `${name} is a variable of the inventory already; choose another name` }];
    if (secrets.some((secret) => name === secret || name === `${secret}_FILE`))
      return [{ path, message: `${name} belongs to a secret; list the secret in secrets: instead` }];
    if (!isReserved(name)) return [];
    return [{ path, message: `${name} belongs to the shell or to Backout; choose another name, e.g. APP_${name}` }];
  });
}

/** Two keys that cannot both be true. */
function contradictions(at: Path, { effect, repeat, snapshot, verify, undo, user, secrets }: Step): readonly Broken[] {
  const readOnly = effect === 'read-only';
  const found: readonly (readonly [boolean, string, string])[] = [
    [
      readOnly && snapshot !== undefined,
      'snapshot',
      'a read-only step changes nothing; remove snapshot, or write effect: reversible',
    ],
    [
      readOnly && undo !== undefined,
      'undo',
      'a read-only step leaves nothing to undo; remove undo, or write effect: reversible',
    ],
    [
      readOnly && verify !== undefined,
      'verify',
      'a read-only step leaves no work to look for; remove verify, or write effect: reversible',
    ],
    [
      effect === 'irreversible' && undo !== undefined,
      'undo',
      'what cannot be undone has no undo; remove undo, or write effect: reversible',
    ],
    [
      readOnly && repeat !== 'observe',
      'repeat',
      'a read-only step may run freely; write repeat: observe, or leave repeat out',
    ],
    [
      !readOnly && repeat === 'observe',
      'repeat',
      'observe is for steps that change nothing; write effect: read-only, or repeat: fenced',
    ],
    [
      user !== undefined && secrets.length > 0,
      'user',
      "another account cannot read this account's secret files; make it two steps",
    ],
  ];
  return found.flatMap(([isBroken, key, message]) => (isBroken ? [{ path: [...at, key], message }] : []));
}
