import type { Restore, Scheme, Step } from '../domain/scheme.js';
import { both } from '../domain/text.js';
import { type Broken, type Path, unknownName, usedTwice } from './broken.js';
import { checkProblems } from './check-rules.js';
import { type Ground, placeInRestore } from './ground.js';
import { scriptFaults } from './script-rules.js';

/** What is wrong with how a scheme's changes are taken back. */
export function restoreProblems(at: Path, scheme: Scheme, ground: Ground): readonly Broken[] {
  const { restore, steps } = scheme;
  const path = [...at, 'restore'];
  const undone = steps.find(({ undo }) => undo !== undefined);
  if (!restore) return undone ? [unseen(at, undone)] : [];
  return [
    ...(undone ? [] : [{ path, message: NOTHING_TO_DO }]),
    ...automaticProblems([...path, 'automatic'], restore, steps),
    ...restore.checks.flatMap((check, index) => checkProblems([...path, 'checks', index], check, scheme, ground)),
    ...usedTwice([...path, 'checks'], restore.checks),
    ...advisoryOnly([...path, 'checks'], restore),
    ...keptProblems([...path, 'kept'], restore, scheme, ground),
  ];
}

const NOTHING_TO_DO = both(
  'no step of this scheme has an undo, so there is nothing to carry out; add undo: to a step, or remove restore',
  '这个方案没有一个步骤写了 undo，没有可以撤销的；请给步骤加上 undo:，或删去 restore',
);

function unseen(path: Path, { id }: Step): Broken {
  const message = both(
    `the step ${id} has an undo, and nothing tells whether things are as they were after it; add restore: { checks: […] } with what a machine can see of the system as it was before`,
    `步骤 ${id} 写了 undo，但没有写撤销之后怎样确认已恢复原状；请加上 restore: { checks: […] }，写机器能看到的原来的样子`,
  );
  return { path, message };
}

/** What can be taken back in part only is for people to judge. */
function automaticProblems(path: Path, { automatic }: Restore, steps: readonly Step[]): readonly Broken[] {
  const final = steps.find(({ effect }) => effect === 'irreversible');
  if (!final || automatic.length === 0) return [];
  const message = both(
    `the step ${final.id} cannot be undone, so taking back the others is for people to choose; remove automatic`,
    `步骤 ${final.id} 无法撤销，其余步骤要不要撤销应由人决定；请删去 automatic`,
  );
  return [{ path, message }];
}

function advisoryOnly(path: Path, { checks }: Restore): readonly Broken[] {
  if (checks.length === 0 || checks.some(({ weight }) => weight === 'required')) return [];
  const message = both(
    'none of these is required, so a restore would always count as done; remove required: false from one',
    '这里没有一项是必需的，恢复原状总会被当作成功；请至少去掉一处 required: false',
  );
  return [{ path, message }];
}

function keptProblems(path: Path, { kept }: Restore, scheme: Scheme, { plan }: Ground): readonly Broken[] {
  const targets = plan.targets.map(({ name }) => name);
  return kept.flatMap(({ target, run }, index) => [
    ...unknownName([...path, index, 'target'], 'target', target, targets),
    ...scriptFaults(run, placeInRestore(plan, scheme)).map((fault) => ({ path: [...path, index, 'run'], ...fault })),
  ]);
}
