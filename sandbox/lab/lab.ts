import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allEnded } from '../systems/all-ended.js';
import type { Ask } from '../systems/ask.js';
import { createLabAsk } from './ask.js';
import { type Ground, takeGround } from './ground.js';
import { type Image, prepareImage } from './image.js';
import { type LabHost, makeHost } from './lab-host.js';
import { type Ran, tryRun } from './run.js';

/** Hosts that know each other by name, and the names by which the outside world knows them. */
export type Lab<Name extends string> = {
  readonly hosts: Readonly<Record<Name, LabHost>>;
  readonly image: Image;
  /** An `/etc/hosts` with every name of the lab, for the bot. */
  readonly hostsFile: string;
  /** Looks from this machine with curl, trusting the lab's authority; the body and, on a line of its own, the status. */
  curl(...args: readonly string[]): Promise<Ran>;
  /** Looks like that for JSON. */
  readonly ask: Ask;
  close(): Promise<void>;
};

/** What a host is called beside its own name, e.g. `meiyueart.com`. */
export type LabNames<Name extends string> = Readonly<Record<Name, readonly string[]>>;

type Preparing<Name extends string> = (hosts: Readonly<Record<Name, LabHost>>) => Promise<void> | void;

/**
 * Raises hosts: `prepare` lays files onto each one's disk before it boots, so that it starts as its story wants it.
 * Everything is gone after `close`, and after the next lab when this process was killed. `signal` gives up raising it.
 */
export async function raiseLab<Name extends string>(
  names: LabNames<Name>,
  prepare: Preparing<Name> = () => undefined,
  signal?: AbortSignal,
): Promise<Lab<Name>> {
  const image = await prepareImage(signal);
  signal?.throwIfAborted();
  const ground = await takeGround();
  try {
    return await raise(names, prepare, ground, image, signal);
  } catch (error) {
    await ground.release();
    throw error;
  }
}

async function raise<Name extends string>(
  names: LabNames<Name>,
  prepare: Preparing<Name>,
  ground: Ground,
  image: Image,
  signal: AbortSignal | undefined,
): Promise<Lab<Name>> {
  const all = Object.entries(names) as [Name, readonly string[]][];
  const made = await allEnded(all.map(([name], index) => makeHost(ground, image, name, index)));
  const hosts = Object.fromEntries(made.map(({ host }) => [host.name, host])) as Record<Name, LabHost>;
  const lines = made.map(({ host }, index) => `${host.address} ${[host.name, ...(all[index]?.[1] ?? [])].join(' ')}`);
  const table = ['127.0.0.1 localhost', ...lines, ''].join('\n');
  for (const { host } of made) {
    host.write('/etc/hosts', table);
    host.write('/etc/hostname', `${host.name}\n`);
  }
  const hostsFile = join(ground.folder, 'hosts');
  writeFileSync(hostsFile, table);
  await prepare(hosts);
  signal?.throwIfAborted();
  await allEnded(made.map(({ start }) => start(signal)));
  const sites = all.flatMap(([name, others]) => others.map((other) => [other, hosts[name].address] as const));
  const looking = ['-sS', '--max-time', '10', '--cacert', image.authority, '-w', '\n%{http_code}\n'];
  const places = sites.flatMap(([site, address]) => ['--resolve', `${site}:443:${address}`]);
  const curl = (...args: readonly string[]) => tryRun('curl', [...looking, ...places, ...args]);
  const { ask, close: hangUp } = createLabAsk(image.authority, Object.fromEntries(sites));
  const close = async () => {
    await hangUp();
    await ground.release();
  };
  return { hosts, image, hostsFile, curl, ask, close };
}
