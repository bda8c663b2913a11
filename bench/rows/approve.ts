import { waitUntil } from '../../sandbox/systems/wait-until.js';
import { raiseBot } from '../bot/stage.js';
import { measureRoundTrip, openLine } from '../hosts/line.js';
import { ms, type Row, spread, within } from '../row.js';
import { median } from '../statistics.js';

const ROUNDS = 7;

/** Through the whole bot and the local Slack: the click on Approve until the first command runs on the host. */
export const approve: Row = {
  id: 'approve',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const trip = await measureRoundTrip(25);
    const line = await openLine(host.port, 25);
    try {
      farm.pinAt(host, line.port);
      const stage = await raiseBot(farm, [{ host, port: line.port }]);
      try {
        const [system] = stage.systems as [(typeof stage.systems)[0]];
        const before = system.first().length;
        const took: number[] = [];
        const bySlack: number[] = [];
        for (let round = 1; round <= ROUNDS; round += 1) {
          await system.request();
          const { clickedAt, handedAt } = await system.approve();
          await waitUntil(() => system.first().length === before + round, { what: 'the first command' });
          took.push((system.first().at(-1) ?? Number.NaN) - clickedAt);
          bySlack.push(handedAt - clickedAt);
          await system.closed(round);
        }
        note(`click to first command at ${ms(trip)}: ${spread(took)}; of it in the local Slack: ${spread(bySlack)}`);
        const [own, most] = [median(took), 2 * trip + 10];
        const title = 'Click on Approve to the first command on the host, warm, at a round trip of 50 ms';
        const measured = `${ms(own)}, ${(own / trip).toFixed(1)} round trips of ${ms(trip)}`;
        return [within(title, measured, `≤ 2 round trips + 10 ms = ${ms(most)}`, own <= most)];
      } finally {
        await stage.close();
      }
    } finally {
      await line.close();
    }
  },
};
