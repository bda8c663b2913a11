import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../systems/findings.js';
import type { Phase } from '../systems/supervise.js';
import type { LabHost } from './lab-host.js';

const watcher = readFileSync(new URL('./watch-services.sh', import.meta.url), 'utf8');
const file = '/var/lib/watch/services';

type Watched = {
  /** Units of systemd, by their names without `.service`. */
  readonly units: readonly string[];
  /** Programs of supervisor. */
  readonly programs?: readonly string[];
};

/**
 * Has a host write down on its disk how its programs are, so that looking at them costs no login. Returns the look at
 * one of them.
 */
export async function watchServices(host: LabHost, { units, programs = [] }: Watched) {
  host.write('/opt/watch/watch-services.sh', watcher, 0o755);
  host.write(file, '');
  const names = [...units.map((unit) => `${unit}.service`), '--', ...programs];
  await host.sh(`systemd-run --quiet --unit=watch-services /opt/watch/watch-services.sh ${file} ${names.join(' ')}`);
  return (name: string): Program['service'] => ({ look: () => lookAt(join(host.root, file), name) });
}

function lookAt(path: string, name: string): ReturnType<Program['service']['look']> {
  const blocks = readFileSync(path, 'utf8').split('\n\n');
  const known = blocks.map(valuesOf).find(({ Id }) => Id === name || Id === `${name}.service`);
  if (!known) return { phase: 'stopped', pid: undefined, since: 0 };
  const { Supervisor, ActiveState = '', SubState, MainPID, StateChangeTimestamp = '' } = known;
  const waits = SubState === 'auto-restart' ? 'waiting' : undefined;
  return {
    phase: waits ?? phases[Supervisor ?? ActiveState] ?? 'stopped',
    pid: Number(MainPID) || undefined,
    since: Number(StateChangeTimestamp.slice(1)) * 1_000,
  };
}

function valuesOf(block: string): Record<string, string | undefined> {
  return Object.fromEntries(block.split('\n').map((line) => line.split('=', 2)));
}

/** The words of systemd, and of supervisor. */
const phases: Record<string, Phase> = {
  active: 'running',
  activating: 'starting',
  failed: 'failed',
  RUNNING: 'running',
  STARTING: 'starting',
  BACKOFF: 'waiting',
  FATAL: 'failed',
};
