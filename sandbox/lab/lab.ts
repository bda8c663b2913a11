import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeGround } from './ground.js';
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
  close(): Promise<void>;
};

/** What a host is called beside its own name, e.g. `meiyueart.com`. */
export type LabNames<Name extends string> = Readonly<Record<Name, readonly string[]>>;

/**
 * Raises hosts: `prepare` lays files onto each one's disk before it boots, so that it starts as its story wants it.
 * Everything is gone after `close`, and after the next lab when this process was killed.
 */
export async function raiseLab<Name extends string>(
  names: LabNames<Name>,
  prepare: (hosts: Readonly<Record<Name, LabHost>>) => Promise<void> | void = () => undefined,
): Promise<Lab<Name>> {
  const image = await prepareImage();
  const ground = await takeGround();
  try {
    const all = Object.entries(names) as [Name, readonly string[]][];
    const made = await Promise.all(all.map(([name], index) => makeHost(ground, image, name, index)));
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
    await Promise.all(made.map(({ start }) => start()));
    const places = all.flatMap(([name, others]) => others.map((other) => `${other}:443:${hosts[name].address}`));
    const looking = ['-sS', '--max-time', '10', '--cacert', image.authority, '-w', '\n%{http_code}\n'];
    const curl = (...args: readonly string[]) =>
      tryRun('curl', [...looking, ...places.flatMap((place) => ['--resolve', place]), ...args]);
    return { hosts, image, hostsFile, curl, close: ground.release };
  } catch (error) {
    await ground.release();
    throw error;
  }
}
