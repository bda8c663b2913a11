import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Farm } from '../hosts/farm.js';
import { closeMasters, type HostWork, sshOptions } from './control-master.js';
import { runProgram } from './run-program.js';

/** Runs each host's commands as the tasks of one playbook, with pipelining and 20 forks; returns how long that took. */
export async function runPlaybook(farm: Farm, work: readonly HostWork[]): Promise<number> {
  const directory = join(farm.directory, 'ansible');
  const sockets = join(directory, 'cp');
  mkdirSync(sockets, { recursive: true });
  const at = (name: string, text: string) => {
    writeFileSync(join(directory, name), text);
    return join(directory, name);
  };
  const config = at('ansible.cfg', configText(directory, sockets));
  const inventory = at('hosts.yaml', stringify({ all: { hosts: Object.fromEntries(work.map(entryOf(farm))) } }));
  const tasks = work[0]?.commands.map((_, index) => ({ command: `{{ commands[${index}] }}`, changed_when: false }));
  const playbook = at('play.yaml', stringify([{ hosts: 'all', gather_facts: false, tasks }]));
  const env = { ANSIBLE_CONFIG: config, HOME: directory, LC_ALL: 'C.UTF-8' };
  const took = await runProgram(['ansible-playbook', '-i', inventory, playbook], { env });
  await closeMasters(sockets);
  return took;
}

function configText(directory: string, sockets: string): string {
  return [
    '[defaults]',
    'forks = 20',
    `local_tmp = ${directory}/tmp`,
    'interpreter_python = /usr/bin/python3',
    '[ssh_connection]',
    'pipelining = True',
    `control_path_dir = ${sockets}`,
    '',
  ].join('\n');
}

const entryOf =
  (farm: Farm) =>
  ({ host, commands }: HostWork) => [
    host.name,
    {
      ...{ ansible_host: '127.0.0.1', ansible_port: host.port, ansible_user: host.user, commands },
      ansible_ssh_common_args: sshOptions(farm),
    },
  ];
