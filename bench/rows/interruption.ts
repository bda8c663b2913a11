import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { carryOut, leave, openRemote, runOf, targetOf } from '../clients/backout.js';
import { openLine } from '../hosts/line.js';
import { ms, type Row, spread, within } from '../row.js';
import { median } from '../statistics.js';
import { freshWork } from '../ten-steps.js';

/** How long a host cannot be reached, in ms. */
const OUTAGES = [300, 1_000, 3_000, 8_000, 15_000];

/** A step ends while its host cannot be reached: how soon after the host is back that is known. */
export const resume: Row = {
  id: 'resume',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const line = await openLine(host.port, 0);
    farm.pinAt(host, line.port);
    const remote = openRemote(farm);
    const took: number[] = [];
    try {
      for (const outage of OUTAGES) {
        const work = freshWork(host);
        const script = `mkdir ${work}; while [ ! -e ${work}/gate ]; do sleep 0.05; done`;
        const run = runOf(targetOf(host, line.port), [script]);
        const ended = carryOut(remote, run).then(() => performance.now());
        // Handled below; an early failure must not end the process.
        ended.catch(() => undefined);
        await waitUntil(() => existsSync(work), { what: 'the step to start' });
        await line.cut();
        writeFileSync(join(work, 'gate'), '');
        await pause(outage);
        await line.mend();
        const mendedAt = performance.now();
        took.push((await ended) - mendedAt);
        await leave(remote, run);
      }
    } finally {
      await remote.close();
      await line.close();
    }
    note(`known after outages of ${OUTAGES.map((outage) => ms(outage)).join(', ')}: ${spread(took)}`);
    const worst = Math.max(...took);
    const title = `A step's end known after its host is back, worst of outages of 0.3 to 15 s`;
    return [within(title, `${ms(worst)}, median ${ms(median(took))}`, '≤ 1 s', worst <= 1_000)];
  },
};

/** A running step is ended on request. */
export const cancel: Row = {
  id: 'cancel',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const remote = openRemote(farm);
    const target = targetOf(host);
    const took: number[] = [];
    try {
      for (let round = 0; round < 7; round += 1) {
        const work = freshWork(host);
        const run = runOf(target, [`mkdir ${work}; sleep 60`]);
        const listening = carryOut(remote, run).catch(() => undefined);
        await waitUntil(() => existsSync(work), { what: 'the step to start' });
        const began = performance.now();
        const cancelled = await remote.cancel(
          target,
          run.orders.map(({ token }) => token),
        );
        took.push(performance.now() - began);
        if (!cancelled.ok) throw new Error(JSON.stringify(cancelled.failure));
        await listening;
        await leave(remote, run);
      }
    } finally {
      await remote.close();
    }
    note(`cancelled after ${spread(took)}`);
    return [
      within(
        'Cancel of a running step, warm',
        `${ms(median(took))}, worst ${ms(Math.max(...took))}`,
        '≤ 0.5 s',
        median(took) <= 500,
      ),
    ];
  },
};
