import type { Check, HttpCheck } from '../domain/check.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { isReserved } from './environment.js';
import { nearest } from './schema-problems.js';
import { type ScriptPlace, scriptFaults } from './script-rules.js';

/** A rule across fields that a plan breaks, at a path of the written file, and at an offset in the text there. */
export type Broken = { readonly path: readonly PropertyKey[]; readonly message: string; readonly offset?: number };

/** Checks that every name a plan uses is declared in it, and what else one field alone cannot tell. */
export function brokenReferences(plan: Plan): readonly Broken[] {
  const roles = Object.keys(plan.roles);
  const severities = plan.severities.map(({ key }) => key);
  const variables = Object.keys(plan.variables);
  const targets = plan.targets.map((target) => target.name);
  return [
    ...zoneProblems(plan),
    ...reservedProblems(plan),
    ...plan.severities.flatMap(({ key, deciders }) =>
      deciders.flatMap((role, index) => unknown(['severities', key, 'deciders', index], 'role', role, roles)),
    ),
    ...plan.triggers.flatMap(({ severity }, index) =>
      unknown(['triggers', index, 'severity'], 'severity', severity, severities),
    ),
    ...plan.backups.flatMap(({ name, target, directory }) => [
      ...unknown(['backups', name, 'target'], 'target', target, targets),
      ...unknown(['backups', name, 'directory'], 'variable', directory, variables),
    ]),
    ...plan.schemes.flatMap((scheme) => schemeProblems(plan, scheme, { targets, variables })),
    ...aliasProblems(plan),
  ];
}

type Names = { readonly targets: readonly string[]; readonly variables: readonly string[] };

function schemeProblems(plan: Plan, scheme: Scheme, names: Names): readonly Broken[] {
  const at = ['schemes', scheme.key] as const;
  const secrets = plan.secrets.map(({ name }) => name);
  const steps = scheme.steps.flatMap((step, index) => [
    ...unknown([...at, 'steps', index, 'target'], 'target', step.target, names.targets),
    ...step.secrets.flatMap((secret, n) => unknown([...at, 'steps', index, 'secrets', n], 'secret', secret, secrets)),
    ...scriptProblems([...at, 'steps', index, 'run'], step.run, {
      kind: 'step',
      ...names,
      secrets,
      listed: step.secrets,
    }),
  ]);
  const prechecks = scheme.prechecks.flatMap((check, index) =>
    checkProblems([...at, 'prechecks', index], check, plan, names),
  );
  const checks = scheme.checks.flatMap((check, index) => checkProblems([...at, 'checks', index], check, plan, names));
  return [
    ...steps,
    ...prechecks,
    ...checks,
    ...twice([...at, 'steps'], scheme.steps),
    ...twice([...at, 'prechecks'], scheme.prechecks),
    ...twice([...at, 'checks'], scheme.checks),
  ];
}

function checkProblems(at: readonly PropertyKey[], check: Check, plan: Plan, names: Names): readonly Broken[] {
  if (check.kind === 'command') {
    const secrets = plan.secrets.map(({ name }) => name);
    return [
      ...unknown([...at, 'command', 'target'], 'target', check.target, names.targets),
      ...scriptProblems([...at, 'command', 'run'], check.run, { kind: 'check', ...names, secrets, listed: [] }),
    ];
  }
  if (check.kind === 'backup') {
    return unknown(
      [...at, 'backup'],
      'backup source',
      check.source,
      plan.backups.map(({ name }) => name),
    );
  }
  if (check.kind === 'manual') {
    return check.role === undefined
      ? []
      : unknown([...at, 'manual', 'role'], 'role', check.role, Object.keys(plan.roles));
  }
  const retried = check.writes && check.retry.times > 1;
  const rule = 'a check that posts is asked once; put retry on the get requests that follow it';
  return [
    ...unknown([...at, 'http', 'base'], 'variable', check.base, names.variables),
    ...(retried ? [{ path: [...at, 'retry'], message: rule }] : []),
    ...templateProblems(at, check),
  ];
}

function scriptProblems(path: readonly PropertyKey[], run: string, place: ScriptPlace): readonly Broken[] {
  return scriptFaults(run, place).map((fault) => ({ path, ...fault }));
}

/** A name that a shell gives a meaning to would change how every script runs. */
function reservedProblems(plan: Plan): readonly Broken[] {
  const files = new Set(plan.secrets.map(({ name }) => `${name}_FILE`));
  const variables = Object.keys(plan.variables).map((name) => ({ name, path: ['variables', name] }));
  const secrets = plan.secrets.map(({ name }) => ({ name, path: ['secrets', name] }));
  return [...variables, ...secrets].flatMap(({ name, path }) => {
    if (files.has(name)) return [{ path, message: `${name} is where a secret's file is named; choose another name` }];
    if (!isReserved(name)) return [];
    return [{ path, message: `${name} belongs to the shell or to Backout; choose another name, e.g. APP_${name}` }];
  });
}

function templateProblems(at: readonly PropertyKey[], check: HttpCheck): readonly Broken[] {
  const saved = new Set<string>();
  return check.requests.flatMap((request, index) => {
    const used = [...request.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
    const missing = used.filter((value) => !saved.has(value));
    for (const value of Object.keys(request.save)) saved.add(value);
    const key = request.method === 'GET' ? 'get' : 'post';
    const hint = (value: string) =>
      `{${value}} is saved by no request before this one; add save: { ${value}: [path] } there`;
    return missing.map((value) => ({ path: [...at, 'http', 'requests', index, key], message: hint(value) }));
  });
}

function aliasProblems(plan: Plan): readonly Broken[] {
  const seen = new Map<string, string>();
  return plan.schemes.flatMap((scheme) =>
    [scheme.key, ...scheme.aliases].flatMap((word) => {
      const holder = seen.get(word.toLowerCase());
      seen.set(word.toLowerCase(), scheme.key);
      const path = ['schemes', scheme.key, 'aliases'];
      return holder === undefined
        ? []
        : [{ path, message: `${word} already means scheme ${holder}; choose another word` }];
    }),
  );
}

function twice(path: readonly PropertyKey[], items: readonly { readonly id: string }[]): readonly Broken[] {
  return items.flatMap(({ id }, index) => {
    const repeated = items.findIndex((other) => other.id === id) < index;
    return repeated ? [{ path: [...path, index, 'id'], message: `the id ${id} is used twice here; rename one` }] : [];
  });
}

function unknown(
  path: readonly PropertyKey[],
  kind: string,
  name: string,
  known: readonly string[],
): readonly Broken[] {
  if (known.includes(name)) return [];
  const near = nearest(name, known);
  const instead = near
    ? `write ${near}`
    : known.length > 0
      ? `known: ${known.join(', ')}`
      : 'declare it first; none is declared';
  return [{ path, message: `there is no ${kind} ${name}; ${instead}` }];
}

function zoneProblems(plan: Plan): readonly Broken[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: plan.timezone });
    return [];
  } catch {
    return [
      {
        path: ['timezone'],
        message: `there is no time zone ${plan.timezone}; write an IANA name such as Asia/Shanghai`,
      },
    ];
  }
}
