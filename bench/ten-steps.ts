import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FarmHost } from './hosts/farm.js';

/** Ten small commands in a fresh directory, the same for everybody who is measured. */
export function tenCommands(work: string): readonly string[] {
  return [
    `mkdir ${work}`,
    `cp /etc/hostname ${work}/one`,
    `cp ${work}/one ${work}/two`,
    `md5sum ${work}/one`,
    `md5sum ${work}/two`,
    `touch ${work}/touched`,
    `cat ${work}/two`,
    'sleep 0',
    `test -f ${work}/touched`,
    `ls ${work}`,
  ];
}

let made = 0;

/** A directory on the host that does not exist yet. */
export function freshWork({ home }: FarmHost): string {
  made += 1;
  return join(home, `work-${made}`);
}

/** Throws unless the commands left what they must leave. */
export function assertDone(work: string): void {
  for (const file of ['one', 'two', 'touched'])
    if (!existsSync(join(work, file))) throw new Error(`not all of the ten commands ran: ${work} has no ${file}`);
}
