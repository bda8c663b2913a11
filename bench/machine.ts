import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** What the numbers depend on, as it is before anything is measured. No names: whose machine it was is nobody's business. */
export function machineFacts(): string {
  const [cpu] = cpus();
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'Linux';
  const [ansible = ''] = execFileSync('ansible-playbook', ['--version'], { encoding: 'utf8' }).split('\n');
  const ssh = execFileSync('/bin/sh', ['-c', 'ssh -V 2>&1'], { encoding: 'utf8' }).trim();
  const parts = [
    `${cpus().length} × ${cpu?.model.trim() || 'a processor'}`,
    system,
    `Node ${process.versions.node}`,
    ssh.split(',')[0],
    ansible.replace(/^ansible-playbook /, 'ansible ').replaceAll(/[[\]]/g, ''),
  ];
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${parts.join(', ')}. Load of the machine before the start: ${load}. Measured on ${new Date().toISOString().slice(0, 10)}.`;
}
