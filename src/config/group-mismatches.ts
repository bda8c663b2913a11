import { expandGroups, type Groups } from '../domain/expand-groups.js';
import { expandScheme } from '../domain/expand-scheme.js';
import type { Plan, TargetRole } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import { undoStep } from '../domain/undo-steps.js';
import type { ConfigProblem } from './config-problem.js';
import type { Outline, SystemOutline } from './outline.js';

/** How a group target is filled in. */
export function groupExample(name: string): Bilingual {
  const written = `${name}: { hosts: { ${name}-1: { host: 10.0.0.5 }, ${name}-2: { host: 10.0.0.6 } }, user: deploy, key: ./keys/id_ed25519, knownHosts: ./known_hosts }`;
  return both(`write ${written}, the canary first`, `请写 ${written}，金丝雀主机写在最前`);
}

/** Where the plan means several hosts and the inventory one, or the other way round; and hosts that give two things one name. */
export function groupMismatches(
  problemAt: Outline['problemAt'],
  system: SystemOutline,
  plan: Plan,
): readonly ConfigProblem[] {
  const at = (target: string) => ['systems', system.name, 'targets', target];
  const given = plan.targets.filter(({ name }) => system.names.targets?.includes(name));
  const wrong = given.flatMap((target) => {
    const message = wrongKind(target, system.groups, plan.name);
    return message === undefined ? [] : [problemAt(at(target.name), message)];
  });
  if (wrong.length > 0) return wrong;
  const twice = idsTwice(expandGroups(plan, system.groups));
  const [first] = Object.keys(system.groups);
  return first === undefined ? [] : twice.map((message) => problemAt(at(first), message));
}

function wrongKind({ name, group }: TargetRole, groups: Groups, plan: string): Bilingual | undefined {
  if (group && !groups[name]) {
    const isGroup = both(
      `${name} is a group of hosts in the plan ${plan}`,
      `在回滚方案 ${plan} 中，${name} 是一组主机`,
    );
    return joined(isGroup, groupExample(name));
  }
  if (group || !groups[name]) return undefined;
  return both(
    `${name} is one host in the plan ${plan}; name one host here, or write group: true at targets.${name} of the plan`,
    `在回滚方案 ${plan} 中，${name} 是一台主机；请在这里只写一台主机，或在回滚方案的 targets.${name} 处写 group: true`,
  );
}

function idsTwice({ schemes, backups }: Plan): readonly Bilingual[] {
  return schemes.flatMap((scheme) => {
    const { key, steps, checks, prechecks } = expandScheme(scheme, backups);
    const lists = [[...steps, ...steps.flatMap((step) => undoStep(step) ?? [])], checks, prechecks, restored(scheme)];
    return lists.flatMap((list) => repeated(list.map(({ id }) => id))).map((id) => sayTwice(id, key));
  });
}

function restored({ restore }: Scheme) {
  return restore?.checks ?? [];
}

function repeated(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}

function sayTwice(id: string, scheme: string): Bilingual {
  return both(
    `with these hosts two things are called ${id} in scheme ${scheme}; rename a host`,
    `这样的主机名会使方案 ${scheme} 中有两项都叫 ${id}；请给一台主机改名`,
  );
}
