/** The folder of a system's effect witness on its host, from the inventory. */
export const WITNESS = 'WITNESS';

/** The files in it to which the first and the last step write the time by the host's clock, in ns, one line per run. */
export const [FIRST, LAST] = ['first', 'last'];

const note = (file: string) => `date +%s%N >>"$${WITNESS}/${file}"`;

const STEPS = [
  note(FIRST),
  `cp /etc/hostname "$${WITNESS}/copy"`,
  `md5sum "$${WITNESS}/copy"`,
  `touch "$${WITNESS}/touched"`,
  `test -f "$${WITNESS}/touched"`,
  `ls "$${WITNESS}"`,
  note(LAST),
];

/** A plan with one scheme of seven small steps, decided by one person. */
export function planText(name: string): string {
  const steps = STEPS.map((run, index) => {
    const id = `step-${index + 1}`;
    return `    - { id: ${id}, title: Step ${index + 1}, target: app, effect: reversible, deadline: 30s, run: ${JSON.stringify(run)} }`;
  });
  return `
plan: ${name}
title: Seven small steps
version: '1'
owner: Benchmark
timezone: Asia/Shanghai
deployedVersion: v2
rollbackVersion: v1
roles: { lead: Lead, ops: Operations }
targets: { app: { title: Host } }
variables: { ${WITNESS}: The folder of the witness }
severities: { P0: { title: Roll back at once, deciders: [lead], respondWithin: 5m, action: roll-back } }
approval: { validFor: 15m }
schemes:
 a:
  title: Seven small steps
  version: v1
  budget: 1m
  when: [Always]
  prechecks:
    - { id: answers, title: The host answers, blocking: true, command: { target: app, run: 'true' } }
  steps:
${steps.join('\n')}
  checks:
    - { id: written, title: The last step wrote, command: { target: app, run: 'test -s "$${WITNESS}/${LAST}"' } }
`;
}
