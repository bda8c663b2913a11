import { readFileSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place, SystemEntry } from './host-stage.js';

/** A file on the host to which the steps append each line once, and a gate in the middle of the long step. */
export type Witness = {
  readonly lines: () => string[];
  /** Lets the waiting step go on. */
  open(): void;
};

/** The lines of the long step: half of them before the gate, half after. */
export const firstHalf = numbers(1, 10);
export const secondHalf = numbers(11, 20);

const longStep = `
for number in ${firstHalf.join(' ')}; do echo "line $number"; echo "$number" >>"$WITNESS/lines"; done
while [ ! -e "$WITNESS/gate" ]; do sleep 0.1; done
for number in ${secondHalf.join(' ')}; do echo "line $number"; echo "$number" >>"$WITNESS/lines"; done
`;

const plan = (last: string) => `
  title: A long step
  version: v1
  budget: 1m
  when: [Always]
  prechecks:
    - { id: answers, title: The host answers, blocking: true, command: { target: app, run: 'true' } }
  steps:
    - { id: long, title: The long step, target: app, effect: irreversible, deadline: 60s, run: ${JSON.stringify(`${longStep}${last}\n`)} }
    - { id: after, title: The step after it, target: app, effect: reversible, deadline: 10s, run: 'echo after >>"$WITNESS/lines"' }
  checks:
    - { id: written, title: Both steps wrote, command: { target: app, run: 'grep -c . "$WITNESS/lines"', contains: '21' } }
`;

const file = `
plan: witness
title: Long steps
version: '1'
owner: Tests
timezone: Asia/Shanghai
deployedVersion: v2
rollbackVersion: v1
roles: { lead: Lead, ops: Operations }
targets: { app: { title: Host } }
variables: { WITNESS: The folder of the witness }
severities: { P0: { title: Roll back at once, deciders: [lead], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
schemes:
 a: ${plan('exit 0')}
 b: ${plan('exit 7')}
`;

/** A plan with one long step, for tests that break things in the middle of it. */
export async function prepareWitness({ root }: Place): Promise<{ entry: SystemEntry; witness: Witness }> {
  const [plans, folder] = [join(root, 'plans'), join(root, 'witness')];
  await mkdir(plans);
  await writeFile(join(plans, 'witness.yaml'), file);
  await mkdir(folder);
  // The account on the host writes here.
  await chmod(folder, 0o777);
  await writeFile(join(folder, 'lines'), '');
  await chmod(join(folder, 'lines'), 0o666);
  return {
    entry: {
      ...{ plans, name: 'witness', requesters: ['ops'], variables: { WITNESS: folder } },
      roles: { lead: ['U0LI4'], ops: ['U0ZHAO6'] },
    },
    witness: {
      lines: () => readFileSync(join(folder, 'lines'), 'utf8').split('\n').filter(Boolean),
      open: () => writeFileSync(join(folder, 'gate'), ''),
    },
  };
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`.padStart(2, '0'));
}
