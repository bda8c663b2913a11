import type { Target } from '../../src/domain/target.js';
import type { Remote } from '../../src/engine/ports.js';
import { carryOut, leave, openRemote, runOf, targetOf, timeCold, warmUp } from '../clients/backout.js';
import { createControlMaster, timeColdMaster } from '../clients/control-master.js';
import { measureRoundTrip, openLine } from '../hosts/line.js';
import { type Finding, ms, type Row, spread, within } from '../row.js';
import { median } from '../statistics.js';
import { assertDone, freshWork, tenCommands } from '../ten-steps.js';

const ROUNDS = 15;

/** Steps on a connection that is open already. */
export const warmStep: Row = {
  id: 'warm-step',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const [remote, master, target] = [openRemote(farm), createControlMaster(farm), targetOf(host)];
    const own: number[] = [];
    const alone: number[] = [];
    const theirs: number[] = [];
    await master.run([{ host, commands: ['true'] }]);
    for (let round = 0; round < ROUNDS; round += 1) {
      own.push((await timeTen(remote, target, freshWork(host))) / 10);
      alone.push(await timeRun(remote, target, ['true']));
      const work = freshWork(host);
      theirs.push((await master.run([{ host, commands: tenCommands(work) }])) / 10);
      assertDone(work);
    }
    await remote.close();
    await master.close();
    note(`per step of ten, warm: ${spread(own)}; a step alone: ${spread(alone)}; ControlMaster: ${spread(theirs)}`);
    const [mine, peer] = [median(own), median(theirs)];
    const measured = `${ms(mine)} / ${ms(peer)} = ${(mine / peer).toFixed(2)}`;
    return [
      within('Per step of ten on a warm connection, against ControlMaster', measured, '≤ 0.5', mine / peer <= 0.5),
      { budget: 'A step that is alone in its run, warm', measured: ms(median(alone)), target: '' },
    ];
  },
};

/** The same ten steps where a round trip takes 50 ms. */
export const roundTrips: Row = {
  id: 'round-trips',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const trip = await measureRoundTrip(25);
    const line = await openLine(host.port, 25);
    try {
      farm.pinAt(host, line.port);
      const [remote, target] = [openRemote(farm), targetOf(host, line.port)];
      const master = createControlMaster(farm);
      const took = { own: [] as number[], theirs: [] as number[], ownCold: [] as number[], theirsCold: [] as number[] };
      const work = () => [{ host, port: line.port, commands: tenCommands(freshWork(host)) }];
      await master.run([{ host, port: line.port, commands: ['true'] }]);
      for (let round = 0; round < 5; round += 1) {
        took.own.push(await timeTen(remote, target, freshWork(host)));
        took.theirs.push(await master.run(work()));
        took.ownCold.push(await timeCold(farm, [runOf(target, tenCommands(freshWork(host)))]));
        took.theirsCold.push(await timeColdMaster(farm, work()));
      }
      await remote.close();
      await master.close();
      for (const [who, values] of Object.entries(took)) note(`ten steps at ${ms(trip)}, ${who}: ${spread(values)}`);
      return findings(median(took.own), median(took.theirs), trip).concat(
        againstCold(median(took.ownCold), median(took.theirsCold)),
      );
    } finally {
      await line.close();
    }
  },
};

const TITLE = '10 steps at a round trip of 50 ms';

function findings(own: number, theirs: number, trip: number): Finding[] {
  const most = 4 * trip + 60;
  const measured = `${ms(own)}, ${(own / trip).toFixed(1)} round trips of ${ms(trip)}`;
  return [
    within(`${TITLE}, warm`, measured, `≤ 4 round trips + 60 ms = ${ms(most)}`, own <= most),
    { budget: `${TITLE}, warm: ControlMaster`, measured: ms(theirs), target: '' },
  ];
}

function againstCold(own: number, theirs: number): Finding {
  const measured = `${ms(own)} / ${ms(theirs)} = ${(own / theirs).toFixed(3)}`;
  return within(`${TITLE}, cold connection, against ControlMaster`, measured, '≤ 0.35', own / theirs <= 0.35);
}

async function timeTen(remote: Remote, target: Target, work: string): Promise<number> {
  const took = await timeRun(remote, target, tenCommands(work));
  assertDone(work);
  return took;
}

/** From the order to the last step's known end, with a connection that is ready for it. */
async function timeRun(remote: Remote, target: Target, commands: readonly string[]): Promise<number> {
  await warmUp(remote, target);
  const run = runOf(target, commands);
  const began = performance.now();
  await carryOut(remote, run);
  const took = performance.now() - began;
  await leave(remote, run);
  return took;
}
