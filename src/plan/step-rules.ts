import type { Plan } from '../domain/plan.js';
import type { Scheme, Step } from '../domain/scheme.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { isReserved, reserved } from './environment.js';
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
    if (variables.includes(name)) return [{ path, message: isVariable(name) }];
    if (secrets.some((secret) => name === secret || name === `${secret}_FILE`))
      return [{ path, message: isSecret(name) }];
    return isReserved(name) ? [{ path, message: reserved(name) }] : [];
  });
}

function isVariable(name: string): Bilingual {
  return both(
    `${name} is a variable of the inventory already; choose another name`,
    `${name} 已经是清单里的变量；请换一个名称`,
  );
}

function isSecret(name: string): Bilingual {
  return both(
    `${name} belongs to a secret; list the secret in secrets: instead`,
    `${name} 属于密钥；请把密钥写在 secrets: 里`,
  );
}

/** Two keys that cannot both be true. */
function contradictions(at: Path, { effect, repeat, snapshot, verify, undo, user, secrets }: Step): readonly Broken[] {
  const readOnly = effect === 'read-only';
  const found: readonly (readonly [boolean, keyof typeof CONTRADICTIONS, string])[] = [
    [readOnly && snapshot !== undefined, 'snapshotOfReading', 'snapshot'],
    [readOnly && undo !== undefined, 'undoOfReading', 'undo'],
    [readOnly && verify !== undefined, 'verifyOfReading', 'verify'],
    [effect === 'irreversible' && undo !== undefined, 'undoOfFinal', 'undo'],
    [readOnly && repeat !== 'observe', 'repeatOfReading', 'repeat'],
    [!readOnly && repeat === 'observe', 'observeOfChange', 'repeat'],
    [user !== undefined && secrets.length > 0, 'secretsOfOther', 'user'],
  ];
  return found.flatMap(([isBroken, which, key]) =>
    isBroken ? [{ path: [...at, key], message: CONTRADICTIONS[which] }] : [],
  );
}

const CONTRADICTIONS = {
  snapshotOfReading: both(
    'a read-only step changes nothing; remove snapshot, or write effect: reversible',
    '只读的步骤不改动任何东西；请删去 snapshot，或写 effect: reversible',
  ),
  undoOfReading: both(
    'a read-only step leaves nothing to undo; remove undo, or write effect: reversible',
    '只读的步骤没有可撤销的；请删去 undo，或写 effect: reversible',
  ),
  verifyOfReading: both(
    'a read-only step leaves no work to look for; remove verify, or write effect: reversible',
    '只读的步骤没有留下可查的结果；请删去 verify，或写 effect: reversible',
  ),
  undoOfFinal: both(
    'what cannot be undone has no undo; remove undo, or write effect: reversible',
    '不可撤销的步骤没有 undo；请删去 undo，或写 effect: reversible',
  ),
  repeatOfReading: both(
    'a read-only step may run freely; write repeat: observe, or leave repeat out',
    '只读的步骤可以随意重复；请写 repeat: observe，或不写 repeat',
  ),
  observeOfChange: both(
    'observe is for steps that change nothing; write effect: read-only, or repeat: fenced',
    'observe 只用于不改动任何东西的步骤；请写 effect: read-only，或 repeat: fenced',
  ),
  secretsOfOther: both(
    "another account cannot read this account's secret files; make it two steps",
    '别的账号读不到登录账号的密钥文件；请分成两个步骤',
  ),
};
