import { singlesOf, sourceOf } from '../domain/backup-set.js';
import { isConfirming, MARK_STEP, REACH_STEP } from '../domain/expand-scheme.js';
import type { Plan } from '../domain/plan.js';
import type { Scheme } from '../domain/scheme.js';
import { type Bilingual, both } from '../domain/text.js';
import { type Broken, type Path, unknownName, usedTwice } from './broken.js';
import { budgetProblems } from './budget.js';
import { checkProblems } from './check-rules.js';
import { type Ground, writtenCheck } from './ground.js';
import { restoreProblems } from './restore-rules.js';
import { stepProblems } from './step-rules.js';

/** What is wrong with one scheme beyond its single fields. */
export function schemeProblems(scheme: Scheme, ground: Ground): readonly Broken[] {
  const at = ['schemes', scheme.key];
  return [
    ...scheme.steps.flatMap((step, index) => stepProblems([...at, 'steps', index], step, scheme, ground.plan)),
    ...(['prechecks', 'checks'] as const).flatMap((list) => [
      ...scheme[list].flatMap((check, index) => checkProblems([...at, list, index], check, scheme, ground)),
      ...usedTwice([...at, list], scheme[list]),
    ]),
    // Of a composed scheme, the rules of joining say it better.
    ...(ground.writtenAt([...at, 'compose']) === undefined ? usedTwice([...at, 'steps'], scheme.steps) : []),
    ...generatedIds([...at, 'steps'], scheme, ground.plan),
    ...sharedQuestions([...at, 'steps'], scheme),
    ...returnProblems(at, scheme, ground),
    ...spaceProblems(at, scheme, ground),
    ...budgetProblems(at, scheme),
    ...restoreProblems(at, scheme, ground),
  ];
}

const OURS = [MARK_STEP, REACH_STEP];

/** Names of the steps that Backout adds itself. On a group a host's name follows the id: `reach` becomes `reach-app-1`. */
function generatedIds(at: Path, { steps }: Scheme, { targets }: Plan): readonly Broken[] {
  const groups = targets.flatMap(({ name, group }) => (group ? [name] : []));
  return steps.flatMap(({ id, target }, index) => {
    const begin = groups.includes(target) ? `${id}-` : id;
    const isOurs = isConfirming(id) || /-(snapshot|undo)$/.test(id) || OURS.some((word) => begin.startsWith(word));
    const message = both(
      `${id} is the name of a step that Backout adds itself; choose another id`,
      `${id} 是 Backout 自己加的步骤的名称；请换一个 id`,
    );
    return isOurs ? [{ path: [...at, index, 'id'], message }] : [];
  });
}

/** People answer steps and checks by their ids: an answer that comes late must not count for another question. */
function sharedQuestions(at: Path, { steps, checks }: Scheme): readonly Broken[] {
  return steps.flatMap(({ id, manual }, index) => {
    const isShared = manual !== undefined && checks.some((check) => check.kind === 'manual' && check.id === id);
    const message = both(
      `a check that people answer is called ${id} as well; rename one`,
      `有一项人工验证也叫 ${id}；请改掉其中一个`,
    );
    return isShared ? [{ path: [...at, index, 'id'], message }] : [];
  });
}

/** What a scheme leads to must be known: a version, or a backup that a person chooses. */
function returnProblems(at: Path, { backup, version }: Scheme, { plan, writtenAt }: Ground): readonly Broken[] {
  const sources = plan.backups.map(({ name }) => name);
  if (backup) {
    const isBare = typeof writtenAt([...at, 'backup']) === 'string';
    return [
      ...unknownName([...at, 'backup', ...(isBare ? [] : ['source'])], 'backup source', backup.source, sources),
      ...partProblems([...at, 'backup', 'parts'], backup, plan),
    ];
  }
  if (version !== undefined) return [];
  const source = sources[0] ?? 'database';
  const message = both(
    `nobody can tell what is live after this scheme; write version: v1.0.0, or backup: ${source}${sources[0] ? '' : ', declared under backups:'}`,
    `看不出执行这个方案之后运行的是什么版本；请写 version: v1.0.0，或 backup: ${source}${sources[0] ? '' : '（并在 backups: 下定义）'}`,
  );
  return [{ path: at, message }];
}

function partProblems(path: Path, { source, parts }: Scheme['backup'] & object, { backups }: Plan): readonly Broken[] {
  const found = backups.find(({ name }) => name === source);
  if (!parts || !found) return [];
  const message = both(
    `${source} is no set and has no parts; remove parts`,
    `${source} 不是成套备份，没有组成部分；请删去 parts`,
  );
  if (found.kind !== 'set') return [{ path, message }];
  const known = found.parts.map(({ name }) => name);
  return parts.flatMap((part, index) => unknownName([...path, index], 'part', part, known));
}

/** A disk that is full halfway leaves nothing that works: that there is room is asked before anything stops. */
function spaceProblems(at: Path, scheme: Scheme, ground: Ground): readonly Broken[] {
  const source = sourceOf(scheme, ground.plan.backups);
  const restored = source && singlesOf(source).find(({ kind }) => kind !== 'git-tag');
  const copies = scheme.steps.find(({ snapshot }) => snapshot !== undefined);
  if (!copies && !restored) return [];
  const isAsked = scheme.prechecks.some(
    ({ weight }, index) =>
      weight === 'required' && writtenCheck(ground, [...at, 'prechecks', index]).space !== undefined,
  );
  if (isAsked) return [];
  const why = copies
    ? both(`the step ${copies.id} takes a snapshot`, `步骤 ${copies.id} 要留回滚前的副本`)
    : both(
        `${restored?.name} is restored from a ${restored?.kind}`,
        `${restored?.name} 要从备份的${restored?.kind === 'directory' ? '目录' : '文件'}恢复`,
      );
  return [{ path: at, message: unaskedSpace(why) }];
}

function unaskedSpace({ en, 'zh-CN': zh }: Bilingual): Bilingual {
  const written = 'space: { target: …, at: $…, free: 100MB }';
  return both(
    `${en}, and no blocking pre-check asks for the disk space; add a pre-check with blocking: true and ${written}`,
    `${zh}，但没有回滚前检查确认磁盘空间；请加一项，写 blocking: true 和 ${written}`,
  );
}

/** A ladder must lead somewhere and end. */
export function nextProblems({ schemes }: Plan): readonly Broken[] {
  const known = schemes.map(({ key }) => key);
  return schemes.flatMap(({ key, next }) => {
    if (!next) return [];
    const path = ['schemes', key, 'next', 'scheme'];
    const others = known.filter((other) => other !== key);
    const unknown = known.includes(next.scheme) ? [] : unknownName(path, 'scheme', next.scheme, others);
    const ladder = ladderFrom(key, schemes);
    if (unknown.length > 0 || ladder.at(-1) !== key || ladder.length === 1) return unknown;
    return [{ path, message: next.scheme === key ? AFTER_ITSELF : endless(ladder) }];
  });
}

const AFTER_ITSELF = both(
  'a scheme cannot come after itself; name another one',
  '方案的下一个不能是它自己；请写另一个方案',
);

function endless(ladder: readonly string[]): Bilingual {
  const way = ladder.join(' → ');
  return both(
    `the ladder ${way} never ends; remove next: from the last scheme of it`,
    `${way} 循环不止；请删去其中最后一个方案的 next:`,
  );
}

/** The schemes that follow one another from `key` on, up to the first that came before. */
function ladderFrom(key: string, schemes: readonly Scheme[]): readonly string[] {
  const ladder = [key];
  for (;;) {
    const next = schemes.find((scheme) => scheme.key === ladder.at(-1))?.next?.scheme;
    if (next === undefined) return ladder;
    const isRound = ladder.includes(next);
    ladder.push(next);
    if (isRound) return ladder;
  }
}
