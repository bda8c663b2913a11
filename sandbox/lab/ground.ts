import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endGroups } from './cgroups.js';
import { run, tryRun } from './run.js';

/** What a lab takes of this machine: a number, a folder in memory, and a network that joins its hosts. */
export type Ground = {
  /** 1 to 250, unique on this machine while the lab stands: its hosts are 10.77.<number>.2 and on. */
  readonly number: number;
  /** On a tmpfs of its own, so that one unmount leaves nothing. */
  readonly folder: string;
  /** The network namespace with the bridge, out of reach of this machine's firewall. */
  readonly network: string;
  release(): Promise<void>;
};

const base = '/run/backout-lab';

/** Takes a free number. What a killed process left behind is cleared away first. */
export async function takeGround(): Promise<Ground> {
  mkdirSync(base, { recursive: true });
  await clearAbandoned();
  const number = claimNumber();
  const folder = join(base, `${number}`);
  const network = `bolab${number}-network`;
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'mode=711', 'backout-lab', folder]);
    writeFileSync(join(folder, 'owner'), `${process.pid}`);
    await layNetwork(network, number);
  } catch (error) {
    // As when somebody presses Ctrl-C, which ends the programs that are at it, too.
    await release(number);
    throw error;
  }
  return { number, folder, network, release: () => release(number) };
}

/** A machine that forwards nothing, as one with Docker on it, would keep the hosts of a bridge of its own apart, too. */
async function layNetwork(network: string, number: number): Promise<void> {
  const uplink = uplinkOf(number);
  await run('ip', ['netns', 'add', network]);
  await run('ip', ['-n', network, 'link', 'add', 'bridge', 'type', 'bridge']);
  await run('ip', ['-n', network, 'link', 'set', 'bridge', 'up']);
  await run('ip', ['link', 'add', uplink, 'type', 'veth', 'peer', 'name', 'machine', 'netns', network]);
  await run('ip', ['-n', network, 'link', 'set', 'machine', 'master', 'bridge', 'up']);
  await run('ip', ['addr', 'add', `10.77.${number}.1/24`, 'dev', uplink]);
  await run('ip', ['link', 'set', uplink, 'up']);
}

const uplinkOf = (number: number) => `bolab${number}`;

function claimNumber(): number {
  for (let number = 1; number <= 250; number += 1) {
    try {
      mkdirSync(join(base, `${number}`));
      return number;
    } catch {
      // Somebody else's.
    }
  }
  throw new Error(`250 labs at once; look into ${base}`);
}

async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(base)) {
    const owner = ownerOf(name);
    if (owner !== undefined && !isAlive(owner)) await release(Number(name));
  }
}

/** Undefined between the claim and the first line in the folder: somebody is just coming. */
function ownerOf(name: string): number | undefined {
  try {
    return Number(readFileSync(join(base, name, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Everything with the lab's number in its name, whether its hosts ended well or not. */
async function release(number: number): Promise<void> {
  const folder = join(base, `${number}`);
  await endGroups(`bolab${number}-`);
  const names = (await run('ip', ['netns', 'list'])).split('\n').map((line) => line.split(' ')[0] ?? '');
  for (const name of names.filter((each) => each.startsWith(`bolab${number}-`)))
    await run('ip', ['netns', 'del', name]);
  await tryRun('ip', ['link', 'del', uplinkOf(number)]);
  // With the overlays inside. A folder that is still mounted cannot be removed.
  await tryRun('umount', ['--recursive', folder]);
  rmdirSync(folder);
}
