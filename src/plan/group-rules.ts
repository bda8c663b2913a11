import { singlesOf } from '../domain/backup-set.js';
import type { Plan } from '../domain/plan.js';
import type { Broken } from './broken.js';

/** A backup is one thing in one place: its identity is approved once, and each host of a group would have another one. */
export function groupProblems({ backups, targets }: Plan): readonly Broken[] {
  return backups.flatMap((source) =>
    singlesOf(source).flatMap((single) => {
      const { target } = single;
      if (!targets.some((each) => each.name === target && each.group)) return [];
      const others = targets.flatMap((each) => (each.group ? [] : [each.name]));
      const instead = `write a target that is one host${others.length > 0 ? `, e.g. ${others[0]}` : ', declared under targets:'}`;
      const message = `${target} is a group of hosts, and a backup lies on one; ${instead}, and let a step bring it to each host`;
      const below = source.kind === 'set' ? ['parts', single.name] : [];
      return [{ path: ['backups', source.name, ...below, 'target'], message }];
    }),
  );
}
