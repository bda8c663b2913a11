import { runPlaybook } from '../clients/ansible.js';
import { runOf, targetOf, timeCold } from '../clients/backout.js';
import { type HostWork, timeColdMaster } from '../clients/control-master.js';
import type { FarmHost } from '../hosts/farm.js';
import { type Finding, ms, type Place, type Row, spread, within } from '../row.js';
import { median } from '../statistics.js';
import { assertDone, freshWork, tenCommands } from '../ten-steps.js';

export const oneHost: Row = {
  id: 'one-host',
  hosts: 1,
  measure: (place) => compare(place, { title: '10 steps, 1 host, cold connection', hosts: 1, rounds: 7 }),
};

export const twentyHosts: Row = {
  id: 'twenty-hosts',
  hosts: 20,
  measure: (place) => compare(place, { title: '10 steps × 20 hosts, cold connections', hosts: 20, rounds: 3 }),
};

type Comparison = { readonly title: string; readonly hosts: number; readonly rounds: number };

/** Each round has everybody once, so that whatever else the machine does meets them all. */
async function compare({ farm, note }: Place, { title, hosts, rounds }: Comparison): Promise<readonly Finding[]> {
  const chosen = farm.hosts.slice(0, hosts);
  const took = { backout: [] as number[], controlMaster: [] as number[], ansible: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    took.backout.push(
      await timed(chosen, (work) =>
        timeCold(
          farm,
          work.map(({ host, commands }) => runOf(targetOf(host), commands)),
        ),
      ),
    );
    took.controlMaster.push(await timed(chosen, (work) => timeColdMaster(farm, work)));
    took.ansible.push(await timed(chosen, (work) => runPlaybook(farm, work)));
  }
  for (const [who, values] of Object.entries(took)) note(`${title}, ${who}: ${spread(values)}`);
  const [own, master, ansible] = [took.backout, took.controlMaster, took.ansible].map(median) as [
    number,
    number,
    number,
  ];
  const against = (peer: string, theirs: number, most: number) =>
    within(
      `${title}, against ${peer}`,
      `${ms(own)} / ${ms(theirs)} = ${(own / theirs).toFixed(3)}`,
      `≤ ${most}`,
      own / theirs <= most,
    );
  return [against('ControlMaster', master, 0.35), against('ansible', ansible, 0.06)];
}

async function timed(hosts: readonly FarmHost[], run: (work: readonly HostWork[]) => Promise<number>): Promise<number> {
  const places = hosts.map(freshWork);
  const took = await run(hosts.map((host, index) => ({ host, commands: tenCommands(places[index] ?? '') })));
  for (const place of places) assertDone(place);
  return took;
}
