import { join } from 'node:path';
import { kill, supervisorAt } from '../ssh/helpers/runner.js';
import type { Scene, Story } from './story.js';
import { LEAD, OPS } from './world.js';

/** Whether a step of this name has begun on the host. */
const hasBegun = ({ world }: Scene, step: string) => tokenOf(world.witness(), step) !== undefined;

function tokenOf(witness: readonly string[], step: string): string | undefined {
  return witness.find((line) => line.endsWith(`.${step} begin`))?.replace(' begin', '');
}

/** Kills what watches a step on the host, once: nobody can prove its end then. */
function killSupervisor(scene: Scene, step: string): void {
  const token = tokenOf(scene.world.witness(), step);
  if (token === undefined || !scene.once('supervisor')) return;
  kill(supervisorAt(join(scene.world.box.home, '.backout/steps', token)));
}

export const STORIES: readonly Story[] = [
  { name: 'seven steps go well', asks: ['seven'], ends: [['succeeded']] },
  {
    name: 'it is rejected',
    asks: ['seven'],
    press: ({ id: runId, phase, request }) =>
      phase === 'awaiting-approval'
        ? { method: 'decide', args: [{ runId, verdict: 'rejected', by: LEAD, digest: request.digest }] }
        : undefined,
    ends: [['rejected']],
  },
  { name: 'a step fails', asks: ['fails'], ends: [['failed']] },
  {
    name: 'it is aborted in the middle of a step',
    asks: ['long'],
    press: ({ id, phase, abort }, scene) =>
      phase === 'running' && !abort && hasBegun(scene, 'two') ? { method: 'abort', args: [id, OPS] } : undefined,
    ends: [['aborted']],
  },
  {
    name: 'the end of a step is unknown, and a person takes over',
    asks: ['long'],
    fate: (_runs, scene) => killSupervisor(scene, 'two'),
    ends: [['handed-over']],
  },
];
