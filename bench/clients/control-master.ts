import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Farm, FarmHost } from '../hosts/farm.js';
import { runProgram, runScript } from './run-program.js';

/** `ssh` as people use it by hand in scripts: one process per command, all over one connection. */
export type ControlMaster = {
  /** Commands in order on each of the hosts, all hosts at once; the first command opens the connection if none is open. */
  run(work: readonly HostWork[]): Promise<number>;
  /** Closes the connections. */
  close(): Promise<void>;
};

export type HostWork = { readonly host: FarmHost; readonly commands: readonly string[]; readonly port?: number };

/** What every `ssh` here is told beside its address. */
export function sshOptions({ keyFile, knownHostsFile }: Farm): string {
  const options = [
    ...['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes', 'LogLevel=ERROR'],
    `UserKnownHostsFile=${knownHostsFile}`,
  ];
  return `-F /dev/null -i ${keyFile} ${options.map((option) => `-o ${option}`).join(' ')}`;
}

let made = 0;

/** With a control path of its own, so that nobody's connections are shared. */
export function createControlMaster(farm: Farm): ControlMaster {
  made += 1;
  const directory = join(farm.directory, `cm${made}`);
  mkdirSync(directory);
  const shared = `-o ControlMaster=auto -o ControlPersist=600 -o ControlPath=${directory}/%p`;
  const ssh = ({ host, port = host.port }: HostWork) =>
    `ssh ${sshOptions(farm)} ${shared} -p ${port} ${host.user}@127.0.0.1`;
  return {
    run(work) {
      const each = work.map(({ commands, ...at }) =>
        commands.map((command) => `${ssh({ commands, ...at })} '${command}'`),
      );
      const lanes = each.map((lines) => `(${lines.join(' && ')}) >/dev/null & lanes="$lanes $!"`);
      return runScript(`lanes=\n${lanes.join('\n')}\nfor lane in $lanes; do wait "$lane"; done`);
    },
    close: () => closeMasters(directory),
  };
}

/** Does the work over new connections; returns how long that took. */
export async function timeColdMaster(farm: Farm, work: readonly HostWork[]): Promise<number> {
  const master = createControlMaster(farm);
  const took = await master.run(work);
  await master.close();
  return took;
}

/** Ends every connection that listens in a directory of control sockets. */
export async function closeMasters(directory: string): Promise<void> {
  for (const name of readdirSync(directory))
    await runProgram(['ssh', '-F', '/dev/null', '-o', `ControlPath=${join(directory, name)}`, '-O', 'exit', 'nobody']);
}
