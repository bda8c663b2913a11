import { writeFileSync } from 'node:fs';
import type { Container } from '../../../sandbox/container/container.js';
import { type Ran, run, tryRun } from '../../../sandbox/lab/run.js';

/** Runs a script on the host through this machine's own ssh, not the bot's; throws with what it wrote when it fails. */
export function ssh(host: Container, script: string): Promise<string> {
  return run('ssh', [...loginTo(host, host.user), script]);
}

/** The same for any account, which may not be let in. */
export function trySsh(host: Container, user: string, script: string): Promise<Ran> {
  return tryRun('ssh', [...loginTo(host, user), script]);
}

function loginTo(host: Container, user: string): readonly string[] {
  const knownHostsFile = `${host.root}.known_hosts`;
  writeFileSync(knownHostsFile, `${host.knownHosts}\n`);
  const settings = ['BatchMode=yes', 'LogLevel=ERROR', `UserKnownHostsFile=${knownHostsFile}`];
  const options = settings.flatMap((setting) => ['-o', setting]);
  return ['-F', 'none', '-i', host.clientKeyFile, ...options, '-p', `${host.port}`, `${user}@${host.host}`];
}
