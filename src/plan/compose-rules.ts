import { canonicalJson } from '../domain/canonical-json.js';
import { type Bilingual, both, joined } from '../domain/text.js';
import { type Broken, type Path, unknownName } from './broken.js';
import { checksIn, type Kind, ofParts, type Placed, piecesOf, restoreChecksIn, stepsIn } from './joined-scheme.js';
import type { WrittenPlan } from './plan-schema.js';

/** What is wrong with how schemes are joined: with the plan's own checks, and of other schemes. */
export function brokenJoining(plan: WrittenPlan): readonly Broken[] {
  return Object.keys(plan.schemes).flatMap((key) => [
    ...brokenParts(plan, key),
    ...repeatedSteps(plan, key),
    ...differingChecks(plan, key),
    ...brokenWithout(plan, key),
    ...unchecked(plan, key),
    ...differingBackups(plan, key),
  ]);
}

function brokenParts(plan: WrittenPlan, key: string): readonly Broken[] {
  const { compose = [] } = plan.schemes[key] ?? {};
  const known = Object.keys(plan.schemes).filter((each) => each !== key && !plan.schemes[each]?.compose);
  return compose.flatMap((part, index) => {
    const path = ['schemes', key, 'compose', index];
    if (compose.indexOf(part) < index) return [{ path, message: twice(part) }];
    if (part !== key && !plan.schemes[part]?.compose) return unknownName(path, 'scheme', part, known);
    return [{ path, message: joined(part === key ? ITSELF : composed(part), HAVE_STEPS) }];
  });
}

const twice = (part: string) =>
  both(`${part} stands twice here; name each scheme once`, `这里写了两次 ${part}；每个方案只写一次`);
const ITSELF = both('a scheme cannot be a part of itself', '方案不能包含自己');
const composed = (part: string) => both(`${part} is composed itself`, `${part} 本身也是组合方案`);
const HAVE_STEPS = both('name schemes that have steps', '请写有 steps 的方案');

/** A run knows each step by its id alone. */
function repeatedSteps(plan: WrittenPlan, key: string): readonly Broken[] {
  if (!plan.schemes[key]?.compose) return [];
  const steps = stepsIn(plan, key);
  return steps.flatMap(({ it, at }, index) => {
    const first = steps.find((other) => other.it.id === it.id);
    if (!first || steps.indexOf(first) === index || first.at[1] === at[1]) return [];
    const message = both(
      `scheme ${String(first.at[1])} has a step ${it.id} too, and scheme ${key} composes both; rename one, or name it in without: there`,
      `方案 ${String(first.at[1])} 也有步骤 ${it.id}，而方案 ${key} 同时包含这两个方案；请改掉其中一个 id，或写进 ${key} 的 without:`,
    );
    return [{ path: [...at, 'id'], message }];
  });
}

/** The same id is asked once, so it must ask the same. */
function differingChecks(plan: WrittenPlan, key: string): readonly Broken[] {
  const lists = ['prechecks', 'checks', 'restore'] as const;
  return lists.flatMap((kind) => {
    const own = kind === 'restore' ? plan.schemes[key]?.restore?.checks : plan.schemes[key]?.[kind];
    const isOwn = (id: string) => own?.some((check) => check.id === id) || plan.schemes[key]?.without.includes(id);
    const asked = ofParts(plan, key, kind).filter(({ it }) => !isOwn(it.id));
    return asked.flatMap(({ it, at }, index) => {
      const first = asked.find((other) => other.it.id === it.id);
      if (
        !first ||
        asked.indexOf(first) === index ||
        first.at[1] === at[1] ||
        canonicalJson(first.it) === canonicalJson(it)
      )
        return [];
      const message = both(
        `scheme ${String(first.at[1])} asks something else under ${it.id}, and scheme ${key} composes both; rename one, or write a check ${it.id} in ${key}`,
        `方案 ${String(first.at[1])} 的检查 ${it.id} 问的是另一件事，而方案 ${key} 同时包含这两个方案；请改掉其中一个 id，或在 ${key} 里自己写检查 ${it.id}`,
      );
      return [{ path: [...at, 'id'], message }];
    });
  });
}

/** One run returns to one backup: the scripts of a part would take `$BACKUP` of another source for their own. */
function differingBackups(plan: WrittenPlan, key: string): readonly Broken[] {
  const own = plan.schemes[key];
  if (!own?.compose) return [];
  const theirs = [...new Set(piecesOf(plan, key).flatMap(({ scheme }) => scheme.backup?.source ?? []))];
  const others = theirs.filter((source) => source !== own.backup?.source);
  if (own.backup ? others.length === 0 : theirs.length < 2) return [];
  const whatElse = own.backup
    ? both(`a part of it returns to ${others.join(' and ')}`, `它包含的方案要回到 ${others.join('、')}`)
    : both(`its parts return to ${theirs.join(' and ')}`, `它包含的方案要分别回到 ${theirs.join('、')}`);
  return [{ path: ['schemes', key, own.backup ? 'backup' : 'compose'], message: oneBackup(whatElse) }];
}

function oneBackup({ en, 'zh-CN': zh }: Bilingual): Bilingual {
  return both(
    `${en}, and one run returns to one backup; declare a set that holds both, or compose a scheme without backup: that finds by itself what it returns to`,
    `${zh}，而一次回滚只回到一个备份；请把它们定义成成套备份（kind: set），或改用没有 backup:、自己能找到要恢复什么的方案`,
  );
}

/** Names in `without` that leave out nothing. */
function brokenWithout(plan: WrittenPlan, key: string): readonly Broken[] {
  const scheme = plan.schemes[key];
  if (!scheme) return [];
  const shared = [...plan.prechecks, ...plan.checks].map(({ id }) => id);
  const parts = scheme.compose ? piecesOf(plan, key) : [];
  const kinds: readonly (Kind | 'restore')[] = ['prechecks', 'checks', 'restore'];
  const theirs = kinds.flatMap((kind) => ofParts(plan, key, kind).map(({ it }) => it.id));
  const steps = parts.flatMap((part) => (part.scheme.steps ?? []).map(({ id }) => id));
  const known = [...new Set([...steps, ...theirs, ...shared])];
  return scheme.without.flatMap((id, index) => {
    if (known.includes(id)) return [];
    const path: Path = ['schemes', key, 'without', index];
    const fact = scheme.compose
      ? both(
          `neither its parts nor the plan have a step or a check ${id}`,
          `它包含的方案和文档里都没有步骤或检查 ${id}`,
        )
      : both(
          `the plan has no prechecks or checks of its own named ${id}`,
          `文档共用的 prechecks 和 checks 里没有 ${id}`,
        );
    const names = known.join(', ');
    return [{ path, message: joined(fact, both(`known: ${names || 'none'}`, `可以写的有：${names || '无'}`)) }];
  });
}

/** Nobody would know whether it worked, or whether things are as they were. */
function unchecked(plan: WrittenPlan, key: string): readonly Broken[] {
  const isUnasked = (asked: readonly Placed<unknown>[]) => asked.length === 0;
  const restore = plan.schemes[key]?.restore;
  const noCheck = both(
    'a scheme needs at least one check, or nobody knows whether it worked; add checks:',
    '方案至少要有一项检查，否则没有人知道是否成功；请加上 checks:',
  );
  const noLook = both(
    'say how it is seen that things are as they were: at least one check that a machine answers',
    '请写明怎样确认已恢复原状：至少一项由机器回答的检查',
  );
  return [
    ...(isUnasked(checksIn(plan, key, 'checks')) ? [{ path: ['schemes', key, 'checks'], message: noCheck }] : []),
    ...(restore && isUnasked(restoreChecksIn(plan, key))
      ? [{ path: ['schemes', key, 'restore', 'checks'], message: noLook }]
      : []),
  ];
}
