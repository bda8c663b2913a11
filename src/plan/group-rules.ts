import { singlesOf } from '../domain/backup-set.js';
import type { Plan } from '../domain/plan.js';
import { both } from '../domain/text.js';
import type { Broken } from './broken.js';

/** A backup is one thing in one place: its identity is approved once, and each host of a group would have another one. */
export function groupProblems({ backups, targets }: Plan): readonly Broken[] {
  return backups.flatMap((source) =>
    singlesOf(source).flatMap((single) => {
      const { target } = single;
      if (!targets.some((each) => each.name === target && each.group)) return [];
      const others = targets.flatMap((each) => (each.group ? [] : [each.name]));
      const message = both(
        `${target} is a group of hosts, and a backup lies on one; write a target that is one host, ${others[0] === undefined ? 'declared under targets:' : `e.g. ${others[0]}`}, and let a step bring it to each host`,
        `${target} 是一组主机，而备份只在一台上；请写单台的目标主机，${others[0] === undefined ? '并在 targets: 下定义' : `例如 ${others[0]}`}，再用一个步骤把备份送到每一台`,
      );
      const below = source.kind === 'set' ? ['parts', single.name] : [];
      return [{ path: ['backups', source.name, ...below, 'target'], message }];
    }),
  );
}
