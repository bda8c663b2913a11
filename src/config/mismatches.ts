import type { Plan } from '../domain/plan.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import { nearest } from '../plan/nearest.js';
import type { ConfigProblem } from './config-problem.js';
import { groupExample, groupMismatches } from './group-mismatches.js';
import { type Outline, SECTIONS, type Section, type SystemOutline } from './outline.js';

/** What of the inventory's systems does not fit the plans: names that a plan does not know, and names that are not filled in. */
export function mismatches(outline: Outline, plans: readonly Plan[]): readonly ConfigProblem[] {
  return outline.systems.flatMap((system) => {
    const [plan, second] = plans.filter(({ name }) => name === system.name);
    if (!plan) return [noPlan(outline, system, plans)];
    const message = both(
      `two plan files are named ${system.name}; keep one`,
      `有两个回滚方案文件都名为 ${system.name}；请只保留一个`,
    );
    const twice = second ? [outline.problemAt(['systems', system.name], message)] : [];
    return [...twice, ...mismatchesOf(outline, system, plan)];
  });
}

function noPlan({ problemAt, plansFolder }: Outline, { name }: SystemOutline, plans: readonly Plan[]): ConfigProblem {
  const names = plans.map((plan) => plan.name);
  const none = both(`no plan is named ${name} in ${plansFolder}`, `${plansFolder} 中没有名为 ${name} 的回滚方案`);
  return problemAt(['systems', name], joined(none, advice(name, names)));
}

function mismatchesOf({ problemAt }: Outline, system: SystemOutline, plan: Plan): readonly ConfigProblem[] {
  const wanted = namesIn(plan);
  const sections = SECTIONS.flatMap((section) => {
    const given = system.names[section];
    const at = ['systems', system.name, section];
    const unknown = (given ?? []).filter((name) => !wanted[section].includes(name));
    const missing = given ? wanted[section].filter((name) => !given.includes(name)) : [];
    return [
      ...unknown.map((name) => problemAt([...at, name], unknownName(section, name, wanted[section], plan.name))),
      ...missing.map((name) => problemAt(at, missingName(section, name, plan))),
    ];
  });
  const requesters = system.requesters.flatMap((role, index) => {
    const at = ['systems', system.name, 'requesters', index];
    return wanted.roles.includes(role) ? [] : [problemAt(at, unknownName('roles', role, wanted.roles, plan.name))];
  });
  return [...sections, ...requesters, ...groupMismatches(problemAt, system, plan)];
}

const WORDS: Readonly<Record<Section, Bilingual>> = {
  roles: both('role', '角色'),
  targets: both('target', '目标主机'),
  variables: both('variable', '变量'),
  secrets: both('secret', '密钥'),
};

/** How a name is filled in. */
const EXAMPLES: Readonly<Record<Section, (name: string) => Bilingual>> = {
  roles: (name) =>
    both(
      `write ${name}: [U0123ABCD], with the Slack users or groups who fill it`,
      `请写 ${name}: [U0123ABCD]，列出担任该角色的 Slack 成员或用户组`,
    ),
  targets: (name) =>
    write(`${name}: { host: 10.0.0.5, user: deploy, key: ./keys/id_ed25519, knownHosts: ./known_hosts }`),
  variables: (name) => both(`write ${name}: and its value, a text`, `请写 ${name}: 和它的值（文本）`),
  secrets: (name) => write(`${name}: { file: ./secrets/${fileNameOf(name)} }`),
};

function namesIn(plan: Plan): Readonly<Record<Section, readonly string[]>> {
  return {
    roles: Object.keys(plan.roles),
    targets: plan.targets.map(({ name }) => name),
    variables: Object.keys(plan.variables),
    secrets: plan.secrets.map(({ name }) => name),
  };
}

function missingName(section: Section, name: string, { name: plan, targets }: Plan): Bilingual {
  const { en, 'zh-CN': zh } = WORDS[section];
  const isGroup = section === 'targets' && targets.some((target) => target.name === name && target.group);
  const instead = (isGroup ? groupExample : EXAMPLES[section])(name);
  return both(
    `${en} ${name} is missing; the plan ${plan} needs it: ${instead.en}`,
    `缺少${zh} ${name}；回滚方案 ${plan} 需要它，${instead['zh-CN']}`,
  );
}

function fileNameOf(secret: string): string {
  return secret.toLowerCase().replaceAll('_', '-');
}

function unknownName(section: Section, name: string, known: readonly string[], plan: string): Bilingual {
  const { en, 'zh-CN': zh } = WORDS[section];
  return joined(
    both(`the plan ${plan} has no ${en} ${name}`, `回滚方案 ${plan} 中没有${zh} ${name}`),
    advice(name, known),
  );
}

function advice(name: string, known: readonly string[]): Bilingual {
  const near = nearest(name, known);
  if (near) return write(near);
  const names = known.join(', ');
  return names === ''
    ? both('there is none; remove it', '一个也没有；请删去')
    : both(`known there: ${names}`, `可以写的有：${names}`);
}

function write(what: string): Bilingual {
  return both(`write ${what}`, `请写 ${what}`);
}
