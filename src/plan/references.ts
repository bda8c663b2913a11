import { singlesOf } from '../domain/backup-set.js';
import { BACKUP_NAMES, namesOfPart, namesOfSet } from '../domain/backup-values.js';
import type { BackupSet, BackupSource, Plan, SingleSource } from '../domain/plan.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { documentProblems } from './document-rules.js';
import { isReserved, reserved } from './environment.js';
import { type Ground, placeIn } from './ground.js';
import { groupProblems } from './group-rules.js';
import { nextProblems, schemeProblems } from './scheme-rules.js';
import { scriptFaults } from './script-rules.js';

/** Checks that every name a plan uses is declared in it, and what else one field alone cannot tell. */
export function brokenReferences(ground: Ground): readonly Broken[] {
  const { plan } = ground;
  return [
    ...zoneProblems(plan),
    ...reservedProblems(plan),
    ...severityProblems(plan),
    ...backupProblems(plan),
    ...groupProblems(plan),
    ...completeProblems(plan),
    ...plan.schemes.flatMap((scheme) => schemeProblems(scheme, ground)),
    ...nextProblems(plan),
    ...aliasProblems(plan),
    ...documentProblems(ground),
  ];
}

function severityProblems({ severities, triggers, schemes, roles }: Plan): readonly Broken[] {
  const keys = severities.map(({ key }) => key);
  const known = schemes.map(({ key }) => key);
  return [
    ...severities.flatMap(({ key, deciders, scheme }) => [
      ...deciders.flatMap((role, n) =>
        unknownName(['severities', key, 'deciders', n], 'role', role, Object.keys(roles)),
      ),
      ...(scheme === undefined ? [] : unknownName(['severities', key, 'scheme'], 'scheme', scheme, known)),
    ]),
    ...triggers.flatMap(({ severity }, n) => unknownName(['triggers', n, 'severity'], 'severity', severity, keys)),
  ];
}

function backupProblems({ backups, targets, variables }: Plan): readonly Broken[] {
  const known = targets.map(({ name }) => name);
  return backups.flatMap((source) => [
    ...singlesOf(source).flatMap((single) => [
      ...unknownName([...placeOf(source, single), 'target'], 'target', single.target, known),
      ...unknownName([...placeOf(source, single), 'directory'], 'variable', single.directory, Object.keys(variables)),
    ]),
    ...(source.kind === 'set' ? partNameProblems(source, Object.keys(variables)) : []),
  ]);
}

/** A source stands by its name, a part of a set below it. */
function placeOf({ name, kind }: BackupSource, single: SingleSource): Path {
  return kind === 'set' ? ['backups', name, 'parts', single.name] : ['backups', name];
}

/** A part gives its name to variables: each must mean one thing. */
function partNameProblems({ name, parts }: BackupSet, variables: readonly string[]): readonly Broken[] {
  return parts.flatMap((part, index) => {
    const path = ['backups', name, 'parts', part.name];
    const others = parts.filter((_, other) => other !== index);
    const taken = [...variables, ...namesOfSet(others), ...BACKUP_NAMES];
    const clash = namesOfPart(part.name).find((own) => taken.includes(own));
    if (clash === undefined) return [];
    const message = both(
      `the part ${part.name} would give $${clash}, which means something else already; rename one`,
      `组成部分 ${part.name} 对应的变量是 $${clash}，而这个名称已有别的含义；请改掉其中一个`,
    );
    return [{ path, message }];
  });
}

/** A backup's own script sees the plan's variables and the backup itself. */
function completeProblems(plan: Plan): readonly Broken[] {
  const place = { ...placeIn(plan, undefined), variables: [...Object.keys(plan.variables), 'BACKUP'] };
  return plan.backups.flatMap((source) =>
    singlesOf(source).flatMap((single) =>
      single.complete === undefined
        ? []
        : scriptFaults(single.complete, place).map((fault) => ({
            path: [...placeOf(source, single), 'complete'],
            ...fault,
          })),
    ),
  );
}

/** A name that a shell or Backout gives a meaning to would change how every script runs. */
function reservedProblems(plan: Plan): readonly Broken[] {
  const files = new Set(plan.secrets.map(({ name }) => `${name}_FILE`));
  const variables = Object.keys(plan.variables).map((name) => ({ name, path: ['variables', name] }));
  const secrets = plan.secrets.map(({ name }) => ({ name, path: ['secrets', name] }));
  return [...variables, ...secrets].flatMap(({ name, path }) => {
    if (files.has(name)) return [{ path, message: namesFile(name) }];
    return isReserved(name) ? [{ path, message: reserved(name) }] : [];
  });
}

function namesFile(name: string): Bilingual {
  return both(
    `${name} is where a secret's file is named; choose another name`,
    `${name} 是存放密钥文件路径的变量；请换一个名称`,
  );
}

function aliasProblems(plan: Plan): readonly Broken[] {
  const seen = new Map<string, string>();
  return plan.schemes.flatMap((scheme) =>
    [scheme.key, ...scheme.aliases].flatMap((word) => {
      const holder = seen.get(word.toLowerCase());
      seen.set(word.toLowerCase(), scheme.key);
      const path = ['schemes', scheme.key, 'aliases'];
      const message = both(
        `${word} already means scheme ${holder}; choose another word`,
        `${word} 已经用来指方案 ${holder}；请换一个词`,
      );
      return holder === undefined ? [] : [{ path, message }];
    }),
  );
}

function zoneProblems({ timezone }: Plan): readonly Broken[] {
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return [];
  } catch {
    const message = both(
      `there is no time zone ${timezone}; write an IANA name such as Asia/Shanghai`,
      `没有时区 ${timezone}；请写 IANA 名称，例如 Asia/Shanghai`,
    );
    return [{ path: ['timezone'], message }];
  }
}
