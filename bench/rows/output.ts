import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { programBeside, runNode } from '../../sandbox/systems/run-node.js';
import { type Delivered, type Delivery, printing } from '../bot/deliver.js';
import { targetOf } from '../clients/backout.js';
import { sshOptions } from '../clients/control-master.js';
import { runScript } from '../clients/run-program.js';
import { type Finding, ms, type Row, within } from '../row.js';
import { median } from '../statistics.js';

const MB = 1_000_000;
const [MOST_TIME, MOST_MEMORY] = [2.5, 130];

/** Much output: how long it takes to reach the bot, and what the bot needs for it. */
export const output: Row = {
  id: 'output',
  hosts: 1,
  async measure({ farm, note }) {
    const [host] = farm.hosts as [(typeof farm.hosts)[0]];
    const { keyFile, knownHostsFile } = farm;
    const deliver = (bytes: number, how: Delivery['how']) =>
      deliverInProcess({ keyFile, knownHostsFile, target: targetOf(host), bytes, how });
    const raw = (bytes: number) =>
      runScript(`ssh ${sshOptions(farm)} -p ${host.port} ${host.user}@127.0.0.1 "${printing(bytes)}" >/dev/null`);

    const small = {
      raw: [] as number[],
      observed: [] as Delivered[],
      kept: [] as Delivered[],
      capped: [] as Delivered[],
    };
    for (let round = 0; round < 3; round += 1) {
      small.raw.push(await raw(200 * MB));
      for (const how of ['observed', 'kept', 'capped'] as const) small[how].push(await deliver(200 * MB, how));
    }
    const large = { raw: [] as number[], observed: [] as Delivered[] };
    for (let round = 0; round < 2; round += 1) {
      large.raw.push(await raw(600 * MB));
      large.observed.push(await deliver(600 * MB, 'observed'));
    }
    for (const [who, rounds] of Object.entries(small)) note(`200 MB, ${who}: ${describe(rounds)}`);
    for (const [who, rounds] of Object.entries(large)) note(`600 MB, ${who}: ${describe(rounds)}`);
    return [
      against('200 MB delivered to the bot', small.observed, small.raw),
      against('600 MB delivered to the bot', large.observed, large.raw),
      against('200 MB of a detached step whose host keeps all of it', small.kept, small.raw),
      against('200 MB of a detached step, capped to 8 MiB on the host', small.capped, small.raw),
    ];
  },
};

function against(what: string, own: readonly Delivered[], theirs: readonly number[]): Finding {
  const [mine, peer] = [median(own.map(({ tookMs }) => tookMs)), median(theirs)];
  const peakMb = Math.max(...own.map((each) => each.peakMb));
  const ratio = mine / peer;
  return within(
    `${what}: time against raw ssh; peak memory`,
    `${ms(mine)} / ${ms(peer)} = ${ratio.toFixed(2)}; ${peakMb.toFixed(0)} MB`,
    `≤ ${MOST_TIME}; ≤ ${MOST_MEMORY} MB`,
    ratio <= MOST_TIME && peakMb <= MOST_MEMORY,
  );
}

function describe(rounds: readonly (number | Delivered)[]): string {
  const each = rounds.map((round) =>
    typeof round === 'number'
      ? ms(round)
      : `${ms(round.tookMs)} with ${round.peakMb.toFixed(0)} MB (${round.startMb.toFixed(0)} MB once loaded)`,
  );
  return each.join(', ');
}

async function deliverInProcess(delivery: Delivery): Promise<Delivered> {
  const program = programBeside(import.meta.url, '../bot/deliver.ts');
  const node = runNode(['--import', 'tsx', program, JSON.stringify(delivery)]);
  const child = spawn(node.command, node.args, {
    env: { PATH: process.env.PATH, ...node.env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: 120_000,
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const ended = once(child, 'close');
  const answer = await Promise.race([once(child, 'message'), ended.then(() => [])]);
  await ended;
  if (answer[0] === undefined) throw new Error(`the bot's part failed: ${said}`);
  return answer[0] as Delivered;
}
